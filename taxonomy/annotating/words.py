"""The words of a text with their places: folded, hashed, and without their endings in each language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.annotating.characters import characters, codes
from taxonomy.annotating.inflection import LANGUAGES, articles, endings
from taxonomy.annotating.reading import ROWS, read_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from taxonomy.annotating.reading import Inflection

__all__ = ["Words", "read"]


class Words(NamedTuple):
    """The words of a text in order; what ends a phrase stands among them.

    `places` has the code point at which each begins in its first row, the one after its end in the
    second; `stems` a row for each of ROWS; `capitals` says which have a capital letter.
    """

    places: NDArray[np.int32]
    hashes: NDArray[np.uint64]
    stems: NDArray[np.uint64]
    capitals: NDArray[np.uint8]


def read(text: NDArray[np.uint32], rows: NDArray[np.bool_] | None = None) -> Words:
    """The words of a text that is given as code points; only `rows` of stems are filled in, else all."""
    return _words(text, _inflection(), np.ones(ROWS, np.bool_) if rows is None else rows)


def _words(text: NDArray[np.uint32], inflection: Inflection, rows: NDArray[np.bool_]) -> Words:
    most = text.size + 2
    places = np.empty((2, most), np.int32)
    hashes, stems = np.empty(most, np.uint64), np.empty((ROWS, most), np.uint64)
    capitals = np.empty(most, np.uint8)
    count = read_words(text, (*characters(),), inflection, rows, (places, hashes, stems, capitals))
    return Words(places[:, :count], hashes[:count], stems[:, :count], capitals[:count])


@cache
def _inflection() -> Inflection:
    """The endings of every row, and the hashes of its articles (0 = no more)."""
    letters, sizes = endings()
    none = np.zeros((ROWS, 1), np.uint64)
    passed = np.zeros((ROWS, max(len(articles(it)) for it in LANGUAGES)), np.uint64)
    for row, lang in enumerate(LANGUAGES):
        found = _words(
            codes(" ".join(articles(lang))), (letters, sizes, none), np.ones(ROWS, np.bool_)
        )
        passed[row, : found.hashes.size] = found.hashes
    return letters, sizes, passed
