"""The archive as a page shows it: releases by year, their files by purpose, their contents in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app import manifest
from taxonomy.formats.distributions import FORMATS, Purpose, format_of
from taxonomy.media_types import HTML
from taxonomy.vocabulary import Kind, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    "grouped",
    "shelf",
    "size_of",
]

RECENT = 4
"""A year of releases stands open; those before are folded by year."""

_PROOFS = (manifest.MANIFEST, manifest.SUMS)
_CARRYING = {Purpose.SPREADSHEET, Purpose.DATABASE, Purpose.LINKED_DATA, Purpose.MAPPINGS}
"""What is said to leave something out: the other files are about the content, and hold none."""


class FormatFiles(NamedTuple):
    """The files of one format, a proof under its own name; empty for a format that is not known here."""

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


def grouped(release: Release) -> list[PurposeFiles]:
    """The release's files by purpose and format in the order of the page; each file stands there once."""
    named: dict[str, list[Distribution]] = {}
    for file in release.distributions:
        named.setdefault(_format_name(release, file.file), []).append(file)
    groups: dict[Purpose | None, list[FormatFiles]] = {it: [] for it in (*Purpose, None)}
    for name in sorted(named, key=_place):
        purpose = _purpose(name)
        leaves_out = FORMATS[name].leaves_out if purpose in _CARRYING else ()
        groups[purpose].append(FormatFiles(name, leaves_out, sorted(named[name])))
    return [PurposeFiles(purpose, formats) for purpose, formats in groups.items() if formats]


def _format_name(release: Release, file: str) -> str:
    found = format_of(release, file)
    if found:
        return found.name
    return file if file in _PROOFS else ""


def _purpose(name: str) -> Purpose | None:
    if name in _PROOFS:
        return Purpose.PROOF
    return FORMATS[name].purpose if name else None


def _place(name: str) -> tuple[bool, int]:
    """The order of the table, but what people read stands before what programs do."""
    names = [*FORMATS, *_PROOFS, ""]
    return name not in FORMATS or FORMATS[name].media_type != HTML, names.index(name)


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
