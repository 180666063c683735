"""What webhooks are told: the events of a release, each as one JSON body."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import orjson

from app.db import webhooks
from app.db.webhooks import Message
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from taxonomy.model import Release

__all__ = ["Event", "announce", "of_release", "of_test"]


class Event(StrEnum):
    """What happens, as the receiver reads it in `type`."""

    CANDIDATE = "release.candidate"
    PUBLISHED = "release.published"
    WITHDRAWN = "release.withdrawn"
    RESCHEDULED = "release.rescheduled"
    ABANDONED = "release.abandoned"
    TEST = "test"


_EVENTS = {
    ReleaseStatus.CANDIDATE: Event.CANDIDATE,
    ReleaseStatus.PUBLISHED: Event.PUBLISHED,
    ReleaseStatus.WITHDRAWN: Event.WITHDRAWN,
}


def announce(
    session: Session,
    release: Release,
    *,
    public_url: str,
    at: datetime | None = None,
    event: Event | None = None,
    why: str = "",
) -> int:
    """How many webhooks are to be told that the release came into its status, or of another event.

    Part of the transaction in which it did: either both become true, or neither. `at` is when it
    did, unless the release says so itself; `why` is why a candidate is given up. ValueError for a
    draft, of which nobody is told.
    """
    moment = at or release.withdrawn_at or release.published_at
    if moment is None or release.status not in _EVENTS:
        message = f"{release.name} is a {release.status}: there is nothing to tell"
        raise ValueError(message)
    told = of_release(release, at=moment, public_url=public_url, event=event, why=why)
    return webhooks.enqueue(session, told, at=moment)


def of_release(
    release: Release,
    *,
    at: datetime,
    public_url: str,
    event: Event | None = None,
    why: str = "",
) -> Message:
    """The message that the release came into its status, or of that event. A draft has none: KeyError.

    `at` is when. The same event of the same publication has the same id, whenever and however often
    it is told; a day can move several times, and each of them is an event.
    """
    event = event or _EVENTS[release.status]
    moved = release.rescheduled
    named = [public_url, event, release.name, release.digest, str(release.published_at)]
    if event is Event.RESCHEDULED and moved:
        named.append(f"{moved.at} {release.planned_for}")
    digest = hashlib.sha256("\n".join(named).encode()).hexdigest()
    data = {
        "scheme": release.scheme,
        "version": release.version,
        "status": release.status,
        "digest": release.digest,
        "previous": release.previous,
        "counts": dict(release.counts),
        "retired": dict(release.retired),
        "sample": release.sample,
        "candidate_since": release.candidate_since,
        "planned_for": release.planned_for,
        "rescheduled": moved.document if moved else None,
        "abandonment": why or None,
        "withdrawal": release.withdrawal or None,
        "links": _links(release, public_url),
    }
    body = _body(event, at, data)
    return Message(f"msg_{digest[:32]}", event, release.name, release.scheme, body)


def of_test(*, at: datetime, public_url: str) -> Message:
    """A message that tells nothing but that the webhook works; each has its own id."""
    body = _body(Event.TEST, at, {"links": {"schemes": f"{public_url}/v1/schemes"}})
    return Message(f"msg_{secrets.token_hex(16)}", Event.TEST, "", "", body)


def _body(event: Event, at: datetime, data: dict[str, Any]) -> str:
    timestamp = at.astimezone(UTC).replace(microsecond=0)
    parts = {"type": event, "timestamp": timestamp, "data": data}
    return orjson.dumps(parts, option=orjson.OPT_UTC_Z).decode()


def _links(release: Release, public_url: str) -> dict[str, str]:
    scheme = f"{public_url}/v1/schemes/{release.scheme}"
    links = {
        "release": f"{scheme}/releases/{release.version}",
        "archive": f"{public_url}/archive/{release.name}/manifest.json",
        "feed": f"{scheme}/feed",
    }
    if release.previous:
        links["changes"] = f"{scheme}/changes?from={release.previous}&to={release.version}"
    return links
