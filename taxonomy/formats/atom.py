"""A scheme's releases as an Atom feed (RFC 4287), in pages (RFC 5005 §3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.model import Release
    from taxonomy.schemes import Scheme

__all__ = ["LARGEST_PAGE", "MEDIA_TYPE", "Feed", "write"]

MEDIA_TYPE = "application/atom+xml"
LARGEST_PAGE = 50
"""Entries of a page at most."""

_NAMESPACE = "http://www.w3.org/2005/Atom"
_SINCE = "2026"
"""The year in which the address of a feed was first given (RFC 4151 §2.1)."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold (§2.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A page of a feed, newest release first: its number from 1 and how many pages there are.

    `changes` gives by version how many changes there are of each type against the release before.
    """

    scheme: Scheme
    public_url: str
    releases: Sequence[Release]
    changes: Mapping[str, Mapping[str, int]]
    page: int = 1
    of: int = 1

    @property
    def address(self) -> str:
        """The address of the first page."""
        return f"{self.public_url}/v1/schemes/{self.scheme.id}/feed.atom"


def write(feed: Feed) -> bytes:
    """The feed as XML; the same bytes for the same releases."""
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en"})
    _text(root, "id", f"tag:{_authority(feed.public_url)},{_SINCE}:{feed.scheme.id}/releases")
    _text(root, "title", f"{feed.scheme.title}: releases")
    _text(root, "subtitle", feed.scheme.description)
    _text(root, "updated", _moment(max(map(_updated, feed.releases), default=_NEVER)))
    _text(SubElement(root, "author"), "name", feed.scheme.publisher)
    _text(root, "rights", f"{feed.scheme.licence}. {feed.scheme.attribution}")
    releases = f"{feed.public_url}/v1/schemes/{feed.scheme.id}/releases"
    SubElement(root, "link", rel="alternate", type="application/json", href=releases)
    for rel, number in _ways(feed):
        href = feed.address if number == 1 else f"{feed.address}?page={number}"
        SubElement(root, "link", rel=rel, type=MEDIA_TYPE, href=href)
    for release in feed.releases:
        _entry(SubElement(root, "entry"), feed, release)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _ways(feed: Feed) -> Iterator[tuple[str, int]]:
    """The links between pages; a feed of one page has only its own."""
    yield "self", feed.page
    if feed.of > 1:
        yield "first", 1
        if feed.page > 1:
            yield "previous", feed.page - 1
        if feed.page < feed.of:
            yield "next", feed.page + 1
        yield "last", feed.of


def _entry(entry: Element, feed: Feed, release: Release) -> None:
    published = release.published_at or _NEVER
    authority = _authority(release.public_url or feed.public_url)
    _text(entry, "id", f"tag:{authority},{published:%Y-%m-%d}:{release.name}")
    _text(entry, "title", _title(feed, release))
    _text(entry, "published", _moment(published))
    _text(entry, "updated", _moment(_updated(release)))
    for term in _terms(release):
        SubElement(entry, "category", term=term)
    _text(entry, "summary", _summary(feed, release))
    scheme = f"{feed.public_url}/v1/schemes/{release.scheme}"
    document = f"{scheme}/releases/{release.version}"
    SubElement(entry, "link", rel="alternate", type="application/json", href=document)
    if release.previous:
        query = urlencode({"from": release.previous, "to": release.version})
        title = f"What changed since {release.previous}"
        SubElement(entry, "link", rel="related", title=title, href=f"{scheme}/changes?{query}")
    files = f"{feed.public_url}/archive/{release.scheme}/{release.version}/"
    SubElement(entry, "link", rel="related", type="text/html", title="Files", href=files)


def _title(feed: Feed, release: Release) -> str:
    title = f"{feed.scheme.title} {release.version}"
    return f"{title} ({', '.join(_terms(release))})" if _terms(release) else title


def _terms(release: Release) -> list[str]:
    told = [release.status.value] if release.status is not ReleaseStatus.PUBLISHED else []
    return told + (["sample"] if release.sample else [])


def _summary(feed: Feed, release: Release) -> str:
    parts = []
    if release.status is ReleaseStatus.WITHDRAWN:
        day = f" on {release.withdrawn_at:%Y-%m-%d}" if release.withdrawn_at else ""
        parts.append(f"Withdrawn{day}: {release.withdrawal or 'no reason given'}.")
    parts += _window(release)
    if release.counts:
        parts.append(f"Active concepts: {_counted(release.counts)}.")
    changes = {
        kind: number for kind, number in feed.changes.get(release.version, {}).items() if number
    }
    if release.previous:
        told = _counted(changes) if changes else "none"
        parts.append(f"Changes since {release.previous}: {told}.")
    if release.note:
        parts.append(release.note)
    return " ".join(parts) or f"{feed.scheme.title} {release.version}."


def _window(release: Release) -> Iterator[str]:
    """Since when it is a candidate, when it is to become current, and that this day moved."""
    moved = release.rescheduled
    if release.status is ReleaseStatus.CANDIDATE:
        day = release.planned_for
        then = f", to become current on {day.isoformat()}" if day else ""
        since = f" since {release.published_at:%Y-%m-%d}" if release.published_at else ""
        yield f"A candidate{since}{then}."
    elif release.promoted_at:
        yield f"Current since {release.promoted_at:%Y-%m-%d}."
    if moved:
        before = f", from {moved.day.isoformat()}" if moved.day else ""
        yield f"Its day was moved on {moved.at:%Y-%m-%d}{before}: {moved.why}"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('-', ' ')} {number:,}" for name, number in counts.items())


def _updated(release: Release) -> datetime:
    return release.changed_at or _NEVER


def _authority(public_url: str) -> str:
    """The host as a tag may name it (RFC 4151 §2.1); an address of IPv6 has no such form."""
    return (urlsplit(public_url).hostname or "localhost").replace(":", "-")


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NO_XML.sub("\ufffd", text)
