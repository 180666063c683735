"""Campaigns: the review of a language, or of a part of it, with a day by which it is to be done."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from app.auth.roles import About, Scope
from app.db import audit, translation_campaigns
from app.db.session import reading, writing
from app.db.translation_tables import CampaignRow
from taxonomy import schemes
from taxonomy.errors import ConflictError, InvalidQueryError
from taxonomy.reviewing.states import State
from taxonomy.reviewing.units import FIELDS, TARGETS
from taxonomy.sentences import sentence
from taxonomy.text import normalise_label
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.editing.records import By
    from app.reviewing.board import Board
    from app.reviewing.records import Entry

__all__ = [
    "CAMPAIGN_STATES",
    "CLOSED",
    "FROZEN",
    "OPEN",
    "Asked",
    "Campaign",
    "Day",
    "as_campaign",
    "begin",
    "burn_down",
    "campaign_of",
    "campaigns_of",
    "campaigns_within",
    "require_to_come",
]

OPEN, FROZEN, CLOSED = CAMPAIGN_STATES = ("open", "frozen", "closed")
LONGEST_TITLE = 200
_LONGEST_NAME = 60
_MOST_DAYS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a campaign is to be: of which units (no kinds or fields: all of them), and until when."""

    title: str
    lang: str
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    deadline: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign as it stands; a unit of it is done when it was approved since it began, and still is."""

    name: str
    scheme: str
    title: str
    lang: str
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    deadline: date | None
    state: str
    began_at: datetime
    began_by: str
    changed_at: datetime
    changed_by: str
    revision: int
    report: Mapping[str, Any] = field(default_factory=dict)
    """How it stood when it was closed; empty until then."""

    @property
    def etag(self) -> str:
        """The entity tag of what is said of the campaign."""
        return f'"campaign-{self.name}-{self.revision}"'

    def covers(self, entry: Entry) -> bool:
        """Whether the unit is to be reviewed in it."""
        unit = entry.unit
        return (
            unit.place.lang == self.lang
            and (not self.kinds or unit.kind in self.kinds)
            and (not self.fields or unit.place.field in self.fields)
        )

    def is_done(self, entry: Entry) -> bool:
        """Whether somebody approved the unit since the campaign began, and nothing re-opened it."""
        decided = entry.touch.decided_at
        return (
            entry.state is State.APPROVED
            and entry.standing.reviewed
            and decided is not None
            and decided >= self.began_at
        )


class Day(NamedTuple):
    """How many units were left at the end of a day, and how many had been approved until then."""

    day: date
    left: int
    done: int


def campaigns_of(engine: Engine, scheme: str = "") -> list[Campaign]:
    """The campaigns, the newest first."""
    with reading(engine) as session:
        return campaigns_within(session, scheme)


def campaigns_within(session: Session, scheme: str = "", lang: str = "") -> list[Campaign]:
    """The campaigns, as this transaction sees them, the newest first."""
    found = [as_campaign(it) for it in translation_campaigns.every(session, scheme)]
    return [it for it in found if lang in ("", it.lang)]


def campaign_of(engine: Engine, name: str) -> Campaign:
    """The campaign of that name; NotFoundError."""
    with reading(engine) as session:
        return as_campaign(translation_campaigns.get(session, name))


def begin(engine: Engine, scheme: str, asked: Asked, by: By) -> Campaign:
    """A new campaign, open from now on; InvalidQueryError, ConflictError where its name is taken."""
    by.actor.require(Scope.REVIEW, asked.lang)
    scheme, title = schemes.get(scheme).id, normalise_label(asked.title)
    _require_sound(asked, title)
    require_to_come(asked.deadline, by)
    with writing(engine) as session:
        name = _name(title)
        if translation_campaigns.find(session, name):
            message = sentence(
                "a campaign %(name)r exists already: give this one another title", name=name
            )
            raise ConflictError(message)
        row = CampaignRow(
            scheme=scheme,
            name=name,
            title=title,
            lang=asked.lang,
            scope={"kinds": sorted(asked.kinds), "fields": sorted(asked.fields)},
            deadline=asked.deadline,
            state=OPEN,
            began_at=by.at,
            began_by=by.actor.name,
            changed_at=by.at,
            changed_by=by.actor.name,
            revision=1,
        )
        session.add(row)
        session.flush()
        told = {"title": title, "lang": asked.lang, **row.scope}
        about = About("campaign", name, scheme)
        audit.record(session, by.actor.act("campaign-begun", about, by.at, change=(None, told)))
        return as_campaign(row)


def require_to_come(deadline: date | None, by: By) -> None:
    """InvalidQueryError where the day by which it is to be done is over already."""
    if deadline and deadline < by.at.date():
        message = sentence("%(day)s is over: name a day from today on", day=deadline)
        raise InvalidQueryError(message)


def burn_down(board: Board, campaign: Campaign, until: date) -> list[Day]:
    """Day by day from the first one on how many units were left, as those that count today came to be done.

    A unit that was re-opened meanwhile is left on all of these days.
    """
    covered = [it for it in board.entries[campaign.lang] if campaign.covers(it)]
    done = Counter(
        it.touch.decided_at.date() for it in covered if campaign.is_done(it) and it.touch.decided_at
    )
    days: list[Day] = []
    day, so_far = campaign.began_at.date(), 0
    while day <= until and len(days) < _MOST_DAYS:
        so_far += done[day]
        days.append(Day(day, len(covered) - so_far, so_far))
        day += timedelta(days=1)
    return days


def as_campaign(row: CampaignRow) -> Campaign:
    """The campaign as a value."""
    return Campaign(
        name=row.name,
        scheme=row.scheme,
        title=row.title,
        lang=row.lang,
        kinds=tuple(row.scope.get("kinds", ())),
        fields=tuple(row.scope.get("fields", ())),
        deadline=row.deadline,
        state=row.state,
        began_at=row.began_at,
        began_by=row.began_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        revision=row.revision,
        report=row.report or {},
    )


def _require_sound(asked: Asked, title: str) -> None:
    wrong: Sequence[str] = [
        *(
            []
            if 0 < len(title) <= LONGEST_TITLE
            else [sentence("a title of 1 to %(most)d characters", most=LONGEST_TITLE)]
        ),
        *(
            []
            if asked.lang in TARGETS
            else [sentence("a language of %(lang)s", lang=tuple(TARGETS))]
        ),
        *(
            sentence("%(word)r is no kind", word=it[:40])
            for it in asked.kinds
            if it not in set(Kind)
        ),
        *(
            sentence("%(word)r is no field", word=it[:40])
            for it in asked.fields
            if it not in FIELDS
        ),
    ]
    if wrong:
        message = sentence("a campaign needs %(wrong)s", wrong=reduce(_then, wrong))
        raise InvalidQueryError(message)


def _then(one: str, other: str) -> str:
    return sentence("%(one)s; %(other)s", one=one, other=other)


def _name(title: str) -> str:
    """`French review 3.12` → `french-review-3.12`."""
    letters = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9.]+", "-", letters).strip("-.")[:_LONGEST_NAME].strip("-.")
    return name or "campaign"
