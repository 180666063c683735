"""What each character of a text is to words: a letter (and how it is folded), a mark, or what parts them."""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

import numpy as np

from taxonomy.folding import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "BREAK",
    "HIDDEN",
    "JOINED",
    "MOST_FOLDED",
    "Characters",
    "Role",
    "characters",
    "codes",
]

MOST_FOLDED = 4
"""Letters that one character is folded into, at most: ﬃ has three."""
HIDDEN = "\u00ad"
"""A character that parts no word and ends none: the soft hyphen."""
JOINED = "\u0301"
"""A character that belongs to the letter before it: a combining accent."""
BREAK = "\u2029"
"""A character that ends a phrase: the end of a paragraph."""
_KNOWN = 0x10000
"""Code points that have a row of their own."""
_VARIED = (range(0x3400), range(0x9FFF, 0xAC00), range(0xD7A4, _KNOWN))
"""The others among them are characters of China and Korea: letters, each for itself."""


class Role(IntEnum):
    """What a character does."""

    GAP = 0  # parts words of one phrase: a space, a hyphen, an apostrophe, a stroke
    LETTER = 1  # belongs to a word: a letter or a digit
    MARK = 2  # belongs to the letter before it, and tells no words apart
    HIDDEN = 3  # is not there at all
    BREAK = 4  # ends a phrase: a comma, a bracket, a bullet, an emoji
    DOT = 5  # ends a phrase unless a letter follows: `Node.js`
    SIGN = 6  # belongs to the word before it unless a letter follows: `C++`, `C#`
    CAPITAL = 7  # a letter
    LINE = 8  # ends a phrase where it is followed by another one


class Characters(NamedTuple):
    """Role and folded letters (0 = no more) of each code point below a bound."""

    role: NDArray[np.uint8]
    folded: NDArray[np.uint16]


_SPECIAL = {
    ".": Role.DOT,
    "+": Role.SIGN,
    "#": Role.SIGN,
    "\n": Role.LINE,
    "\u2028": Role.LINE,
    "\u2029": Role.BREAK,
    **dict.fromkeys("-\u2010\u2011–’'`\u00b4\u02bc/\\&_", Role.GAP),
}
_BY_CATEGORY = {"Mn": Role.MARK, "Me": Role.MARK, "Cf": Role.HIDDEN}
_GAPS = ("Z", "C")
_LETTERS = ("L", "N", "Mc")


def codes(text: str) -> NDArray[np.uint32]:
    """The code points of a text, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).copy()


@cache
def characters() -> Characters:
    """The table, made once a process from Unicode and `taxonomy.folding`."""
    role = np.full(_KNOWN, Role.LETTER, np.uint8)
    folded = np.zeros((_KNOWN, MOST_FOLDED), np.uint16)
    folded[:, 0] = np.arange(_KNOWN)
    for point in chain.from_iterable(_VARIED):
        character = chr(point)
        role[point] = _role(character)
        if role[point] == Role.LETTER:
            if character != character.lower():
                role[point] = Role.CAPITAL
            letters = [ord(it) & 0xFFFF for it in plain(character) if it.isalnum()][:MOST_FOLDED]
            folded[point] = 0
            folded[point, : len(letters) or 1] = letters or [point]
    return Characters(role, folded)


def _role(character: str) -> Role:
    if character in _SPECIAL:
        return _SPECIAL[character]
    found = category(character)
    if found in _BY_CATEGORY:
        return _BY_CATEGORY[found]
    if found.startswith(_LETTERS):
        return Role.LETTER
    return Role.GAP if found.startswith(_GAPS) else Role.BREAK
