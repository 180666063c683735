"""How many profiles are found again by what they ask for, against the plain overlap of sets."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bench.matching.ground import SEED
from bench.measuring import Line, value_at_least
from taxonomy.matching.matcher import Share
from taxonomy.matching.scoring import Direction, Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from bench.matching.ground import Ground
    from taxonomy.matching.demands import Demands
    from taxonomy.matching.matcher import Matcher

__all__ = ["found_again"]

RECALL = 95
"""Of a hundred profiles so many must be among the first three where half of what is essential is asked."""
WHOLE = 100
"""So many must be first where all is asked."""


def found_again(ground: Ground) -> Iterator[Line]:
    """Each profile by all its competences, and by half of its essential ones."""
    demands = ground.matcher.demands
    rows = range(len(demands.profiles))
    drawn = random.Random(SEED)
    whole = [_own(demands, row) for row in rows]
    half = [_half(demands, row, drawn) for row in rows]
    for what, asked, most, least in (
        ("by all its competences a profile is first", whole, 0, WHOLE),
        ("by half of its essential ones it is among the first three", half, 2, RECALL),
    ):
        jaccard = _percent(demands, most, asked, partial(_jaccard, demands))
        for direction in Direction:
            formula = Formula(direction=direction)
            yield Line(
                what=f"{what} ({ground.index.release.name}, {direction})",
                ours=_percent(demands, most, asked, partial(_products, ground.matcher, formula)),
                unit="%",
                baseline="what both have of what either has (Jaccard)",
                theirs=jaccard,
                demand=value_at_least(least, "%") if direction is Formula().direction else None,
            )


def _percent(
    demands: Demands,
    most: int,
    asked: Sequence[list[int]],
    scored: Callable[[list[int]], NDArray[np.float32]],
) -> float:
    """How many profiles have no more than `most` others before them; of equal ones the earlier is before.

    A profile that lists the very same competences is no other one: a question cannot part them.
    """
    rows = demands.rows
    lists = [
        rows.columns[rows.starts[it] : rows.starts[it + 1]].tobytes() for it in range(len(asked))
    ]
    found = 0
    for row, columns in enumerate(asked):
        scores = scored(columns)
        before = [
            *np.flatnonzero(scores > scores[row]),
            *np.flatnonzero(scores[:row] == scores[row]),
        ]
        found += sum(lists[it] != lists[row] for it in before) <= most
    return 100 * found / len(asked)


def _products(matcher: Matcher, formula: Formula, columns: list[int]) -> NDArray[np.float32]:
    weighed = matcher.weighed(formula)
    question = matcher.asked(dict.fromkeys(columns, Share()), weighed)
    # Rounding in the last digits does not part what is equal.
    return np.round(matcher.products(question, weighed), 5)


def _jaccard(demands: Demands, columns: list[int]) -> NDArray[np.float32]:
    asked = np.zeros(len(demands.competences), np.float32)
    asked[columns] = 1
    rows, count = demands.rows, len(demands.profiles)
    shared = np.bincount(rows.owners(), asked[rows.columns], count)
    either = np.diff(rows.starts) + len(columns) - shared
    return (shared / either).astype(np.float32)


def _own(demands: Demands, row: int) -> list[int]:
    columns: list[int] = demands.rows.columns[
        demands.rows.starts[row] : demands.rows.starts[row + 1]
    ].tolist()
    return columns


def _half(demands: Demands, row: int, drawn: random.Random) -> list[int]:
    entries = slice(demands.rows.starts[row], demands.rows.starts[row + 1])
    essential: list[int] = demands.rows.columns[entries][demands.essential[entries]].tolist()
    return sorted(drawn.sample(essential, max(1, len(essential) // 2))) if essential else []
