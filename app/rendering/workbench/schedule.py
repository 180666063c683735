"""The schedule: where each release that is not current yet stands on its way there, and what is late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from app import windows
from app.db import drafts, releases
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.rendering.concepts import Json
    from taxonomy.model import Release

__all__ = ["Plan", "plan_document", "plans"]

_UNPUBLISHED = (ReleaseStatus.DRAFT, ReleaseStatus.CANDIDATE)


class Plan(NamedTuple):
    """A draft or candidate on its way: the day on which it is to become current, and who said so.

    `since` is when a candidate was shown. `show_by` is, of a draft that is planned, the last day on
    which it can be shown and leave its readers the usual time.
    """

    release: Release
    day: date | None
    by: str
    today: date
    since: date | None = None
    show_by: date | None = None

    @property
    def days(self) -> int:
        """How many days are left; negative where it is late, 0 where no day is planned."""
        return (self.day - self.today).days if self.day else 0

    @property
    def late(self) -> bool:
        """Whether its day is over, and nobody published it."""
        return self.days < 0

    @property
    def due(self) -> bool:
        """Whether it is a candidate whose window is over: its day has come."""
        return self.since is not None and self.day is not None and self.days <= 0

    @property
    def passed(self) -> int:
        """How many days of its window are over: `length` at most."""
        return min((self.today - self.since).days, self.length) if self.since else 0

    @property
    def length(self) -> int:
        """How many days its window has, or would have if the draft were shown today."""
        return max(0, (self.day - (self.since or self.today)).days) if self.day else 0


def plans(session: Session, scheme: str, today: date, usual: int) -> list[Plan]:
    """Every draft and candidate of the scheme, the lowest version first; candidates are shown for `usual` days."""
    found = [it for it in releases.every(session, scheme) if it.status in _UNPUBLISHED]
    newest = drafts.find(session, scheme)
    told = []
    for row in found:
        release = releases.as_release(row)
        if release.status is ReleaseStatus.CANDIDATE and release.published_at:
            since = release.published_at.date()
            planner = windows.planner(session, release)
            told.append(Plan(release, release.planned_for, planner, today, since))
        elif newest is not None and row.key == newest.key:
            told.append(_of_draft(session, release, row.key, (today, usual)))
    return told


def _of_draft(session: Session, release: Release, key: int, when: tuple[date, int]) -> Plan:
    today, usual = when
    said = drafts.described(session, key)
    day = said.planned_for if said else release.planned_for
    show_by = day - timedelta(days=usual) if day and usual else None
    return Plan(release, day, "", today, None, show_by)


def plan_document(plan: Plan) -> Json:
    """A plan as JSON: both ends of the window, and how far it is."""
    told = {
        "version": plan.release.version,
        "status": plan.release.status,
        "candidate_since": plan.since,
        "show_by": plan.show_by,
        "planned_for": plan.day,
        "planned_by": plan.by,
        "days_left": plan.days if plan.day else None,
        "days_passed": plan.passed if plan.since else None,
        "due": plan.due,
    }
    return {name: value for name, value in told.items() if value is not None and value != ""}
