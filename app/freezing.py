"""Freezing: what the publication of a draft fixes before anything is built, so that it can be finished later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from app.auth.roles import About
from app.db import audit, mapping_sets, releases
from app.db.session import writing
from app.webhooks.messages import announce
from taxonomy.errors import ConflictError
from taxonomy.formats.distributions import available
from taxonomy.sentences import sentence
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.context import Context
    from app.db.tables import ReleaseRow
    from taxonomy.model import Release

__all__ = ["Flip", "freeze", "frozen", "require_same_previous", "thaw", "to_publish"]


class Flip(NamedTuple):
    """What a draft or candidate becomes, when, by whom and, where that is not as planned, why."""

    status: ReleaseStatus
    at: datetime
    by: Actor
    why: str = ""

    def tell(
        self, context: Context, session: Session, released: Release, before: Any = None
    ) -> None:
        """Let the webhooks and the audit know, in the transaction that makes it so; `before` was planned."""
        announce(session, released, at=self.at, public_url=context.settings.public_url)
        candidate = self.status is ReleaseStatus.CANDIDATE
        act = "candidate-shown" if candidate else "release-published"
        about = About("release", released.version, released.scheme)
        told = {"digest": released.digest}
        if candidate and released.planned_for:
            told["planned_for"] = released.planned_for.isoformat()
        entry = self.by.act(act, about, self.at, change=(before, told), why=self.why)
        audit.record(session, entry)


def to_publish(session: Session, release: tuple[str, str]) -> ReleaseRow:
    """The row of a draft, candidate or release, held to be changed; ConflictError where it is withdrawn."""
    row = releases.get_to_change(session, *release)
    if row.status == ReleaseStatus.WITHDRAWN:
        message = sentence(
            "%(scheme)s %(version)s was withdrawn; correct it by the next release",
            scheme=row.scheme,
            version=row.version,
        )
        raise ConflictError(message)
    return row


def freeze(context: Context, session: Session, row: ReleaseRow, at: datetime) -> None:
    """Fix everything that the files depend on beside the documents.

    What an earlier attempt fixed stays; ConflictError where it does not hold any more.
    """
    if row.published_at is not None:
        require_same_previous(session, row)
    moved = replace(releases.as_release(row), published_at=at.replace(microsecond=0))
    releases.freeze(session, row.key, frozen(context, session, moved))
    session.refresh(row)


def frozen(context: Context, session: Session, release: Release) -> Release:
    """The release with everything that publishing it now would fix."""
    following = replace(
        release,
        previous=_previous(session, release),
        public_url=context.settings.public_url,
        mapping_sets=tuple(mapping_sets.of_release(session, release)),
    )
    return replace(following, formats=available(following))


def _previous(session: Session, release: Release) -> str | None:
    before = [
        it
        for it in releases.earlier(
            session, release.scheme, Version.parse(release.version), sample=release.sample
        )
        if it.status == ReleaseStatus.PUBLISHED
    ]
    return before[-1].version if before else None


def require_same_previous(session: Session, row: ReleaseRow) -> None:
    """Return where it still follows the release that it was frozen with; ConflictError otherwise."""
    newest = _previous(session, releases.as_release(row))
    if newest != row.previous:
        message = sentence(
            "%(scheme)s %(version)s follows %(previous)s, and %(newest)s is the release before it now: give its publication up (--abandon) and publish it again",
            scheme=row.scheme,
            version=row.version,
            previous=row.previous or sentence("nothing"),
            newest=newest or sentence("nothing"),
        )
        raise ConflictError(message)


def thaw(context: Context, release: tuple[str, str]) -> None:
    """Let a draft that was refused be changed again."""
    with writing(context.engine) as session:
        row = releases.get_to_change(session, *release)
        if row.status == ReleaseStatus.DRAFT:
            releases.thaw(row)
