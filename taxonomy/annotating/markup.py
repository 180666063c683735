"""HTML as a text of the same length: what is no text becomes characters that words do not see."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from taxonomy.annotating.characters import BREAK, HIDDEN, JOINED

if TYPE_CHECKING:
    from re import Match

__all__ = ["masked"]

_ATTRIBUTES = r"""(?:"[^"]*"|'[^']*'|[^'"<>])*+"""
_MARKUP = re.compile(
    rf"""
    <!--.*?(?:-->|\Z)                                         # a comment
    | <(?P<raw>script|style|noscript|template|head|svg|textarea|title|iframe|object)
      (?:\s{_ATTRIBUTES}|\s*+/)?>.*?(?:</(?P=raw)\s*+>|\Z)   # what no reader sees
    | </?(?P<name>[a-z][a-z0-9:-]*+)(?:\s{_ATTRIBUTES}|\s*+/)?>   # a tag
    | <[!?/][^>]*+(?:>|\Z)                                    # a declaration, or a broken end
    | &(?:\#[0-9]{{1,7}}|\#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,31}});?   # a character by its name
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""Quantifiers give nothing back, and a tag ends before the next `<`: no text takes more than its length in time."""
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
"""Elements that part no words (HTML Standard §4.5); all others end a phrase."""


def masked(text: str) -> str:
    """The text without its markup, character for character at the same places.

    Scripts, styles and comments are blank; tags within a line vanish, others end a phrase; `&eacute;` is
    é and seven characters that belong to it. A `<` that begins no tag stays what it is.
    """
    return _MARKUP.sub(_blank, text)


def _blank(found: Match[str]) -> str:
    length = found.end() - found.start()
    whole = found[0]
    if whole.startswith("&"):
        return _character(whole)
    name = found["name"]
    if name and name.lower() in _INLINE:
        return HIDDEN * length
    return BREAK * length


def _character(written: str) -> str:
    """What an entity stands for, and characters that belong to it; what is none stays."""
    read = html.unescape(written)
    if len(read) >= len(written):
        return written
    return read + JOINED * (len(written) - len(read))
