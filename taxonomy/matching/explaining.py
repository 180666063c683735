"""Why a profile has its score: what hit, what is missing, what is left over, what is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.matching.scoring import Direction, scores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from taxonomy.matching.demands import Demands
    from taxonomy.matching.scoring import Formula

__all__ = ["Asked", "Hit", "Match", "Near", "Weighed", "explained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The profiles' rows by one formula.

    `rarity` of each column; `values` of each entry, `inverted` the same by column (starts, profiles,
    values); `base` of each entry and `sizes` of each row are what they would be without rarity.
    """

    formula: Formula
    rarity: NDArray[np.float64]
    values: NDArray[np.float32]
    inverted: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]
    base: NDArray[np.float64]
    sizes: NDArray[np.float64]


class Asked(NamedTuple):
    """A question as a row: ascending columns, the share (0–1) of each, and their values."""

    columns: NDArray[np.int32]
    share: NDArray[np.float64]
    values: NDArray[np.float32]


class Hit(NamedTuple):
    """A competence of both sides: its weight for the profile, and its part of the score (0–1)."""

    column: int
    weight: float
    essential: bool
    part: float


class Near(NamedTuple):
    """A competence that is missing, and one of the question that is directly broader or narrower."""

    column: int
    through: int
    broader: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One profile (its row): the score 0–100, its parts, and the columns that are its reasons.

    `essential` and `optional` add up to score / 100; `rarity` is how much of that (it may be below 0)
    rarity makes: the score without it would be that much less. Hits stand by their part, what is
    missing by its weight, greatest first; surplus in natural order.
    """

    row: int
    score: float
    essential: float
    optional: float
    rarity: float
    hits: Sequence[Hit]
    missing_essential: Sequence[tuple[int, float]]
    missing_optional: Sequence[tuple[int, float]]
    surplus: Sequence[int]
    reachable: Sequence[Near]


class _Entry(NamedTuple):
    column: int
    essential: bool
    hit: bool
    weight: float
    part: float
    plain: float


def explained(
    demands: Demands,
    weighed: Weighed,
    asked: Asked,
    rows: NDArray[np.int64],
    products: NDArray[np.float32],
) -> list[Match]:
    """The reasons of each of these rows, whose products with the question are known."""
    columns = asked.columns.tolist()
    length = 1.0
    if weighed.formula.direction is Direction.SIMILARITY:
        length = float(np.sqrt(asked.share @ asked.share)) or 1.0
    found = []
    shown = scores(products[rows]).tolist()
    entries = _entries(demands, weighed, asked, rows)
    for row, score in zip(rows.tolist(), shown, strict=True):
        first, last = demands.rows.starts[row], demands.rows.starts[row + 1]
        own = [next(entries) for _ in range(last - first)]
        size = float(weighed.sizes[row]) * length
        found.append(_match(demands, (row, score), own, columns, size))
    return found


def _entries(
    demands: Demands, weighed: Weighed, asked: Asked, rows: NDArray[np.int64]
) -> Iterator[_Entry]:
    """The entries of the rows, one row after the other, beside what the question holds of each."""
    starts = demands.rows.starts
    counts = starts[rows + 1] - starts[rows]
    offsets = starts[rows] - np.concatenate(([0], np.cumsum(counts)[:-1]))
    places = np.arange(counts.sum()) + np.repeat(offsets, counts)
    columns = demands.rows.columns[places]
    share = np.zeros(len(weighed.rarity))
    share[asked.columns] = asked.share
    values = np.zeros(len(weighed.rarity))
    values[asked.columns] = asked.values
    return map(
        _Entry,
        columns.tolist(),
        demands.essential[places].tolist(),
        (share[columns] > 0).tolist(),
        (weighed.base[places] * weighed.rarity[columns]).tolist(),
        (weighed.values[places] * values[columns]).tolist(),
        (weighed.base[places] * share[columns]).tolist(),
    )


def _match(
    demands: Demands,
    row: tuple[int, float],
    own: Sequence[_Entry],
    columns: Sequence[int],
    size: float,
) -> Match:
    hits = sorted((it for it in own if it.hit), key=lambda it: (-it.part, it.column))
    missing = sorted((it for it in own if not it.hit), key=lambda it: (-it.weight, it.column))
    essential = sum((it.part for it in hits if it.essential), 0.0)
    optional = sum((it.part for it in hits if not it.essential), 0.0)
    held = {it.column for it in hits}
    asked = set(columns)
    return Match(
        row=row[0],
        score=row[1],
        essential=essential,
        optional=optional,
        rarity=essential + optional - sum(it.plain for it in hits) / size,
        hits=[Hit(it.column, it.weight, it.essential, it.part) for it in hits],
        missing_essential=[(it.column, it.weight) for it in missing if it.essential],
        missing_optional=[(it.column, it.weight) for it in missing if not it.essential],
        surplus=[it for it in columns if it not in held],
        reachable=[
            Near(it.column, near, broader)
            for it in missing
            for near, broader in demands.near.get(it.column, ())
            if near in asked
        ],
    )
