"""The addresses of the public pages for search engines, in parts that each may hold (sitemaps.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.rendering.pages.addresses import base, concept_path, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Release

__all__ = ["MOST_IN_PART", "Part", "concepts", "others", "parts"]

MOST_IN_PART = 20_000
"""Addresses in one file: 50 000 may be, and 50 MB (sitemaps.org, protocol), of which each language takes some."""


class Part(NamedTuple):
    """A file of addresses: its scheme, its number from 1, and when its release became current."""

    scheme: str
    number: int
    changed: datetime | None


def parts(indexes: Iterable[ReleaseIndex], most: int = MOST_IN_PART) -> list[Part]:
    """The files that the active concepts of these releases need."""
    return [
        Part(index.release.scheme, number, changed_at(index.release))
        for index in indexes
        for number in range(1, -(-len(index.listed()) // most) + 1)
    ]


def concepts(index: ReleaseIndex, number: int, most: int = MOST_IN_PART) -> list[str]:
    """The paths of the concepts in the part of this number, empty where there is none."""
    start = base(index.release.scheme, "current")
    held = index.listed()[(number - 1) * most : number * most] if number > 0 else ()
    return [concept_path(start, reference(index, it)) for it in held]


def others(indexes: Iterable[ReleaseIndex], releases: Iterable[Release]) -> Sequence[str]:
    """The paths of all pages that are of no concept: of the site, of kinds, of releases."""
    paths = ["/", "/archive", "/mappings"]
    for index in indexes:
        start = base(index.release.scheme, "current")
        kinds = dict.fromkeys(it.kind.value for it in index.listed())
        paths += [f"{start}/", f"{start}/changes", f"{start}/pictures"]
        paths += [f"{start}/kinds/{it}" for it in kinds]
        paths.append(f"/archive/{index.release.scheme}/")
    return [*paths, *(f"/archive/{it.name}/" for it in releases)]


def changed_at(release: Release) -> datetime | None:
    """Since when the pages of `current` are of this release."""
    return release.current_since or release.published_at
