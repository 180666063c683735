"""All names of a release as paths of word stems: what a text is walked along.

A path is known by the hash of its stems, so the trie is one table from hash to the names that end
there. With 64 bits, two of a million paths share a hash once in 37 million releases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.annotating.reading import BREAK, PASSED, mixed
from taxonomy.kernels import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from taxonomy.annotating.words import Words

__all__ = ["Paths", "Trie", "extended", "paths", "root", "slot", "trimmed"]

_EMPTY = np.uint64(0)
_PASSED, _BREAK = np.uint64(PASSED), np.uint64(BREAK)
_TURN = np.uint64(0x100000001B3)


class Paths(NamedTuple):
    """The path of each name (0 = it has no words), of its words as they are written, and every path on the way."""

    stems: NDArray[np.uint64]
    written: NDArray[np.uint64]
    along: NDArray[np.uint64]


def paths(words: Words, spans: NDArray[np.int32], row: int) -> Paths:
    """The paths of names of one row of stems; `spans`: the first word of each, and the one after its last."""
    count = spans.shape[0]
    stems, written = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
    along = np.empty(words.hashes.size, np.uint64)
    done = _paths(words.stems[row], words.hashes, spans, (row, stems, written, along))
    return Paths(stems, written, along[:done])


class Trie(NamedTuple):
    """`keys` and `values` are a hash table of paths; a value is the group of names that end there, −1 for none.

    The names of group g are `starts[g]` up to `starts[g + 1]`, in the order that the trie was made in.
    """

    keys: NDArray[np.uint64]
    values: NDArray[np.int32]
    starts: NDArray[np.int32]

    @classmethod
    def of(cls, ends: NDArray[np.uint64], along: NDArray[np.uint64]) -> Trie:
        """The trie of names whose paths, `ends`, are sorted; `along`: every path on the way, each once."""
        unique, starts = np.unique(ends, return_index=True)
        size = 1 << int(2 * along.size + 1).bit_length()
        keys, values = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
        _fill(along, unique, keys, values)
        return cls(keys, values, np.append(starts, ends.size).astype(np.int32))


@part
def extended(path: np.uint64, stem: np.uint64) -> np.uint64:
    """The path with one stem more."""
    return mixed(path * _TURN ^ stem) | np.uint64(1)


@part
def root(row: int) -> np.uint64:
    """The path that every path of a row begins with."""
    return mixed(np.uint64(row + 1))


@part
def slot(keys: NDArray[np.uint64], key: np.uint64) -> np.uint64:
    """Where the key stands in the table, or would."""
    mask = np.uint64(keys.size - 1)
    at = key >> np.uint64(1) & mask
    while keys[at] != _EMPTY and keys[at] != key:
        at = at + np.uint64(1) & mask
    return at


@part
def trimmed(hashes: NDArray[np.uint64], first: int, last: int) -> tuple[int, int]:
    """The words from first to last, without what ends a phrase before and behind them."""
    while first < last and hashes[first] == _BREAK:
        first += 1
    while first < last and hashes[last - 1] == _BREAK:
        last -= 1
    return first, last


@kernel("i8(u8[::1], u8[::1], i4[:, ::1], Tuple((i8, u8[::1], u8[::1], u8[::1])))")
def _paths(
    stem_of: NDArray[np.uint64],
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
    written: tuple[int, NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]],
) -> int:
    """Write the paths of names; how many there are on the way."""
    row, stems, words, along = written
    done = 0
    for name in range(spans.shape[0]):
        path = exact = root(row)
        known = False
        first, last = trimmed(hashes, spans[name, 0], spans[name, 1])
        for at in range(first, last):
            exact = extended(exact, hashes[at])
            if stem_of[at] != _PASSED:
                known |= stem_of[at] != _BREAK
                path = extended(path, stem_of[at])
                along[done] = path
                done += 1
        if known:
            stems[name], words[name] = path, exact
    return done


@kernel("void(u8[::1], u8[::1], u8[::1], i4[::1])")
def _fill(
    along: NDArray[np.uint64],
    ends: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    values: NDArray[np.int32],
) -> None:
    for place in range(along.size):
        keys[slot(keys, along[place])] = along[place]
    for group in range(ends.size):
        values[slot(keys, ends[group])] = group
