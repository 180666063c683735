"""The window of a candidate: from the day it is shown to the day it is to become current, and how that moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.auth.roles import About
from app.db import audit, releases
from app.db.audit import Sought
from app.db.session import writing
from app.webhooks.messages import Event, announce
from taxonomy.errors import ConflictError, InvalidQueryError
from taxonomy.model import Rescheduled
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_LABEL, normalise_label
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.context import Context
    from app.db.tables import ReleaseRow
    from taxonomy.model import Release

__all__ = [
    "LONGEST_DAYS",
    "brought_forward",
    "planner",
    "proposed_end",
    "reasoned",
    "require_day",
    "reschedule",
    "usual_end",
]

LONGEST_DAYS = 366
"""So far ahead a release is planned at most: further, a day is a slip of the pen."""


def usual_end(at: datetime, days: int) -> date | None:
    """The day on which a candidate becomes current that is shown now for so many days; None for 0."""
    return at.date() + timedelta(days=days) if days else None


def proposed_end(planned: date | None, at: datetime, days: int) -> date | None:
    """The day on which a draft becomes current that is shown as a candidate now: the planned one, else the usual one."""
    return planned if planned and planned >= at.date() else usual_end(at, days)


def require_day(day: date, at: datetime) -> None:
    """Return where a release may be planned for that day; InvalidQueryError where it is over or too far away."""
    ahead = (day - at.date()).days
    if ahead < 0:
        message = sentence(
            "%(day)s is over: name the day on which it is to become current", day=day
        )
        raise InvalidQueryError(message)
    if ahead > LONGEST_DAYS:
        message = sentence(
            "%(day)s is %(ahead)s days away: a release is planned for a day within %(most)s days",
            day=day,
            ahead=ahead,
            most=LONGEST_DAYS,
        )
        raise InvalidQueryError(message)


def reasoned(reason: str) -> str:
    """The reason as it is kept; InvalidQueryError where it is empty or longer than a label."""
    tidy = normalise_label(reason)
    if not 0 < len(tidy) <= LONGEST_LABEL:
        message = sentence(
            "a reason has 1 to %(most)s characters: everybody reads it, for ever",
            most=LONGEST_LABEL,
        )
        raise InvalidQueryError(message)
    return tidy


def reschedule(
    context: Context,
    release: tuple[str, str],
    day: date,
    *,
    why: tuple[str, bool],
    at: datetime,
    by: Actor,
) -> Release:
    """The candidate, to become current on another day from now on; its readers are told why.

    `why` is the reason, and whether whoever moves it knows that readers were promised a later day:
    without that no day comes nearer. The same day again changes nothing. ConflictError where it is
    no candidate, or would come nearer unsaid; InvalidQueryError as `require_day` and `reasoned`.
    """
    reason, knowing = reasoned(why[0]), why[1]
    require_day(day, at)
    with writing(context.engine) as session:
        row = releases.get_to_change(session, *release)
        before = row.planned_for
        if row.status != ReleaseStatus.CANDIDATE:
            message = sentence("%(scheme)s %(version)s is no candidate", **_named(row))
            raise ConflictError(message)
        if before == day:
            return releases.as_release(row)
        if before and day < before and not knowing:
            message = sentence(
                "readers of %(scheme)s %(version)s were promised %(promised)s, and %(day)s is earlier: say that you know it",
                **_named(row),
                promised=before,
                day=day,
            )
            raise ConflictError(message)
        _move(row, day, Rescheduled(at.replace(microsecond=0), before, reason))
        told = releases.as_release(row)
        url = context.settings.public_url
        announce(session, told, at=at, public_url=url, event=Event.RESCHEDULED)
        days = [{"planned_for": it.isoformat()} if it else None for it in (before, day)]
        about = About("release", row.version, row.scheme)
        act = by.act("candidate-rescheduled", about, at, change=(days[0], days[1]), why=reason)
        audit.record(session, act)
        return told


def brought_forward(row: ReleaseRow, at: datetime, why: str) -> str:
    """The reason for which a candidate becomes current before its day, written down; empty where it is due.

    InvalidQueryError where it is early and nobody says why.
    """
    planned = row.planned_for
    if planned is None or planned <= at.date():
        return ""
    if not why.strip():
        message = sentence(
            "readers of %(scheme)s %(version)s were promised that they may try it until %(day)s: say why it becomes current before",
            **_named(row),
            day=planned,
        )
        raise InvalidQueryError(message)
    reason = reasoned(why)
    _move(row, at.date(), Rescheduled(at.replace(microsecond=0), planned, reason))
    return reason


def planner(session: Session, release: Release) -> str:
    """Who said last on which day the candidate becomes current, as the audit knows; else empty."""
    sought = Sought(scheme=release.scheme, about="release", about_id=release.version)
    found = [
        entry
        for act in ("candidate-shown", "candidate-rescheduled")
        for entry in audit.entries(session, replace(sought, act=act), limit=1)
    ]
    return max(found, key=lambda it: it.number).act.actor if found else ""


def _named(row: ReleaseRow) -> dict[str, str]:
    return {"scheme": row.scheme, "version": row.version}


def _move(row: ReleaseRow, day: date, moved: Rescheduled) -> None:
    row.planned_for = day
    row.rescheduled_at, row.rescheduled_from, row.rescheduled_why = moved
