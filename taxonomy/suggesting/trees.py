"""Decision trees whose leaves add up to log-odds: a small table that ships with the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from taxonomy.kernels import kernel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.suggesting.evidence import Floats

__all__ = ["DEPTH", "Trees"]

DEPTH = 4
"""Each tree asks four questions of a pair."""


class Trees:
    """A sum of trees over named figures (gradient boosting, Friedman 2001)."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        """`held`: `names` of the figures, `bias`, and `trees`: each with 15 `figures`, 15 `limits`, 16 `leaves`.

        A tree's questions stand as in a heap: that after question n is 2n + 1 where the figure is not
        above its limit, else 2n + 2.
        """
        self.names: tuple[str, ...] = tuple(held["names"])
        self.bias = float(held["bias"])
        trees = held["trees"]
        inner = 2**DEPTH - 1
        self._figures = np.array([it["figures"] for it in trees], np.int64).reshape(-1, inner)
        self._limits = np.array([it["limits"] for it in trees], np.float32).reshape(-1, inner)
        self._leaves = np.array([it["leaves"] for it in trees], np.float32).reshape(-1, inner + 1)

    def of(self, figures: Mapping[str, Floats]) -> Floats:
        """The log-odds of each pair."""
        many = len(next(iter(figures.values()))) if figures else 0
        held = [np.asarray(figures[it], np.float32) for it in self.names]
        table = np.ascontiguousarray(np.stack(held, axis=1)) if held else np.zeros((many, 0), "f4")
        found = np.full(many, self.bias)
        _added(table, self._figures, self._limits, self._leaves, found)
        return found


@kernel("void(f4[:, ::1], i8[:, ::1], f4[:, ::1], f4[:, ::1], f8[::1])")
def _added(table: Any, figures: Any, limits: Any, leaves: Any, found: Any) -> None:
    inner = limits.shape[1]
    for tree in range(len(limits)):
        for row in range(len(found)):
            place = 0
            while place < inner:
                above = table[row, figures[tree, place]] > limits[tree, place]
                place = 2 * place + (2 if above else 1)
            found[row] += leaves[tree, place - inner]
