"""Walks the words of a text along the trie of names: which names stand where, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.annotating.walking import choose, find_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from taxonomy.annotating.trie import Trie
    from taxonomy.annotating.words import Words


__all__ = ["Found", "NameTable", "Wanted", "best", "find"]


class NameTable(NamedTuple):
    """The names, sorted by path: the path of their words as written, what they tell, whether capitals count, their kind."""

    written: NDArray[np.uint64]
    worth: NDArray[np.float32]
    cased: NDArray[np.bool_]
    kind: NDArray[np.uint8]


class Wanted(NamedTuple):
    """Which names: of these kinds, with at least that score (0–1).

    `shares` is what is left of the scores of each row of stems, `inflected` whether its words may have
    other endings.
    """

    kinds: NDArray[np.bool_]
    shares: NDArray[np.float32]
    inflected: NDArray[np.bool_]
    least: float


class Found(NamedTuple):
    """Names in a text: `places` has the first word, the one after the last, the name and whether it is written so (1) or not (0); scores 0–1."""

    places: NDArray[np.int32]
    scores: NDArray[np.float32]


def find(words: Words, trie: Trie, table: NameTable, wanted: Wanted) -> Found:
    """Every name in the text, whichever overlap."""
    room = 8 * words.hashes.size + 64
    while True:
        places, scores = np.empty((4, room), np.int32), np.empty(room, np.float32)
        text = (words.hashes, words.stems, words.capitals)
        count = find_names(text, (*trie,), (*table,), (*wanted,), (places, scores))
        if count <= room:
            return Found(np.ascontiguousarray(places[:, :count]), scores[:count])
        room = count


def best(found: Found, words: Words, concepts: NDArray[np.int32], *, overlapping: bool) -> Found:
    """Each concept of a span by the name that scores most, in the order of the text.

    Unless they may overlap, the span of the most words wins, then the one of the most characters, then
    the first. `concepts` tells whose each name is.
    """
    first, last, name, _ = found.places
    whose = concepts[name]
    start, end = words.places[0, first], words.places[1, last - 1]
    order = np.lexsort((-found.scores, whose, first, start - end, first - last))
    taken = np.zeros(0 if overlapping else words.hashes.size, np.uint8)
    chosen = np.zeros(name.size, np.bool_)
    choose(found.places, whose, order, taken, chosen)
    (kept,) = np.nonzero(chosen)
    kept = kept[np.lexsort((whose[kept], -found.scores[kept], -end[kept], start[kept]))]
    return Found(found.places[:, kept], found.scores[kept])
