"""Why a profile has its score: what hit, what is missing, what is left over, what is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.matching.scoring import Direction, scores

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class _Entries(NamedTuple):
    """The entries of the profiles that are explained, by profile, then class, then as they are told."""

    columns: list[int]
    weights: list[float]
    essential: list[bool]
    parts: list[float]
    ends: list[int]
    sums: list[list[float]]


_HIT, _ESSENTIAL, _OPTIONAL = range(3)
"""The classes of entries: hits, and what is missing."""


def explained(
    demands: Demands,
    weighed: Weighed,
    asked: Asked,
    rows: NDArray[np.int64],
    products: NDArray[np.float32],
) -> list[Match]:
    """The reasons of each of these rows, whose products with the question are known."""
    if not len(rows):
        return []
    columns = asked.columns.tolist()
    entries = _entries(demands, weighed, asked, rows)
    shown = zip(rows.tolist(), scores(products[rows]).tolist(), strict=True)
    return [
        _match(demands, entries, place, row_and_score, columns)
        for place, row_and_score in enumerate(shown)
    ]


def _entries(demands: Demands, weighed: Weighed, asked: Asked, rows: NDArray[np.int64]) -> _Entries:
    """The entries of the rows beside what the question holds of each."""
    starts = demands.rows.starts
    counts = starts[rows + 1] - starts[rows]
    owners = np.repeat(np.arange(len(rows)), counts)
    places = np.arange(len(owners)) + np.repeat(starts[rows] - np.cumsum(counts) + counts, counts)
    columns, essential = demands.rows.columns[places], demands.essential[places]
    share, values = np.zeros((2, len(weighed.rarity)))
    share[asked.columns], values[asked.columns] = asked.share, asked.values
    share = share[columns]
    weights = weighed.base[places] * weighed.rarity[columns]
    parts = weighed.values[places] * values[columns]
    classes = owners * 3 + np.where(share > 0, _HIT, np.where(essential, _ESSENTIAL, _OPTIONAL))
    order = np.lexsort((columns, -np.where(share > 0, parts, weights), classes))
    plain = np.bincount(owners, weighed.base[places] * share, len(rows))
    essentials = np.bincount(owners, parts * essential, len(rows))
    optionals = np.bincount(owners, parts * ~essential, len(rows))
    without_rarity = plain / weighed.sizes[rows] / _length(weighed, asked)
    rarities = essentials + optionals - without_rarity
    return _Entries(
        columns[order].tolist(),
        weights[order].tolist(),
        essential[order].tolist(),
        parts[order].tolist(),
        np.cumsum(np.bincount(classes, minlength=3 * len(rows))).tolist(),
        [essentials.tolist(), optionals.tolist(), rarities.tolist()],
    )


def _length(weighed: Weighed, asked: Asked) -> float:
    """The length of the question's row where rarity does not count."""
    if weighed.formula.direction is Direction.COVERAGE:
        return 1.0
    return float(np.sqrt(asked.share @ asked.share))


def _match(
    demands: Demands,
    entries: _Entries,
    place: int,
    row_and_score: tuple[int, float],
    asked: Sequence[int],
) -> Match:
    first = entries.ends[3 * place - 1] if place else 0
    hit, essential, optional = entries.ends[3 * place : 3 * place + 3]
    columns, weights = entries.columns, entries.weights
    held = set(columns[first:hit])
    hits = map(
        Hit,
        columns[first:hit],
        weights[first:hit],
        entries.essential[first:hit],
        entries.parts[first:hit],
    )
    return Match(
        row=row_and_score[0],
        score=row_and_score[1],
        essential=entries.sums[0][place],
        optional=entries.sums[1][place],
        rarity=entries.sums[2][place],
        hits=list(hits),
        missing_essential=list(zip(columns[hit:essential], weights[hit:essential], strict=True)),
        missing_optional=list(
            zip(columns[essential:optional], weights[essential:optional], strict=True)
        ),
        surplus=[it for it in asked if it not in held],
        reachable=_reachable(demands, columns[hit:optional], set(asked)) if demands.near else [],
    )


def _reachable(demands: Demands, missing: Sequence[int], asked: set[int]) -> list[Near]:
    return [
        Near(column, near, broader)
        for column in missing
        for near, broader in demands.near.get(column, ())
        if near in asked
    ]
