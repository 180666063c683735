"""Labels of concepts without what tells nothing apart: case, accents, the forms of both genders."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["GENDER_CODES", "has_gender_mark", "has_marks", "plain", "ungendered", "words"]

_MARKS = re.compile(r"[\u0300-\u036f]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'"})
_WORD = re.compile(r"\w+")
GENDER_CODES = re.compile(r"\(\s*[hfmvxwdn](?:\s*[/,|:]\s*[hfmvxwdn])+\s*\)", re.IGNORECASE)
"""Marks that a label names everybody: `(h/f/x)`, `(m/w/d)`."""
_STAR = re.compile(r"(?<=\w)(?:[*:_](?:innen|in)|In(?:nen)?)\b")
_OPTIONAL = re.compile(r"\(er\)e\b|\((?:e|in|innen|ne|le|euse|trice|rice|ère|e?r|ster)\)")
_SUFFIX = re.compile(
    r"(?<=\w)\s*/\s*-?(?:innen|in|euse|rice|trice|ice|ère|ienne|enne|ne|se|te|le|ster|ve|frau|e|r|n)"
    r"(?=$|[\s,;)\-–/])",
    re.IGNORECASE,
)
_SLASH = re.compile(r"\s*/\s*")
_WRITTEN_OUT = re.compile(r"[(/*:_]|In")
_MOST_WORDS = 6


def plain(text: str) -> str:
    """The text in lower case, without accents and ligatures."""
    folded = text.casefold().translate(_LIGATURES)
    if folded.isascii():
        return folded
    return _MARKS.sub("", unicodedata.normalize("NFKD", folded))


def has_marks(text: str) -> bool:
    """Whether accents stand in the text as characters of their own (Unicode, Combining Diacritical Marks)."""
    return _MARKS.search(text) is not None


def words(text: str) -> list[str]:
    """The words of a text that is plain already."""
    return _WORD.findall(text)


def ungendered(text: str) -> str:
    """The text with one form where it gives both: `Verkäufer/Verkäuferin im Lager` → `Verkäufer im Lager`.

    Marks such as `(h/f/x)`, `/in`, `*in`, `/-frau` are left out, and of two forms beside a stroke the
    first one stays where the words are alike; `import/export` stays as it is.
    """
    if not _WRITTEN_OUT.search(text):
        return text
    short = _OPTIONAL.sub("", _STAR.sub("", GENDER_CODES.sub(" ", text)))
    parts = [it.split() for it in _SLASH.split(_SUFFIX.sub("", short))]
    kept = parts[0]
    for part in parts[1:]:
        kept = _joined(kept, part)
    return " ".join(kept)


def has_gender_mark(text: str) -> bool:
    """Whether the text is written for people of both genders, as names of occupations are."""
    tidy = " ".join(text.split())
    short = ungendered(tidy)
    return short.count("/") < tidy.count("/") or (len(short) < len(tidy) - 3 and "(" in tidy)


def _joined(kept: list[str], part: list[str]) -> list[str]:
    """Both lists, without the words that say the end of the first one again."""
    for many in range(min(len(kept), len(part), _MOST_WORDS), 0, -1):
        if all(_alike(*pair) for pair in zip(kept[-many:], part[:many], strict=True)):
            return kept + part[many:]
    return [*kept, "/", *part] if part else kept


def _alike(one: str, other: str) -> bool:
    """Whether two words are one word in two genders."""
    a, b = plain(one), plain(other)
    if a == b:
        return True
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    shared = min(len(a), len(b)) if same is None else same
    shorter = min(len(a), len(b))
    if abs(len(a) - len(b)) > 5:
        return False
    return (shared >= 3 and 2 * shared >= shorter) or (
        shorter <= 5 and shared >= max(2, shorter - 2)
    )
