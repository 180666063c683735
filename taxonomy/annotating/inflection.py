"""What is left out of words and phrases before they are compared: endings of inflection, and articles.

Endings that make another word (`-er`, `-ation`) stay: a developer is no development.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LANGUAGES", "MOST_ENDING", "OTHER", "Endings", "articles", "endings", "row"]

LANGUAGES = ("nl", "fr", "de", "en")
"""The languages whose words are compared without their endings, each a row of stems."""
OTHER = len(LANGUAGES)
"""The row of every other language: its words are compared as they are."""
MOST_ENDING = 4

_ENDINGS = {
    "nl": "en es s n e",
    "fr": "es s e x",
    "de": "en em es n e s",
    "en": "ing es ed s e",
}
_ARTICLES = {
    "nl": "de het een",
    "fr": "le la les l un une des du de d",
    "de": "der die das den dem des ein eine einen einem einer eines",
    "en": "the a an s",
}


class Endings(NamedTuple):
    """Per row: the letters of each ending, longest first, and how many they are (0 = no more endings)."""

    letters: NDArray[np.uint16]
    lengths: NDArray[np.int32]


@cache
def row(lang: str) -> int:
    """The row of a language's stems; a regional one (`nl-BE`) has that of its language."""
    base = lang.partition("-")[0].lower()
    return LANGUAGES.index(base) if base in LANGUAGES else OTHER


@cache
def endings() -> Endings:
    """The endings of every row."""
    most = max(len(it.split()) for it in _ENDINGS.values())
    letters = np.zeros((OTHER + 1, most, MOST_ENDING), np.uint16)
    lengths = np.zeros((OTHER + 1, most), np.int32)
    for row, lang in enumerate(LANGUAGES):
        for place, ending in enumerate(_ENDINGS[lang].split()):
            letters[row, place, : len(ending)] = [ord(it) for it in ending]
            lengths[row, place] = len(ending)
    return Endings(letters, lengths)


def articles(lang: str) -> tuple[str, ...]:
    """The words of a language that a phrase may have or lack between others."""
    return tuple(_ARTICLES[lang].split())
