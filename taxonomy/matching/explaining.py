"""Why a profile has its score: what hit, what is missing, what is left over, what is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.matching.kernel import reasons
from taxonomy.matching.scoring import Direction, scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from taxonomy.matching.demands import Demands
    from taxonomy.matching.scoring import Formula

__all__ = ["Asked", "Hit", "Match", "Near", "Weighed", "explained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The profiles' rows by one formula.

    `rarity` of each column; of each entry its `weights` before it is scaled and its `values` after,
    `inverted` the values by column (starts, profiles, values); `base` of each entry and `sizes` of each
    row are what weights and sizes would be without rarity.
    """

    formula: Formula
    rarity: NDArray[np.float64]
    weights: NDArray[np.float64]
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


class Match(NamedTuple):
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


class _Told(NamedTuple):
    """The entries of the profiles that are explained, as `reasons` orders them, and their classes' ends."""

    columns: list[int]
    weights: list[float]
    essential: list[bool]
    parts: list[float]
    ends: list[int]


def explained(
    demands: Demands,
    weighed: Weighed,
    asked: Asked,
    rows: NDArray[np.int64],
    products: NDArray[np.float32],
) -> list[Match]:
    """The reasons of each of these rows, whose products with the question are known."""
    dense = np.zeros((2, len(weighed.rarity)))
    dense[0, asked.columns], dense[1, asked.columns] = asked.share, asked.values
    order, ends, (essential, optional, plain) = reasons(
        rows,
        (demands.rows.starts, demands.rows.columns, demands.essential),
        (weighed.weights, weighed.values, weighed.base),
        dense,
    )
    columns = demands.rows.columns[order]
    told = _Told(
        columns.tolist(),
        weighed.weights[order].tolist(),
        demands.essential[order].tolist(),
        (weighed.values[order] * dense[1, columns]).tolist(),
        [0, *ends.tolist()],
    )
    rarity = essential + optional - plain / weighed.sizes[rows] / _length(weighed, asked)
    figures = (rows, scores(products[rows]), essential, optional, rarity)
    held = asked.columns.tolist()
    near = _near(demands, held)
    return [
        _match(told, place, held, near, its)
        for place, its in enumerate(zip(*(it.tolist() for it in figures), strict=True))
    ]


def _length(weighed: Weighed, asked: Asked) -> float:
    """The length of the question's row where rarity does not count."""
    if weighed.formula.direction is Direction.COVERAGE:
        return 1.0
    return float(np.sqrt(asked.share @ asked.share)) or 1.0


def _near(demands: Demands, asked: Sequence[int]) -> Mapping[int, Sequence[tuple[int, bool]]]:
    """Column → the columns asked that are directly broader (True) or narrower than it."""
    found: dict[int, list[tuple[int, bool]]] = {}
    for column in asked:
        for near, broader in demands.near.get(column, ()):
            found.setdefault(near, []).append((column, not broader))
    return found


def _match(
    told: _Told,
    place: int,
    asked: Sequence[int],
    near: Mapping[int, Sequence[tuple[int, bool]]],
    figures: tuple[int, float, float, float, float],
) -> Match:
    first, hit, essential, optional = told.ends[3 * place : 3 * place + 4]
    columns, weights = told.columns, told.weights
    hits = slice(first, hit)
    held = set(columns[hits])
    return Match(
        *figures,
        list(map(Hit, columns[hits], weights[hits], told.essential[hits], told.parts[hits])),
        list(zip(columns[hit:essential], weights[hit:essential], strict=True)),
        list(zip(columns[essential:optional], weights[essential:optional], strict=True)),
        [it for it in asked if it not in held],
        [
            Near(column, through, broader)
            for column in columns[hit:optional]
            if column in near
            for through, broader in near[column]
        ],
    )
