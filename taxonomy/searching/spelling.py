"""How labels and questions are written for comparing: folded, and as codes of 64 letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from taxonomy.folding import GENDER_CODES, has_marks, plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CODES", "GRAMS", "Word", "coded", "folded", "letters_of", "reordered", "words_of"]

CODES = 64
"""A text is written in so many letters: a space, a–z, 0–9, `+`, `#`, and 25 that others share."""
GRAMS = CODES**3
"""How many pieces of three letters there can be."""

_KNOWN = " abcdefghijklmnopqrstuvwxyz0123456789+#"
_WORD = re.compile(r"\w+[+#]*")
_UNFINISHED_CODES = re.compile(r"\(\s*(?:[hfmvxwdn]\s*[/,|:]\s*)*[hfmvxwdn]?\s*$", re.IGNORECASE)


class Word(NamedTuple):
    """A word of a text, folded, and where it stands there."""

    text: str
    start: int
    end: int


class _Letters(dict[int, int]):
    """Character → code, filled as characters come by; those of other scripts share codes."""

    def __missing__(self, character: int) -> int:
        self[character] = len(_KNOWN) + character % (CODES - len(_KNOWN))
        return self[character]


_LETTERS = _Letters({ord(it): place for place, it in enumerate(_KNOWN)})


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """The words of the text without case, accents, hyphens, ligatures and marks such as `(h/f/x)`.

    A text without a word is itself, in lower case: an emoji is looked for as such.
    """
    bare = _UNFINISHED_CODES.sub(" ", GENDER_CODES.sub(" ", text))
    found = " ".join(_WORD.findall(plain(bare)))
    return found or " ".join(_WORD.findall(plain(text))) or " ".join(text.casefold().split())


def words_of(text: str) -> list[Word]:
    """The words of a text as it is written, marks of gender among them."""
    if text.isascii():
        return [Word(it[0], it.start(), it.end()) for it in _WORD.finditer(text.lower())]
    folded = plain(text)
    if len(folded) == len(text) and not has_marks(
        text
    ):  # each character is one character of the other
        return [Word(it[0], it.start(), it.end()) for it in _WORD.finditer(folded)]
    return [Word(plain(it[0]), it.start(), it.end()) for it in _WORD.finditer(text)]


def reordered(text: str) -> str:
    """The words of a folded text in the order of the alphabet."""
    return " ".join(sorted(text.split(" ")))


def coded(text: str) -> bytes:
    """A folded text as codes, one byte a letter; equal beginnings stay equal."""
    return text.translate(_LETTERS).encode("latin-1")


def letters_of(text: str) -> NDArray[Any]:
    """The codes of a folded text as an array that kernels take: they know no read-only ones."""
    return np.frombuffer(bytearray(coded(text)), np.uint8)
