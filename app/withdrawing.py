"""Taking back: a bad release is withdrawn, a candidate or a publication cut short is given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import manifest, markers
from app.auth.roles import PROCESS, About
from app.db import audit, changes, releases
from app.db.session import writing
from app.webhooks.messages import Event, announce
from app.windows import reasoned
from taxonomy.errors import ConflictError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from datetime import datetime

    from app.auth.roles import Actor
    from app.context import Context
    from taxonomy.model import Release

__all__ = ["abandon", "withdraw"]


def withdraw(
    context: Context, release: tuple[str, str], *, reason: str, at: datetime, by: Actor = PROCESS
) -> Release:
    """Withdraw a published release: its files stay, the catalogue says so, `current` passes it by.

    Doing it again finishes what was cut short; the first reason stands. InvalidQueryError where
    the reason is empty or longer than a label.
    """
    reason = reasoned(reason)
    with writing(context.engine) as session:
        row = releases.get_to_change(session, *release)
        if row.status not in (ReleaseStatus.PUBLISHED, ReleaseStatus.WITHDRAWN):
            message = sentence(
                "%(scheme)s %(version)s is a %(status)s; only a release is withdrawn",
                scheme=row.scheme,
                version=row.version,
                status=row.status,
            )
            raise ConflictError(message)
        if row.status == ReleaseStatus.PUBLISHED:
            row.status = ReleaseStatus.WITHDRAWN
            row.withdrawal = reason
            row.withdrawn_at = at.replace(microsecond=0)
            told = releases.as_release(row)
            announce(session, told, at=at, public_url=context.settings.public_url)
            about = About("release", told.version, told.scheme)
            audit.record(session, by.act("release-withdrawn", about, at, why=reason))
        withdrawn = releases.as_release(row)
    markers.add_missing(context.archive, withdrawn)
    return withdrawn


def abandon(
    context: Context,
    release: tuple[str, str],
    *,
    at: datetime,
    reason: str = "",
    by: Actor = PROCESS,
) -> None:
    """Give up a candidate or a publication that was begun: its files leave the archive, the draft moves again.

    A candidate was shown to the world, which is told why: InvalidQueryError without a reason.
    ConflictError for what is public for good. Doing it again finishes what was cut short.
    """
    with writing(context.engine) as session:
        row = releases.get_to_change(session, *release)
        if row.status not in (ReleaseStatus.DRAFT, ReleaseStatus.CANDIDATE):
            message = sentence(
                "%(scheme)s %(version)s is %(status)s; what is public stays",
                scheme=row.scheme,
                version=row.version,
                status=row.status,
            )
            raise ConflictError(message)
        if row.status == ReleaseStatus.CANDIDATE:
            why, told = reasoned(reason), releases.as_release(row)
            url = context.settings.public_url
            announce(session, told, at=at, public_url=url, event=Event.ABANDONED, why=why)
            about = About("release", told.version, told.scheme)
            audit.record(session, by.act("candidate-abandoned", about, at, why=why))
            row.status = ReleaseStatus.DRAFT
            changes.fill(session, row, [])
    # First nobody sees it any more, then its files go, at last it may change.
    with writing(context.engine) as session:
        row = releases.get_to_change(session, *release)
        if row.status != ReleaseStatus.DRAFT:
            message = sentence(
                "%(scheme)s %(version)s was published by somebody else meanwhile",
                scheme=row.scheme,
                version=row.version,
            )
            raise ConflictError(message)
        names = context.archive.names(f"{row.scheme}/{row.version}")
        # Without its manifest the rest is of no release, whatever ends this.
        for name in sorted(names, key=lambda it: not it.endswith(f"/{manifest.MANIFEST}")):
            context.archive.remove(name)
        releases.thaw(row)
