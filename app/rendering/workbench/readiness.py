"""How ready the next release is beside its checks: translations, gaps, deadlines, and who did what for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from app.db import audit, drafts, releases
from app.db.audit import Sought
from app.db.session import reading
from app.editing.drafts import basis
from app.rendering.workbench.schedule import plan_document, plans
from app.reviewing.campaigns import campaigns_within
from app.reviewing.queues import progress
from taxonomy.errors import ReleaseNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.editing.holding import Desk
    from app.rendering.concepts import Json
    from app.rendering.workbench.schedule import Plan
    from app.reviewing.campaigns import Campaign
    from app.reviewing.queues import Progress
    from app.reviewing.review import Review
    from taxonomy.completeness import Lacking
    from taxonomy.findings import Finding

__all__ = ["OF_DOORS", "Deadline", "Doing", "Readiness", "readiness", "readiness_document"]

_MOST = 1_000
"""So many concepts that have a gap are named."""

OF_DOORS = (
    *("signed-in", "signed-out", "signed-out-everywhere", "link-made"),
    *("person-added", "person-disabled", "person-enabled", "rights-changed"),
)
"""Acts that are of people and doors, and not of a release."""


class Doing(NamedTuple):
    """What somebody did for the release: act → how often, the most frequent first."""

    actor: str
    organisation: str
    acts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many acts."""
        return sum(self.acts.values())


class Deadline(NamedTuple):
    """Something that is due: a release, a draft that is to be shown, a candidate that becomes current, a campaign."""

    what: str
    name: str
    title: str
    day: date
    days: int


class Readiness(NamedTuple):
    """How ready the draft is, or the last release where none is open; `since` is when work on it began."""

    version: str
    since: datetime | None
    plans: Sequence[Plan]
    translations: Sequence[Progress]
    gaps: Sequence[Lacking]
    deadlines: Sequence[Deadline]
    people: Sequence[Doing]


def readiness(desk: Desk, review: Review, scheme: str, when: tuple[date, int]) -> Readiness:
    """How ready the release is; NotFoundError where there is nothing. The same few queries, however much there is.

    `when` is today, and for how many days a candidate is shown as a rule.
    """
    with reading(desk.engine) as session:
        row = drafts.find(session, scheme)
        here = row or basis(session, scheme)
        held = desk.drafts.held(session, here)
        said = drafts.described(session, row.key) if row else None
        since = said.opened_at if said else None
        told = plans(session, scheme, *when)
        campaigns = campaigns_within(session, scheme)
        before = releases.last_public(session, scheme)
        people = _people(session, before.published_at if before else since)
        try:
            board = review.boards.within(session, scheme)
        except ReleaseNotFoundError:
            board = None
    return Readiness(
        here.version,
        since,
        told,
        progress(board) if board else [],
        held.gaps,
        _deadlines(told, campaigns, when[0]),
        people,
    )


def readiness_document(found: Readiness, findings: Iterable[Finding]) -> Json:
    """How ready the release is, with how many findings there are of each severity."""
    severities = Counter(it.severity.value for it in findings)
    return {
        "version": found.version,
        **({"since": found.since} if found.since else {}),
        "findings": {it: severities[it] for it in ("error", "warning", "info")},
        "translations": [
            {
                "lang": it.lang,
                "total": it.total,
                "approved_percent": it.percent,
                "states": {state.value: count for state, count in it.states.items()},
            }
            for it in found.translations
        ],
        "gaps": [
            {
                "gap": it.gap.code,
                "kind": it.gap.kind.value,
                "total": it.total,
                "lacking": len(it.concepts),
                "concepts": list(it.concepts[:_MOST]),
            }
            for it in found.gaps
        ],
        "plans": [plan_document(it) for it in found.plans],
        "deadlines": [it._asdict() for it in found.deadlines],
        "people": [{**it._asdict(), "total": it.total} for it in found.people],
    }


def _people(session: Session, since: datetime | None) -> list[Doing]:
    """Who did what since the last release; what led to the first change of the draft is part of it."""
    told: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    sought = Sought(since=since, without=OF_DOORS)
    for (actor, organisation, act), count in audit.counted(session, sought):
        told[actor, organisation][act] = count
    found = [
        Doing(*who, dict(sorted(acts.items(), key=lambda it: -it[1]))) for who, acts in told.items()
    ]
    return sorted(found, key=lambda it: (-it.total, it.actor))


def _deadlines(
    plans_: Sequence[Plan], campaigns: Sequence[Campaign], today: date
) -> list[Deadline]:
    """What is due, the first first: days that people named, and by when a draft is to be shown before its own."""
    due: list[tuple[str, str, str, date | None]] = []
    for it in plans_:
        version = it.release.version
        what = "candidate" if it.since else "release"
        due.append((what, version, version, it.day))
        if it.show_by and it.show_by >= today:
            due.append(("showing", version, version, it.show_by))
    due += [
        ("campaign", it.name, it.title, it.deadline) for it in campaigns if it.state != "closed"
    ]
    found = [
        Deadline(what, name, title, day, (day - today).days)
        for what, name, title, day in due
        if day
    ]
    return sorted(found, key=lambda it: it.day)
