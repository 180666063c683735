"""Which text of a label set is read to somebody who asked for a language; no text is ever hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["DEFAULT_ORDER", "MOST_FALLBACKS", "TAG", "Asked", "Reading", "asked", "reading"]

DEFAULT_ORDER = ("nl", "fr", "en", "de")
"""Where a label is looked for after the languages that were asked; then in any other, by tag."""

TAG = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}"
"""What a language tag looks like (BCP 47), as a regular expression."""
MOST_FALLBACKS = 10


class Asked(NamedTuple):
    """The language a reader wants and the ones that will do, in this order."""

    lang: str
    fallback: tuple[str, ...] = ()


class Reading(TypedDict):
    """The text that is read: its language, the one asked for, whether these differ."""

    text: str
    lang: str
    asked: str
    fallback: bool


def asked(lang: str | None, fallback: str | None) -> Asked | None:
    """What `lang=` and `fallback=` (tags with commas) ask; InvalidQueryError for what is no BCP 47 tag.

    A fallback without a language is a list of languages: the first one is asked for.
    """
    wanted = [] if fallback is None else [_tag("fallback", tag) for tag in fallback.split(",")]
    if len(wanted) > MOST_FALLBACKS:
        message = f"fallback names {len(wanted)} languages; at most {MOST_FALLBACKS} are read"
        raise InvalidQueryError(message)
    if lang is not None:
        return Asked(_tag("lang", lang), tuple(wanted))
    return Asked(wanted[0], tuple(wanted[1:])) if wanted else None


def reading(texts: Mapping[str, str], asked: Asked) -> Reading | None:
    """The text in the language asked for, else in the first fallback that has one; None without texts.

    `nl-BE` is looked up as `nl-BE`, then `nl` (RFC 4647 §3.4).
    """
    known = {tag.lower(): tag for tag in texts}
    for tag in _order(asked):
        if tag in known:
            lang = known[tag]
            return {
                "text": texts[lang],
                "lang": lang,
                "asked": asked.lang,
                "fallback": tag != asked.lang.lower(),
            }
    for lang in sorted(texts):
        return {"text": texts[lang], "lang": lang, "asked": asked.lang, "fallback": True}
    return None


def _order(asked: Asked) -> Iterator[str]:
    for tag in (asked.lang, *asked.fallback, *DEFAULT_ORDER):
        shorter = tag.lower()
        while shorter:
            yield shorter
            shorter = shorter.rpartition("-")[0]


def _tag(name: str, value: str) -> str:
    value = value.strip()
    if not re.fullmatch(TAG, value):
        message = f"{name}={value[:40]!r} is not a language tag such as nl or fr-BE (BCP 47)"
        raise InvalidQueryError(message)
    return value
