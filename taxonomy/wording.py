"""Whether two texts say the same but for cosmetics: case, accents, punctuation, gender forms."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["cosmetic_key", "same_but_for_cosmetics"]

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "’": "'", "‘": "'"})
_MARKS = re.compile(r"[\u0300-\u036f]")
_GENDER_CODES = re.compile(r"[(\[]\s*[hfmvxwdn](?:\s*[/|,.-]\s*[hfmvxwdn*])+\s*[)\]]")
_ENDINGS = "e|ne|le|se|in|ve|fe|re|sse|es|esse|euse|rice|trice|ere|iere|ster|innen"
_BRACKETED_ENDING = re.compile(rf"(?<=\w{{3}})\(-?(?:{_ENDINGS})\)")
_SLASHED_ENDING = re.compile(rf"(?<=\w{{3}})\s?/\s?(?:-\w{{1,6}}|(?:{_ENDINGS}))(?!\w)")
_DECIMALS = re.compile(r"(?<=\d)[.,](?=\d)")
_KEPT_PUNCTUATION = frozenset("#&%@\x00")

_FEMININE = frozenset(
    {
        ("", "e"), ("", "ne"), ("", "le"), ("", "se"), ("", "fe"), ("", "te"), ("", "sse"),
        ("", "in"), ("", "es"), ("", "esse"), ("", "ster"), ("r", "se"), ("eur", "rice"),
        ("f", "ve"), ("e", "in"), ("er", "ster"), ("ker", "ster"), ("per", "opster"),
        ("ar", "res"), ("x", "se"), ("u", "lle"), ("urs", "uses"), ("rs", "ses"), ("s", "es"),
    }
)  # fmt: skip
"""What is left of a masculine and a feminine form behind their common beginning."""


def same_but_for_cosmetics(one: str, other: str) -> bool:
    """Whether the texts differ at most in what a reader would not call another wording."""
    return one == other or cosmetic_key(one) == cosmetic_key(other)


def cosmetic_key(text: str) -> str:
    """The text without case, accents, punctuation, spaces and gender forms; never empty for a text.

    `#`, `&`, `%`, `@`, symbols and decimal signs stay: `C#` and `C++` are not the same language.
    """
    letters = unicodedata.normalize("NFKD", text.casefold()).casefold()
    plain = _MARKS.sub("", letters).translate(_LETTERS)
    one_form = _without_second_form(_GENDER_CODES.sub(" ", plain))
    spelled = _DECIMALS.sub("\x00", one_form)
    return spelled.translate(_COUNTING) or plain or text


class _Counting(dict[int, str | None]):
    """A table for str.translate that drops what does not count, filled as characters come by."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        drop = unicodedata.category(character)[0] in "PZC" and character not in _KEPT_PUNCTUATION
        self[code] = None if drop else character
        return self[code]


_COUNTING = _Counting()


def _without_second_form(text: str) -> str:
    """`agent / agente de police` → `agent de police`; other slashes stay."""
    if "/" not in text and "(" not in text:
        return text
    shorter = _SLASHED_ENDING.sub("", _BRACKETED_ENDING.sub("", text))
    first, *others = shorter.split("/")
    words = first.split()
    for other in others:
        words = _joined(words, other.split())
    return " ".join(words)


def _joined(left: list[str], right: list[str]) -> list[str]:
    for count in range(min(len(left), len(right)), 0, -1):
        if all(map(_one_form, left[-count:], right[:count])):
            return left + right[count:]
    return [*left, "/", *right]


def _one_form(masculine: str, feminine: str) -> bool:
    if masculine == feminine:
        return True
    common = next(
        (place for place, (a, b) in enumerate(zip(masculine, feminine, strict=False)) if a != b),
        min(len(masculine), len(feminine)),
    )
    return common >= 3 and (masculine[common:], feminine[common:]) in _FEMININE
