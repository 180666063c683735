"""Which text of a label set is read to somebody who asked for a language; no text is ever hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["DEFAULT_ORDER", "Asked", "Reading", "asked", "reading"]

DEFAULT_ORDER = ("nl", "fr", "en", "de")
"""Where a label is looked for after the languages that were asked; then in any other, by tag."""

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_MOST_FALLBACKS = 10


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
    """What `lang=` and `fallback=` (tags with commas) ask; InvalidQueryError for what is no BCP 47 tag."""
    wanted = fallback.split(",") if fallback else []
    if lang is None and wanted:
        message = "fallback needs lang: say which language it stands in for"
        raise InvalidQueryError(message)
    if lang is None:
        return None
    if len(wanted) > _MOST_FALLBACKS:
        message = f"fallback names {len(wanted)} languages; at most {_MOST_FALLBACKS} are read"
        raise InvalidQueryError(message)
    return Asked(_tag("lang", lang), tuple(_tag("fallback", tag) for tag in wanted))


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
    if not _TAG.fullmatch(value):
        message = f"{name}={value[:40]!r} is not a language tag such as nl or fr-BE (BCP 47)"
        raise InvalidQueryError(message)
    return value
