"""The innermost loops of matching: one question against all profiles, and the reasons of a few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from taxonomy.kernels import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["products", "reasons"]


@kernel("f4[::1](i4[::1], f4[::1], i8[::1], i4[::1], f4[::1], i8)")
def products(
    columns: NDArray[np.int32],
    values: NDArray[np.float32],
    starts: NDArray[np.int64],
    owners: NDArray[np.int32],
    weights: NDArray[np.float32],
    profiles: int,
) -> NDArray[np.float32]:
    """The product of the question (`columns` ascending, `values`) with each of the profiles' rows.

    `owners` and `weights` are the entries of the profiles by column, from `starts` of each.
    """
    sums = np.zeros(profiles, np.float32)
    for place in range(len(columns)):
        value, column = values[place], columns[place]
        for entry in range(starts[column], starts[column + 1]):
            sums[owners[entry]] += value * weights[entry]
    return sums


@kernel(
    "Tuple((i8[::1], i8[::1], f8[:, ::1]))(i8[::1], Tuple((i8[::1], i4[::1], b1[::1])), "
    "Tuple((f8[::1], f4[::1], f8[::1])), f8[:, ::1])"
)
def reasons(
    rows: NDArray[np.int64],
    profiles: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]],
    weighed: tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.float64]],
    asked: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The entries of these rows in the order they are told, where each class ends, and three sums.

    `profiles`: starts, columns and whether essential, of each entry; `weighed`: its weight, its value
    and what it weighs without rarity; `asked`: of each column the question's share and value. Classes
    of a row: hits by their part, missing essential, missing optional ones by their weight, greatest
    first, equal ones by column. Sums of a row: essential parts, optional parts, hits without rarity.
    """
    starts, columns, essential = profiles
    weights, values, plain = weighed
    total = 0
    for row in rows:
        total += starts[row + 1] - starts[row]
    order, keys = np.empty(total, np.int64), np.empty(total, np.float64)
    ends, sums = np.empty(3 * len(rows), np.int64), np.zeros((3, len(rows)), np.float64)
    end = 0
    for place in range(len(rows)):
        row = rows[place]
        for wanted in range(3):
            first = end
            for entry in range(starts[row], starts[row + 1]):
                column = columns[entry]
                hit = asked[0, column] > 0
                found = 0 if hit else 1 if essential[entry] else 2
                if found != wanted:
                    continue
                key = weights[entry]
                if hit:
                    key = values[entry] * asked[1, column]
                    sums[0 if essential[entry] else 1, place] += key
                    sums[2, place] += plain[entry] * asked[0, column]
                here = end
                while here > first and keys[here - 1] < key:
                    keys[here], order[here] = keys[here - 1], order[here - 1]
                    here -= 1
                keys[here], order[here] = key, entry
                end += 1
            ends[3 * place + wanted] = end
    return order, ends, sums
