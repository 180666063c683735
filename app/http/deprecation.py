"""What an answer says of its release's end: `Deprecation`, `Sunset`, and links to what follows it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.http.hot import Headers
    from app.http.services import Services
    from taxonomy.model import Release

__all__ = ["notices", "told"]


def told(services: Services, release: Release) -> Headers:
    """The headers for an answer of this release, as the library knows it now."""
    library = services.library
    current = library.current(release.scheme)
    known = library.releases(release.scheme)
    return notices(release, known, current, sunset_days=services.settings.sunset_days)


def notices(
    release: Release, known: Sequence[Release], current: Release | None, *, sunset_days: int
) -> Headers:
    """The headers for an answer of this release; `known` are the scheme's releases by version.

    `Deprecation` (RFC 9745) tells since when another release stands in its place, when it was
    withdrawn, or when a candidate is to take its place; `Sunset` (RFC 8594), only where days are
    promised, until when it is kept at least. The links are those of RFC 5829. A candidate tells its
    window as an interval (ISO 8601-1 §5.5), which stays open where no day is planned.
    """
    if release.status is ReleaseStatus.CANDIDATE:
        return _window(release)
    follower = _successor(release, known, current)
    since = _since(release, follower)
    headers = []
    if since:
        headers.append((b"deprecation", f"@{int(since.timestamp())}".encode()))
    links = _links(release, follower, current)
    if links:
        headers.append((b"link", ", ".join(links).encode()))
    if since and sunset_days and follower and (place := _takes_place(follower)):
        end = max(since, place) + timedelta(days=sunset_days)
        headers.append((b"sunset", format_datetime(end, usegmt=True).encode()))
    return headers


def _window(release: Release) -> Headers:
    since, planned = release.candidate_since, release.planned_for
    if since is None:
        return []
    window = f"{since:%Y-%m-%d}/{planned.isoformat() if planned else '..'}"
    return [(b"x-release-window", window.encode())]


def _successor(
    release: Release, known: Sequence[Release], current: Release | None
) -> Release | None:
    """The next published release; of the current one its candidate, of a sample the real one."""
    version = release.version
    place = next((at for at, it in enumerate(known) if it.version == version), len(known))
    later = [it for it in known[place + 1 :] if it.sample is release.sample]
    for it in later:
        if it.status is ReleaseStatus.PUBLISHED:
            return it
    if current is None or current.name == release.name:
        candidates = [it for it in later if it.status is ReleaseStatus.CANDIDATE]
        return candidates[-1] if candidates and current else None
    return current if release.sample and not current.sample else None


def _since(release: Release, follower: Release | None) -> datetime | None:
    if release.status is ReleaseStatus.WITHDRAWN:
        return release.withdrawn_at
    return _takes_place(follower) if follower else None


def _takes_place(follower: Release) -> datetime | None:
    """When it takes the place of the release before: since it is current, or the day a candidate is planned for."""
    if follower.status is ReleaseStatus.PUBLISHED:
        return follower.current_since
    planned = follower.planned_for
    return datetime.combine(planned, time(), UTC) if planned else None


def _links(release: Release, follower: Release | None, current: Release | None) -> list[str]:
    links = [f'<{_address(follower)}>; rel="successor-version"'] if follower else []
    if current and current.name != release.name:
        links.append(f'<{_address(current)}>; rel="latest-version"')
    return links


def _address(release: Release) -> str:
    return f"/v1/schemes/{release.scheme}/releases/{release.version}"
