"""The largest products of rows with very many other rows, exactly: a tiled inverted index.

The rows that are searched stand in tiles, so few that their sums fit the nearest caches.
Within a tile, each column lists the rows that hold it. A question adds its entries up in the order in
which it holds them, in float32, so that no size of tile or block changes a bit of a product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from taxonomy.kernels import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["TILE", "Entries", "Tiles", "Top", "top_products"]

TILE = 16_384
"""Rows of a tile: 64 KiB of sums; at most 65,536, as a row's place in its tile takes 16 bits."""

_STRIP = 32
_SPARE = 8 * _STRIP
"""So many rows are gathered beyond the largest before the smallest are given up."""
_LAST = 2**32 - 1


class Entries(NamedTuple):
    """A sparse matrix by rows (CSR): row r holds `values[starts[r]:starts[r + 1]]` at those `columns`.

    Starts are int64, columns int32, values float32 and ≥ 0.
    """

    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]


class Tiles(NamedTuple):
    """Rows that can be searched: arrays alone, so that processes may share them in files.

    Entry e of tile t and column c, for e from `pointers[t, c]` to `pointers[t, c + 1]`, is of the row
    `t × size + places[e]` and has the value `values[e]`.
    """

    rows: int
    size: int
    pointers: NDArray[np.int64]
    places: NDArray[np.uint16]
    values: NDArray[np.float32]

    @classmethod
    def of(cls, entries: Entries, width: int, *, size: int = TILE) -> Tiles:
        """The rows, whose columns are numbers from 0 and below `width`."""
        rows = len(entries.starts) - 1
        pointers = np.zeros((-(-rows // size), width + 1), dtype=np.int64)
        places = np.empty(len(entries.columns), dtype=np.uint16)
        values = np.empty(len(entries.columns), dtype=np.float32)
        _invert(*entries, size, pointers, places, values)
        return cls(rows, size, pointers, places, values)


class Top(NamedTuple):
    """Of question q the rows `rows[q, :counts[q]]` with their `products`, the largest first."""

    rows: NDArray[np.int32]
    products: NDArray[np.float32]
    counts: NDArray[np.int64]


def top_products(questions: Entries, tiles: Tiles, most: int) -> Top:
    """At most so many rows with the largest products > 0, equal ones in the order of the rows.

    Columns below 0 or beyond the tiles' width count for nothing.
    """
    many = len(questions.starts) - 1
    most = min(most, tiles.rows)
    rows = np.zeros((many, most), dtype=np.int32)
    products = np.zeros((many, most), dtype=np.float32)
    counts = np.zeros(many, dtype=np.int64)
    if most:
        keys = np.zeros((many, most + _SPARE + 1), dtype=np.uint64)
        _search(
            *questions,
            tiles.rows,
            tiles.size,
            tiles.pointers,
            tiles.places,
            tiles.values,
            keys,
            counts,
            most,
        )
        _order(keys, counts, most, rows, products)
    return Top(rows, products, counts)


@kernel("void(i8[::1], i4[::1], f4[::1], i8, i8[:, ::1], u2[::1], f4[::1])")
def _invert(  # noqa: PLR0913 - compiled functions take arrays, not what holds them
    starts: Array,
    columns: Array,
    given: Array,
    size: int,
    pointers: Array,
    places: Array,
    values: Array,
) -> None:
    rows = len(starts) - 1
    width = pointers.shape[1] - 1
    filled = np.zeros(width + 1, np.int64)
    for number in range(pointers.shape[0]):
        first, last = number * size, min(rows, (number + 1) * size)
        filled[:] = 0
        for at in range(starts[first], starts[last]):
            filled[columns[at] + 1] += 1
        filled[0] = starts[first]
        for column in range(width):
            filled[column + 1] += filled[column]
        pointers[number] = filled
        for row in range(first, last):
            for at in range(starts[row], starts[row + 1]):
                to = filled[columns[at]]
                places[to] = row - first
                values[to] = given[at]
                filled[columns[at]] = to + 1


@kernel("void(u8[::1], i8)")
def _select(keys: Array, most: int) -> None:
    """Bring the `most` largest keys to the front, in any order (Hoare's selection, 1961)."""
    low, high = 0, len(keys) - 1
    while low < high:
        pivot = keys[(low + high) >> 1]
        left, right = low, high
        while left <= right:
            while keys[left] > pivot:
                left += 1
            while keys[right] < pivot:
                right -= 1
            if left <= right:
                keys[left], keys[right] = keys[right], keys[left]
                left += 1
                right -= 1
        if right < most - 1 < left:
            break
        low, high = (low, right) if most - 1 <= right else (left, high)


@kernel("u8(u8[::1], i8)")
def _keep(keys: Array, most: int) -> np.uint64:
    """As `_select`; the smallest of the keys that are kept."""
    _select(keys, most)
    smallest = np.uint64(keys[0])
    for at in range(1, most):
        smallest = min(smallest, keys[at])
    return smallest


@kernel("i8(i4[::1], u8[::1])")
def _find_peaks(sums: Array, peaks: Array) -> int:
    """The largest sum of each strip, and how many strips there are."""
    strips = 0
    for begin in range(0, len(sums), _STRIP):
        strip = sums[begin : begin + _STRIP]
        peak = np.int32(0)
        for place in range(len(strip)):  # without a branch, so that many are compared at once
            peak = max(peak, strip[place])
        peaks[strips] = peak
        strips += 1
    return strips


@kernel("i8(i4[::1], u8[::1], u8[::1], u8[::1], i8, i8, i8)")
def _gather(  # noqa: PLR0913 - compiled functions take arrays, not what holds them
    sums: Array, peaks: Array, ranked: Array, keys: Array, held: int, most: int, first: int
) -> int:
    """Add the keys of a tile's sums that may be among the largest; how many there are then.

    A key is the bits of a sum above those of the row, counted from the end: the larger key is the
    larger sum, of equal ones the earlier row. Sums are ≥ 0, so that their bits order as they do. The
    last of the keys is no key but the bound: no sum up to it is among the largest.
    """
    room = len(keys) - 1
    bound = keys[room]
    strips = _find_peaks(sums, peaks)
    if bound == 0 and strips > most:
        # There are `most` sums as large as the peaks that are largest.
        ranked[:strips] = peaks[:strips]
        bound = _keep(ranked[:strips], most)
        if bound > 0:
            bound -= np.uint64(1)
    for number in range(strips):
        if peaks[number] <= bound:
            continue
        if held + _STRIP > room:
            bound = _keep(keys[:held], most) >> np.uint64(32)
            held = most
        begin = number * _STRIP
        strip = sums[begin : begin + _STRIP]
        limit = np.int32(bound)
        for place in range(len(strip)):
            row = np.uint64(_LAST - (first + begin + place))
            keys[held] = np.uint64(strip[place]) << np.uint64(32) | row
            held += strip[place] > limit
    if held >= most + _SPARE // 4 or (held >= most and first == 0):
        bound = _keep(keys[:held], most) >> np.uint64(32)
        held = most
    keys[room] = bound
    return held


@kernel("void(u8[:, ::1], i8[::1], i8, i4[:, ::1], f4[:, ::1])")
def _order(keys: Array, counts: Array, most: int, rows: Array, products: Array) -> None:
    """Each question's keys as rows and products, the largest first."""
    bits = products.view(np.int32)
    for question in range(len(counts)):
        own = keys[question, : counts[question]]
        if len(own) > most:
            _keep(own, most)
            own = own[:most]
            counts[question] = most
        ordered = np.sort(own)
        for place in range(len(ordered)):
            key = ordered[len(ordered) - 1 - place]
            rows[question, place] = _LAST - np.int64(key & np.uint64(_LAST))
            bits[question, place] = np.int32(key >> np.uint64(32))


@kernel(
    "void(i8[::1], i4[::1], f4[::1], i8, i8, i8[:, ::1], u2[::1], f4[::1], u8[:, ::1], i8[::1], i8)"
)
def _search(  # noqa: PLR0913 - compiled functions take arrays, not what holds them
    starts: Array,
    columns: Array,
    factors: Array,
    rows: int,
    size: int,
    pointers: Array,
    places: Array,
    values: Array,
    keys: Array,
    counts: Array,
    most: int,
) -> None:
    sums = np.zeros(size, np.float32)
    bits = sums.view(np.int32)
    peaks = np.empty(size // _STRIP + 1, np.uint64)
    ranked = np.empty_like(peaks)
    width = pointers.shape[1] - 1
    for number in range(pointers.shape[0]):
        first = number * size
        used = bits[: min(size, rows - first)]
        pointer = pointers[number]
        for question in range(len(starts) - 1):
            for at in range(starts[question], starts[question + 1]):
                column, factor = columns[at], factors[at]
                if 0 <= column < width:
                    # Unsigned numbers need no look whether they count from the end.
                    begin, end = np.uint64(pointer[column]), np.uint64(pointer[column + 1])
                    for to in range(begin, end):
                        sums[places[to]] += factor * values[to]
            held = counts[question]
            counts[question] = _gather(used, peaks, ranked, keys[question], held, most, first)
            used[:] = 0
