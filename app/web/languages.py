"""The languages of the pages: which one a reader gets, and how it writes days, numbers and sizes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations
from babel.units import format_unit

from app.http.negotiation import liked, weighed
from app.rendering.languages import asked
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = [
    "CATALOGUES",
    "FALLBACK",
    "NAMES",
    "Language",
    "message",
    "negotiated",
    "of_query",
    "page_variant",
]

NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
"""The languages of the pages, each in its own words."""
FALLBACK = "en"
"""For readers who want none of them, and the language that the texts in code are written in."""
CATALOGUES = Path(__file__).parent / "locale"

_LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}
_STEP = 1000
_CLOCKS = get_timezone("Europe/Brussels")
_UNITS = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")


@dataclass(frozen=True)
class Language:
    """A language to write a page in: its tag, its texts, and the customs of its readers."""

    tag: str
    locale: Locale
    texts: NullTranslations
    said: frozenset[str] = frozenset()
    """The texts of its catalogue."""

    @classmethod
    @cache
    def of(cls, tag: str) -> Language:
        """One of `NAMES`; its catalogue is compiled in memory, so that nothing need be built."""
        catalogue = _catalogue(tag)
        said = frozenset(str(it.id) for it in catalogue if it.id and isinstance(it.id, str))
        return cls(tag, Locale.parse(_LOCALES[tag]), _compiled(catalogue), said)

    def day(self, day: date) -> str:
        """A day written out: 6 March 2026; of a moment its day in UTC."""
        return format_date(day, "long", self.locale)

    def short_day(self, day: date) -> str:
        """A day in short, for tables: 6 Mar 2026."""
        return format_date(day, "medium", self.locale)

    def moment(self, at: datetime) -> str:
        """A moment in short, as clocks in Belgium show it: 6 Mar 2026, 14:05."""
        return format_datetime(at, "medium", _CLOCKS, self.locale).rpartition(":")[0]

    def number(self, number: int) -> str:
        """A whole number with its thousands apart."""
        return format_decimal(number, locale=self.locale)

    def share(self, share: float) -> str:
        """A share (0 to 1) in whole per cent, rounded down: only what is whole is told as 100 %."""
        return format_percent(int(share * 100 + 1e-9) / 100, locale=self.locale)

    def size(self, size: int) -> str:
        """A size in bytes to three digits, in units of 1000 (SI)."""
        unit, shown = 0, float(size)
        while shown >= _STEP - 0.5 and unit < len(_UNITS) - 1:
            unit, shown = unit + 1, shown / _STEP
        digits = max(0, 3 - len(str(int(shown)))) if unit else 0
        return format_unit(
            round(shown, digits),
            f"digital-{_UNITS[unit]}",
            length="short",
            format="#,##0.##",
            locale=self.locale,
        )


def message(text: str) -> str:
    """The text as it is; it marks a text that stands in code for those who collect what to translate."""
    return text


def of_query(lang: str) -> str:
    """The language that `?lang=` names, `fr-BE` as `fr`; InvalidQueryError for any other."""
    wanted = asked(lang, None)
    found = _looked_up(wanted.lang.lower()) if wanted else None
    if found is None:
        names = ", ".join(NAMES)
        raise InvalidQueryError(f"lang={lang[:40]!r} is none of the languages of pages: {names}")
    return found


def negotiated(accept_language: bytes) -> str:
    """The language that the header Accept-Language likes best (RFC 4647 §3.4, lookup)."""
    ranked = sorted(weighed(accept_language), key=lambda it: -it[1])
    found = (_looked_up(name) for name, weight in ranked if weight > 0)
    return next((it for it in found if it), FALLBACK)


@lru_cache(maxsize=4096)
def page_variant(accept: bytes, accept_language: bytes) -> str | None:
    """What a page is kept under for whoever likes this best: HTML and its language; None without HTML."""
    html = "text/html"
    likes_html = liked(accept, (html,)) is not None
    return f"{html} {negotiated(accept_language)}" if likes_html else None


def _looked_up(tag: str) -> str | None:
    while tag:
        if tag in NAMES:
            return tag
        tag = tag.rpartition("-")[0]
    return None


def _catalogue(tag: str) -> Catalog:
    """What is translated into the language: nothing into the one that the texts are written in."""
    if tag == FALLBACK:
        return Catalog()
    with (CATALOGUES / f"{tag}.po").open("rb") as source:
        return read_po(source, locale=tag)


def _compiled(catalogue: Catalog) -> NullTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
