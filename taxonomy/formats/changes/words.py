"""What of a text went and what came, word by word, as HTML."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["marked"]

_WORDS = re.compile(r"\n|[^\s]+")


def marked(before: str, after: str) -> str:
    """The later text with `<del>` where words went and `<ins>` where words came, escaped.

    Words are kept whole and white space is one blank: a text that only changed its blanks is told
    as a whole.
    """
    if not before or not after:
        return _tagged("del", before) + _tagged("ins", after)
    # difflib, not rapidfuzz: a release has the same bytes whatever version of it is installed.
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if old == new:
        return f"{_tagged('del', before)} {_tagged('ins', after)}"
    return " ".join(_blocks(old, new))


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for change, start, end, other_start, other_end in matcher.get_opcodes():
        if change == "equal":
            yield escape(" ".join(old[start:end]))
            continue
        for tag, words in (("del", old[start:end]), ("ins", new[other_start:other_end])):
            if words:
                yield _tagged(tag, " ".join(words))


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>" if text else ""
