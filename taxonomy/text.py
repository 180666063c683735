"""Text as it is stored: NFC, trimmed, single spaces, nothing invisible; meaning is never changed."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["LONGEST_LABEL", "LONGEST_NOTE", "normalise_label", "normalise_note"]

LONGEST_LABEL = 2_000
"""Characters; the longest label of Competent 3.8 has 157, of ESCO 1.2 under 400."""
LONGEST_NOTE = 50_000
"""Characters of a definition, description or other note."""

_PARAGRAPHS = re.compile(r"\n{3,}")
_ZWNJ_AND_ZWJ = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_BLANK_CONTROLS = "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85"


def normalise_label(text: str) -> str:
    """The text on one line; idempotent. Equal to its argument unless something was repaired."""
    if _is_plain(text):
        return text
    return unicodedata.normalize("NFC", " ".join(_visible(text).split()))


def normalise_note(text: str) -> str:
    """As normalise_label, but line breaks stay (at most one empty line between paragraphs)."""
    if _is_plain(text):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    tidy = "\n".join([" ".join(line.split()) for line in _visible(lines).split("\n")])
    return unicodedata.normalize("NFC", _PARAGRAPHS.sub("\n\n", tidy).strip())


def _is_plain(text: str) -> bool:
    """Whether the text is ASCII words with one space between them, as most texts are."""
    return (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
    )


def _visible(text: str) -> str:
    """Without control and zero-width characters; joiners stay between letters that they join."""
    hidden = {it for it in set(text) if not it.isprintable() and _is_hidden(it)}
    if not hidden:
        return text
    return "".join(
        character
        for place, character in enumerate(text)
        if character not in hidden or (character in _ZWNJ_AND_ZWJ and _joins(text, place))
    )


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN and character not in _BLANK_CONTROLS


def _joins(text: str, place: int) -> bool:
    """Whether the joiner at this place stands between two letters of a script that uses it."""
    if not 0 < place < len(text) - 1:
        return False
    return all("\u0600" <= near <= "\u0dff" for near in (text[place - 1], text[place + 1]))
