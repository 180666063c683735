"""Walks the words of a text along the trie of names: which names stand where, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.annotating.reading import BREAK, PASSED, ROWS
from taxonomy.annotating.trie import extended, root, slot
from taxonomy.kernels import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from taxonomy.annotating.trie import Trie
    from taxonomy.annotating.words import Words

    Text = tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint8]]
    Known = tuple[NDArray[np.uint64], NDArray[np.float32], NDArray[np.bool_], NDArray[np.uint8]]
    Asked = tuple[NDArray[np.bool_], NDArray[np.float32], float]
    Out = tuple[NDArray[np.int32], NDArray[np.float32]]

__all__ = ["INFLECTED", "UNCASED", "Found", "NameTable", "Wanted", "find"]

INFLECTED = 0.85
"""The share of a score that is left where the text has other endings or articles than the name."""
UNCASED = 0.5
"""The share that is left where a short name is written without its capitals: `IT` and `it`."""
_BREAK, _PASSED = np.uint64(BREAK), np.uint64(PASSED)


class NameTable(NamedTuple):
    """The names, sorted by path: the path of their words as written, what they tell, whether capitals count, their kind."""

    written: NDArray[np.uint64]
    worth: NDArray[np.float32]
    cased: NDArray[np.bool_]
    kind: NDArray[np.uint8]


class Wanted(NamedTuple):
    """Which names: of these kinds, each row of stems with the share that is left of its score, and the least score (0–1)."""

    kinds: NDArray[np.bool_]
    shares: NDArray[np.float32]
    least: float


class Found(NamedTuple):
    """Names in a text: `places` has the first word, the one after the last, the name and whether it is written so; scores 0–1."""

    places: NDArray[np.int32]
    scores: NDArray[np.float32]


def find(words: Words, trie: Trie, table: NameTable, wanted: Wanted) -> Found:
    """Every name in the text, whichever overlap."""
    room = 8 * words.hashes.size + 64
    while True:
        places, scores = np.empty((4, room), np.int32), np.empty(room, np.float32)
        text = (words.hashes, words.stems, words.capitals)
        count = _find(text, (*trie,), (*table,), (*wanted,), (places, scores))
        if count <= room:
            return Found(places[:, :count], scores[:count])
        room = count


@part
def _score(known: Known, name: int, exact: int, bare: int) -> np.float32:
    """What a name is worth where it is written so (or not), without capitals (or with some), 0–1."""
    score = known[1][name]
    if not exact:
        score *= np.float32(INFLECTED)
    if bare and known[2][name]:
        score *= np.float32(UNCASED)
    return score


@part
def _put(
    group: tuple[int, int, int, int],
    written: np.uint64,
    known: Known,
    asked: tuple[NDArray[np.bool_], float, float, int],
    out: Out,
    count: int,
) -> int:
    """Write the names of a group that are wanted: those that are written so or, where there is none, all.

    `group`: the first word of the span, the one after its last, the first name, the one after the last.
    """
    kinds, share, least, bare = asked
    places, scores = out
    exact = 0
    for name in range(group[2], group[3]):
        exact |= known[0][name] == written and kinds[known[3][name]]
    for name in range(group[2], group[3]):
        if not kinds[known[3][name]] or (exact and known[0][name] != written):
            continue
        score = _score(known, name, exact, bare) * share
        if score >= least:
            if count < scores.size:
                places[0, count], places[1, count] = group[0], group[1]
                places[2, count], places[3, count] = name, exact
                scores[count] = score
            count += 1
    return count


@kernel(
    "i8(Tuple((u8[::1], u8[:, :], u1[::1])), Tuple((u8[::1], i4[::1], i4[::1])),"
    "Tuple((u8[::1], f4[::1], b1[::1], u1[::1])), Tuple((b1[::1], f4[::1], f8)),"
    "Tuple((i4[:, ::1], f4[::1])))"
)
def _find(
    text: Text,
    trie: tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32]],
    known: Known,
    asked: Asked,
    out: Out,
) -> int:
    """Write the names in the text; how many there are, be there room for them or not."""
    hashes, stems, capitals = text
    keys, values, starts = trie
    kinds, shares, least = asked
    count = 0
    for begin in range(hashes.size):
        for row in range(ROWS):
            if stems[row, begin] == _PASSED or stems[row, begin] == _BREAK:
                continue
            path = written = root(row)
            for at in range(begin, hashes.size):
                written = extended(written, hashes[at])
                if stems[row, at] == _PASSED:
                    continue
                path = extended(path, stems[row, at])
                place = slot(keys, path)
                if keys[place] != path:
                    break
                group = values[place]
                if group >= 0:
                    names = (begin, at + 1, starts[group], starts[group + 1])
                    bare = not capitals[begin : at + 1].any()
                    wanted = (kinds, shares[row], least, bare)
                    count = _put(names, written, known, wanted, out, count)
    return count
