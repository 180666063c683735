"""Words of a text that no label has, read as the word of a label that they miss by one typo."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from taxonomy.annotating.characters import codes
from taxonomy.annotating.names import names
from taxonomy.annotating.reading import BREAK
from taxonomy.annotating.words import Words, read
from taxonomy.folding import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from taxonomy.index import ReleaseIndex

__all__ = ["LEAST_LETTERS", "MOST_WORDS", "Corrected", "Spelling"]

LEAST_LETTERS = 7
"""Of that many letters one typo leaves the first three or the last three as they are."""
MOST_WORDS = 2_000
"""So many different words of a text are looked at."""
_KEPT = 3
_LAST = "\U0010ffff"


class Corrected(NamedTuple):
    """The words of a text as they were meant, and which of them were written otherwise."""

    words: Words
    typos: NDArray[np.bool_]


class _Row(NamedTuple):
    """The words of the labels of one row of stems: hashes and stems, sorted, and the longer ones as they are spelled.

    `backwards` has the letters of each word from the last to the first; both lists are sorted.
    """

    hashes: NDArray[np.uint64]
    stems: NDArray[np.uint64]
    forwards: Sequence[str]
    backwards: Sequence[str]

    @classmethod
    def of(cls, texts: Iterable[str], row: int) -> _Row:
        text = "\n\n".join(texts)
        found = read(codes(text))
        hashes, first = np.unique(found.hashes, return_index=True)
        spelled = {_letters(text, *place) for place in found.places.T[first].tolist()}
        words = sorted(it for it in spelled if len(it) >= LEAST_LETTERS - 1)
        return cls(hashes, np.unique(found.stems[row]), words, sorted(it[::-1] for it in words))

    def nearest(self, written: str) -> str:
        found = _best(written, _from(self.forwards, written[:_KEPT]))
        if found:
            return found
        return _best(written[::-1], _from(self.backwards, written[: -_KEPT - 1 : -1]))[::-1]


class Spelling:
    """Knows the words of the labels of a release."""

    def __init__(self, index: ReleaseIndex) -> None:
        """Made in a second or two for 180 000 labels."""
        texts: defaultdict[int, dict[str, None]] = defaultdict(dict)
        for it in names(index):
            texts[it.row][it.text] = None
        self._rows = {row: _Row.of(texts[row], row) for row in sorted(texts)}

    def corrected(self, words: Words, text: str, rows: Iterable[int]) -> Corrected:
        """The words of a text in the languages of these rows, typos mended.

        What is a word of a label in one of them, inflected or not, stays.
        """
        asked = {it: self._rows[it] for it in rows if it in self._rows}
        known = words.hashes == BREAK
        for number, row in asked.items():
            known |= _among(row.hashes, words.hashes) | _among(row.stems, words.stems[number])
        typos = np.zeros(words.hashes.size, np.bool_)
        spans = words.places.T.tolist()
        meant: dict[str, str] = {}
        for place in np.flatnonzero(~known).tolist():
            written = _letters(text, *spans[place])
            if written not in meant and len(meant) < MOST_WORDS:
                meant[written] = _nearest(written, asked.values())
            typos[place] = bool(meant.get(written))
        right = read(codes("\n\n".join(it for it in meant.values() if it)))
        hashes, stems = words.hashes.copy(), words.stems.copy()
        order = np.flatnonzero(right.hashes != BREAK).tolist()
        column = dict(zip((it for it, to in meant.items() if to), order, strict=True))
        for place in np.flatnonzero(typos).tolist():
            at = column[_letters(text, *spans[place])]
            hashes[place], stems[:, place] = right.hashes[at], right.stems[:, at]
        return Corrected(words._replace(hashes=hashes, stems=stems), typos)


def _nearest(written: str, rows: Iterable[_Row]) -> str:
    """The word of a label one typo away, "" where there is none: a letter wrong, missing, too many, or two swapped.

    The typo is the optimal string alignment distance of 1.
    """
    if len(written) < LEAST_LETTERS:
        return ""
    return next((found for row in rows if (found := row.nearest(written))), "")


def _letters(text: str, start: int, end: int) -> str:
    """The folded letters of a word, as hashes see them."""
    return "".join(it for it in plain(text[start:end]) if it.isalnum() or it in "+#")


def _from(words: Sequence[str], begin: str) -> Sequence[str]:
    """The words of a sorted list that begin so."""
    return words[bisect_left(words, begin) : bisect_left(words, begin + _LAST)]


def _best(written: str, candidates: Iterable[str]) -> str:
    found = process.extractOne(
        written, candidates, scorer=OSA.distance, processor=None, score_cutoff=1
    )
    return found[0] if found else ""


def _among(known: NDArray[np.uint64], asked: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which values stand in a sorted array."""
    places = np.searchsorted(known, asked)
    places[places == known.size] = 0
    return known[places] == asked if known.size else np.zeros(asked.shape, np.bool_)
