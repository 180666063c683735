"""The archive as a page shows it: releases by year, their files by purpose, their contents in figures."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.formats.distributions import FORMATS, Purpose
from taxonomy.vocabulary import Kind, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from taxonomy.model import Distribution, Release
    from taxonomy.schemes import Scheme

__all__ = [
    "Contents",
    "FormatFiles",
    "Listed",
    "PurposeFiles",
    "Shelf",
    "contents",
    "day_of",
    "format_name",
    "grouped",
    "shelf",
    "size_of",
]

RECENT = 4
"""A year of releases stands open; those before are folded by year."""

_PATTERNS: tuple[tuple[str, str, Purpose], ...] = (
    ("competent-*.xlsx", "workbook", Purpose.SPREADSHEET),
    ("csv.zip", "csv", Purpose.SPREADSHEET),
    ("csv-*.zip", "csv-by-language", Purpose.SPREADSHEET),
    ("taxonomy.jsonl", "jsonl", Purpose.DATABASE),
    ("*.parquet", "parquet", Purpose.DATABASE),
    ("offline.sqlite", "offline-pack", Purpose.DATABASE),
    ("taxonomy.ttl", "turtle", Purpose.LINKED_DATA),
    ("taxonomy.jsonld", "json-ld", Purpose.LINKED_DATA),
    ("*.sssom.tsv", "sssom", Purpose.MAPPINGS),
    ("*eures*.csv", "eures", Purpose.MAPPINGS),
    ("changes.html", "changes-report", Purpose.CHANGES),
    ("changes.csv", "changes-csv", Purpose.CHANGES),
    ("changes.json", "changes-json", Purpose.CHANGES),
    ("delta.*", "delta", Purpose.CHANGES),
    ("dictionary.csv", "dictionary", Purpose.DOCUMENTATION),
    ("*.schema.json", "schemas", Purpose.DOCUMENTATION),
    ("CITATION.cff", "citation", Purpose.DOCUMENTATION),
    ("manifest.json", "manifest", Purpose.PROOF),
    ("SHA256SUMS", "sums", Purpose.PROOF),
)
"""File name → format and purpose, in the order in which they are shown."""


class FormatFiles(NamedTuple):
    """The files of one format; `name` is empty for those of a format that is not known here."""

    name: str
    leaves_out: Sequence[str]
    files: Sequence[Distribution]


class PurposeFiles(NamedTuple):
    """The formats that serve one purpose, None for files whose purpose is not known here."""

    purpose: Purpose | None
    formats: Sequence[FormatFiles]


class Contents(NamedTuple):
    """How many concepts of a kind a release holds.

    `added` and `gone` (became retired) are told against the release before; None where it has none.
    """

    kind: Kind
    active: int
    retired: int
    added: int | None
    gone: int | None


class Listed(NamedTuple):
    """A release as a row of the archive; `main` tells its main kind."""

    release: Release
    day: date | None
    main: Contents
    size: int


class Shelf(NamedTuple):
    """The releases of a scheme, newest version first; `older` holds (year or None, rows)."""

    scheme: Scheme
    current: Release | None
    recent: Sequence[Listed]
    older: Sequence[tuple[int | None, Sequence[Listed]]]
    series: Sequence[Listed]
    """The published releases that follow one another up to the current one, oldest first."""

    @property
    def total(self) -> int:
        """How many releases there are."""
        return len(self.recent) + sum(len(rows) for _, rows in self.older)


def shelf(scheme: Scheme, releases: Sequence[Release], current: Release | None) -> Shelf:
    """The public releases of a scheme (given oldest version first) as the archive shows them."""
    by_version = {it.version: it for it in releases}
    rows = [
        Listed(
            it,
            day_of(it),
            _contents(it, by_version.get(it.previous or ""), scheme.main_kind),
            size_of(it),
        )
        for it in reversed(releases)
    ]
    recent = [it for place, it in enumerate(rows) if place < RECENT or _stays_open(it, current)]
    older = [it for it in rows if it not in recent]
    years: dict[int | None, list[Listed]] = {}
    for it in older:
        years.setdefault(it.day.year if it.day else None, []).append(it)
    return Shelf(
        scheme,
        current,
        recent,
        list(years.items()),
        [it for it in reversed(rows) if current and _is_of_series(it.release, current)],
    )


def day_of(release: Release) -> date | None:
    """The day on which its publisher released it, else on which it was published here (in UTC)."""
    if release.released_at:
        return release.released_at
    return release.published_at.date() if release.published_at else None


def size_of(release: Release) -> int:
    """The bytes of all its files."""
    return sum(it.size for it in release.distributions)


def contents(release: Release, previous: Release | None, scheme: Scheme) -> list[Contents]:
    """What the release holds of each kind, in the order of the scheme, without kinds it has none of."""
    found = [_contents(release, previous, kind) for kind in scheme.kinds]
    return [it for it in found if it.active or it.retired]


def grouped(files: Iterable[Distribution]) -> list[PurposeFiles]:
    """The files by purpose and format in the order of the page; each file stands there once."""
    named: dict[str, list[Distribution]] = {}
    for file in files:
        named.setdefault(format_name(file.file), []).append(file)
    groups: dict[Purpose | None, list[FormatFiles]] = {it: [] for it in (*Purpose, None)}
    purposes = {name: purpose for _, name, purpose in _PATTERNS}
    for name in [*purposes, ""]:
        if name in named:
            leaves_out = FORMATS[name].leaves_out if name in FORMATS else ()
            found = FormatFiles(name, leaves_out, sorted(named[name]))
            groups[purposes.get(name)].append(found)
    return [PurposeFiles(purpose, formats) for purpose, formats in groups.items() if formats]


def format_name(file: str) -> str:
    """The name of the format that a file of this name is in; empty where it is not known here."""
    for pattern, name, _ in _PATTERNS:
        if fnmatchcase(file.rpartition("/")[2], pattern):
            return name
    return ""


def _contents(release: Release, previous: Release | None, kind: Kind) -> Contents:
    """Retired concepts stand in every later release, so what a release has more of them is new."""
    active, retired = _held(release, kind)
    if previous is None or not previous.counts:
        return Contents(kind, active, retired, None, None)
    before, retired_before = _held(previous, kind)
    added = active + retired - before - retired_before
    return Contents(kind, active, retired, max(0, added), max(0, retired - retired_before))


def _held(release: Release, kind: Kind) -> tuple[int, int]:
    return release.counts.get(kind, 0), release.retired.get(kind, 0)


def _stays_open(listed: Listed, current: Release | None) -> bool:
    return listed.release == current or listed.release.status is ReleaseStatus.CANDIDATE


def _is_of_series(release: Release, current: Release) -> bool:
    published = release.status is ReleaseStatus.PUBLISHED
    return published and release.sample is current.sample and bool(release.counts)
