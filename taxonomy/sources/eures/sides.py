"""The sides of a table and what it says of itself, from the facts above its header."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.mapping import MappingSource, Side
from taxonomy.sentences import sentence
from taxonomy.sources.eures.records import Number

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from taxonomy.sources.reading import Report

__all__ = ["esco_kind_of", "given", "side_of", "slug", "source_of"]

_KNOWN = {
    "esco": re.compile(r"\besco\b"),
    "competent": re.compile(r"\bcompetent(?:\s?\d|\s(?!nl\b)|$)|\bvdab\b"),
    "rome": re.compile(r"\brome\b"),
}
"""Scheme of the service → how its name, its version or its landing page is written in tables."""
_LONGEST_SLUG = 60
_NUMBERS = re.compile(r"\d+(?:\.\d+)*")
_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets, which count days since then (ECMA-376 part 1, §18.17.4.1)."""
_SERIALS = range(18_264, 73_415)
"""Serial numbers taken for dates: 1950 to 2100."""
_DATE_SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S")
_NOTHING = {"", "n/a", "na", "-", "unknown", "default-author", "none"}


def given(text: str) -> Side | None:
    """The side that a caller names (`esco/1.0.3`); None for ""; SourceUnreadableError for any other."""
    if not text:
        return None
    scheme, slash, version = text.partition("/")
    if not (scheme and slash and version) or "/" in version:
        message = sentence(
            "%(word)r names no release: write scheme and version, such as esco/1.0.3",
            word=text[:80],
        )
        raise SourceUnreadableError(message)
    return Side(scheme, version)


def side_of(facts: Dictionary[str, str], number: str, report: Report) -> Side | None:
    """The scheme and version of a classification; None where the table does not name one of both.

    Schemes of the service have their own id and the numbers of their version; any other is the
    `slug` of its name, with its version in the same way.
    """
    name, version, page = (
        facts.get(f"classification {number} {it}", "") for it in ("name", "version", "landing page")
    )
    for scheme, shape in _KNOWN.items():
        text = f"{name} {version} {page if scheme == 'competent' else ''}"
        if scheme == "esco" and not shape.search(name.casefold()):
            continue
        if shape.search(text.casefold()):
            return _known(scheme, version, number, report)
    if _empty(name) or _empty(version):
        return None
    return Side(slug(name), slug(version))


def _known(scheme: str, version: str, number: str, report: Report) -> Side | None:
    mended = re.sub(r"(?<=\d),(?=\d)", ".", version)
    if isinstance(version, Number):
        message = sentence(
            "the version is the number %(version)s, which may have been %(version)s0: look it up",
            version=version,
        )
        report.repair("numeric-version", message, f"classification {number} version")
    found = _NUMBERS.findall(mended)
    if not found:
        return None
    if found[-1] != version:
        message = sentence("%(version)r was read as %(tidy)s", version=version, tidy=found[-1])
        report.remark("version-mended", message, f"classification {number} version")
    return Side(scheme, found[-1])


def slug(text: str) -> str:
    """The text in lower case, accents gone, everything else than letters, digits and dots a hyphen."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")
    if len(words) > _LONGEST_SLUG:
        words = words[: _LONGEST_SLUG + 1].rpartition("-")[0] or words[:_LONGEST_SLUG]
    return words or f"named-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def esco_kind_of(facts: Dictionary[str, str], number: str) -> str:
    """`occupation` or `skill`: what ESCO's side holds by its concept type or page; "" where not told."""
    type_, name, page = (
        facts.get(f"classification {number} {it}", "").casefold()
        for it in ("concept type", "name", "landing page")
    )
    for text in (type_, page, name):
        if "occupation" in text or "profession" in text:
            return "occupation"
        if "skill" in text or "competence" in text:
            return "skill"
    return ""


def source_of(facts: Dictionary[str, str], file: str, data: bytes, report: Report) -> MappingSource:
    """The file with its SHA-256 and what it says of itself; its date in ISO 8601, or ""."""
    title, author, version, licence, day = (
        _told(facts.get(f"mapping project {it}", ""))
        for it in ("name", "author", "version", "license", "version date")
    )
    return MappingSource(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        title=title,
        author=author,
        version=version,
        date=_day(day, report),
        licence=licence,
    )


def _told(text: str) -> str:
    return "" if _empty(text) else str(text)


def _empty(text: str) -> bool:
    return text.strip().casefold() in _NOTHING


def _day(text: str, report: Report) -> str:
    column = "mapping project version date"
    if text.isdecimal() and int(text) in _SERIALS:
        found = (_DAY_ZERO + timedelta(days=int(text))).isoformat()
        report.repair(
            "date-converted",
            sentence(
                "the number %(number)s of a spreadsheet became %(date)s", number=text, date=found
            ),
            column,
        )
        return found
    for shape in _DATE_SHAPES:
        try:
            return datetime.strptime(text, shape).date().isoformat()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    if text:
        report.repair(
            "not-a-date",
            sentence("%(word)r is no date that can be read: left out", word=text[:80]),
            column,
        )
    return ""
