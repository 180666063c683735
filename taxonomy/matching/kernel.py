"""The innermost loop of matching: one question against all profiles over their inverted rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from taxonomy.kernels import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["products"]


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
