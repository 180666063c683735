"""Gradient boosting of decision trees for ranking, as small as it can be written; the same each time."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from taxonomy.kernels import kernel
from taxonomy.suggesting.trees import DEPTH

__all__ = ["Groups", "boosted"]

Floats = np.ndarray[Any, Any]

ROUNDS = 400
PACE = 0.05
LEAST_ROWS = 30
PENALTY = 5.0
BINS = 128
_OF_GROUPS = 0.7
_OF_FIGURES = 0.5
_INNER = 2**DEPTH - 1
_NEVER = 1e38


class Groups(NamedTuple):
    """Pairs, those of one subject side by side: `begin` says where each subject's start."""

    table: Floats
    right: Floats
    begin: Floats
    weight: Floats
    """One for each subject."""


def boosted(held: Groups, names: list[str], seed: int = 1) -> dict[str, Any]:
    """Trees whose sum, by softmax over the pairs of a subject, gives the right ones the most (ListNet, 2007)."""
    limits = [_limits(column) for column in held.table.T]
    binned = np.stack(
        [np.searchsorted(it, column) for it, column in zip(limits, held.table.T, strict=True)],
        axis=1,
    ).astype(np.uint8)
    drawn = np.random.default_rng(seed)
    sums = np.zeros(len(binned))
    size = np.diff(np.append(held.begin, len(binned)))
    subject = np.repeat(np.arange(len(size)), size)
    trees = []
    for _ in range(ROUNDS):
        kept = drawn.random(len(size)) < _OF_GROUPS
        figures = drawn.permutation(len(names))[: max(int(len(names) * _OF_FIGURES), 1)]
        slope, bend = _slopes(held, sums, size)
        rows = np.flatnonzero(kept[subject])
        tree = _grown(binned, slope, bend, rows, np.sort(figures))
        places = np.zeros(len(binned), np.int64)
        _led(binned, tree[0], tree[1], places)
        leaves = _leaves(places[rows], slope[rows], bend[rows])
        sums += leaves[places]
        trees.append(
            {
                "figures": tree[0].tolist(),
                "limits": [_limit(limits, *it) for it in zip(*tree, strict=True)],
                "leaves": [round(float(it), 5) + 0.0 for it in leaves],
            }
        )
    return {"names": names, "bias": 0.0, "trees": trees}


def _limits(column: Floats) -> Floats:
    """The values that a figure is divided at, in ascending order and short enough to be written down."""
    found = np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1], method="lower"))
    return np.unique(np.array([f"{it:.5g}" for it in found], dtype=np.float32))


def _limit(limits: list[Floats], figure: int, place: int) -> float:
    held = limits[figure]
    return float(f"{held[place]:.5g}") if place < len(held) else _NEVER


def _slopes(held: Groups, sums: Floats, size: Floats) -> tuple[Floats, Floats]:
    """First and second derivative of the loss by the sum of each pair."""
    top = np.repeat(np.maximum.reduceat(sums, held.begin), size)
    shares = np.exp(sums - top)
    shares /= np.repeat(np.add.reduceat(shares, held.begin), size)
    wanted = held.right / np.repeat(np.add.reduceat(held.right, held.begin), size)
    weight = np.repeat(held.weight, size)
    return weight * (shares - wanted), weight * np.maximum(shares * (1 - shares), 1e-6)


def _grown(
    binned: Floats, slope: Floats, bend: Floats, rows: Floats, figures: Floats
) -> tuple[Floats, Floats]:
    """The figure and the number of the limit of each question of one tree."""
    asked = np.zeros(_INNER, np.int64)
    limits = np.full(_INNER, BINS, np.int64)
    places = np.zeros(len(rows), np.int64)
    table = np.ascontiguousarray(binned[rows][:, figures])
    sums = np.stack([slope[rows], bend[rows], np.ones(len(rows))], axis=1)
    for level in range(DEPTH):
        first, many = 2**level - 1, 2**level
        counted = np.zeros((many, len(figures), BINS, 3))
        _counted(table, places - first, sums, counted)
        for node in range(many):
            best = _best(counted[node])
            if best is not None:
                asked[first + node], limits[first + node] = figures[best[0]], best[1]
        above = binned[rows, asked[places]] > limits[places]
        places = 2 * places + 1 + above
    return asked, limits


def _best(counted: Floats) -> tuple[int, int] | None:
    """Figure and limit that part the rows of a node best, None where nothing parts them."""
    left = np.cumsum(counted, axis=1)
    right = left[:, -1:, :] - left
    gain = _worth(left) + _worth(right)
    enough = (left[..., 2] >= LEAST_ROWS) & (right[..., 2] >= LEAST_ROWS)
    gain = np.where(enough, gain, -np.inf)
    place = int(gain.argmax())
    figure, limit = divmod(place, gain.shape[1])
    better = gain[figure, limit] > _worth(left[0, -1]) + 1e-9
    return (figure, limit) if better else None


def _worth(sums: Floats) -> Any:
    return sums[..., 0] ** 2 / (sums[..., 1] + PENALTY)


def _leaves(places: Floats, slope: Floats, bend: Floats) -> Floats:
    slopes = np.bincount(places, slope, minlength=_INNER + 1)
    bends = np.bincount(places, bend, minlength=_INNER + 1)
    return -PACE * slopes / (bends + PENALTY)


@kernel("void(u1[:, ::1], i8[::1], f8[:, ::1], f8[:, :, :, ::1])")
def _counted(table: Any, places: Any, sums: Any, counted: Any) -> None:
    for row in range(len(places)):
        for figure in range(table.shape[1]):
            held = counted[places[row], figure, table[row, figure]]
            for it in range(3):
                held[it] += sums[row, it]


@kernel("void(u1[:, ::1], i8[::1], i8[::1], i8[::1])")
def _led(binned: Any, asked: Any, limits: Any, places: Any) -> None:
    """The number of the leaf to which each row is led."""
    inner = len(asked)
    for row in range(len(places)):
        place = 0
        while place < inner:
            place = 2 * place + (2 if binned[row, asked[place]] > limits[place] else 1)
        places[row] = place - inner
