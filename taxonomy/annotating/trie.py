"""All names of a release as paths of word stems: what a text is walked along.

A path is known by the hash of its stems, so the trie is one table from hash to the names that end
there. With 64 bits, two of a million paths share a hash once in 37 million releases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.annotating.walking import MARKS, fill, write_paths

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Paths", "Trie", "paths"]


class Paths(NamedTuple):
    """The path of each name (0 = it has no words), of its words as they are written, and every path on the way."""

    stems: NDArray[np.uint64]
    written: NDArray[np.uint64]
    along: NDArray[np.uint64]


def paths(
    stems: NDArray[np.uint64], words: NDArray[np.uint64], spans: NDArray[np.int32], row: int
) -> Paths:
    """The paths of names of one row; `spans`: the first word of each in `words`, and the one after its last."""
    count = spans.shape[0]
    ends, written = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
    along = np.empty(words.size, np.uint64)
    done = write_paths(stems, words, spans, (row, ends, written, along))
    return Paths(ends, written, along[:done])


class Trie(NamedTuple):
    """`keys` and `values` are a hash table of paths; a value is the group of names that end there, −1 for none.

    The names of group g are `starts[g]` up to `starts[g + 1]`, in the order that the trie was made in.
    """

    keys: NDArray[np.uint64]
    values: NDArray[np.int32]
    starts: NDArray[np.int32]
    marks: NDArray[np.uint8]
    """A bit for each path, by its highest bits: most that are asked for are none, and this stays in the cache."""

    @classmethod
    def of(cls, ends: NDArray[np.uint64], along: NDArray[np.uint64]) -> Trie:
        """The trie of names whose paths, `ends`, are sorted; `along`: every path on the way, each once."""
        unique, starts = np.unique(ends, return_index=True)
        size = 1 << int(2 * along.size + 1).bit_length()
        keys, values = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
        marks = np.zeros(MARKS // 8, np.uint8)
        fill(along, unique, (keys, values, marks))
        return cls(keys, values, np.append(starts, ends.size).astype(np.int32), marks)
