"""Changing the draft of a set in one transaction: who has seen what, and what is written down of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson

from app.auth.roles import About
from app.db import audit, mapping_history, mapping_reviews, mapping_sets, upgrades
from app.db.mapping_history import Event
from app.db.mapping_sets import DRAFT
from app.mapping_review.records import plain, read
from app.refusals import PreconditionFailedError
from app.upgrading.showing import concepts_of
from taxonomy import canonical
from taxonomy.errors import ConflictError, InvalidQueryError
from taxonomy.mapping import Mapping, Side
from taxonomy.sentences import sentence
from taxonomy.vocabulary import MappingState, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Mapping as Dictionary
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.db.mapping_review_tables import MappingDecisionRow
    from app.db.mapping_tables import MappingSetRow

__all__ = [
    "By",
    "Case",
    "audited",
    "held_draft",
    "last_of",
    "opened_case",
    "opened_cases",
    "require_not_in_upgrade",
    "told_case",
]


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, when, and how many people a mapping needs (COMPETENT_REVIEWERS)."""

    actor: Actor
    at: datetime
    reviewers: int = 1


@dataclass(slots=True)
class Case:
    """A concept of a draft that is held to be changed: its mappings by their ids, and what was decided."""

    row: MappingSetRow
    subject_id: str
    mappings: Dictionary[str, Mapping]
    decisions: Sequence[MappingDecisionRow]

    @property
    def etag(self) -> str:
        """The entity tag of the mappings and of what people decided about them (RFC 9110 §8.8.3)."""
        said = [(it.key, it.state) for it in self.decisions]
        told = orjson.dumps([self.row.key, plain(self.mappings.values()), said])
        return f'"{hashlib.sha256(told).hexdigest()[:16]}"'

    def restored(self, decision: MappingDecisionRow) -> dict[str, Mapping]:
        """The mappings as they were before this decision, the last one that came true."""
        before = mapping_reviews.ids_of(self.row, read(decision.before))
        kept = {key: it for key, it in self.mappings.items() if key not in decision.made}
        return {**kept, **before}


def held_draft(session: Session, name: str) -> MappingSetRow:
    """The draft of the set, held to be changed; MappingSetNotFoundError, ConflictError where none is open."""
    row = mapping_sets.hold(session, name) or mapping_sets.get(session, name)
    if row.status != DRAFT:
        message = sentence(
            "%(set)s/%(edition)d is %(status)s: open the draft of its next edition",
            set=row.name,
            edition=row.edition,
            status=row.status,
        )
        raise ConflictError(message)
    return row


def opened_case(
    session: Session, row: MappingSetRow, subject_id: str, etags: tuple[str, ...] = ()
) -> Case:
    """The concept in the draft; InvalidQueryError, PreconditionFailedError where somebody was first."""
    return opened_cases(session, row, {subject_id: etags})[0]


def opened_cases(
    session: Session, row: MappingSetRow, wanted: Dictionary[str, tuple[str, ...]]
) -> list[Case]:
    """As `opened_case`, of many: id → the entity tags that were seen, () where any will do.

    The record has the release: a concept must be active there.
    """
    side = Side(row.subject_scheme, row.subject_version)
    held = concepts_of(session, side, wanted)
    lost = [it for it in wanted if it not in held or held[it].status is not Status.ACTIVE]
    if lost:
        message = sentence(
            "%(concept)r is no active concept of %(release)s",
            concept=lost[0][:200],
            release=side.name,
        )
        raise InvalidQueryError(message)
    mappings = mapping_reviews.mappings_of(session, row, wanted)
    said: defaultdict[str, list[MappingDecisionRow]] = defaultdict(list)
    for it in mapping_reviews.decisions(session, row, wanted):
        said[it.subject_id].append(it)
    cases = [Case(row, it, mappings[it], said[it]) for it in wanted]
    for case in cases:
        _require_same(case, wanted[case.subject_id])
    return cases


def _require_same(case: Case, etags: tuple[str, ...]) -> None:
    """Return where If-Match names the concept as it is (RFC 9110 §13.1.1)."""
    if etags and "*" not in etags and case.etag not in etags:
        last = case.decisions[-1] if case.decisions else None
        told = (
            sentence("by %(name)s on %(at)s", name=last.actor, at=last.at)
            if last
            else sentence("meanwhile")
        )
        message = sentence(
            "the mappings of the concept were changed %(told)s: read them again", told=told
        )
        raise PreconditionFailedError(message, {"ETag": case.etag})


def last_of(case: Case, *states: str) -> MappingDecisionRow | None:
    """The newest decision about the concept that stands in one of these states, or None."""
    return next((it for it in reversed(case.decisions) if it.state in states), None)


def require_not_in_upgrade(session: Session, case: Case) -> None:
    """Return where no open upgrade has an item of the concept's stale mappings; ConflictError names it."""
    if not any(it.state is MappingState.STALE for it in case.mappings.values()):
        return
    upgrade = upgrades.of_set(session, case.row.key)
    if upgrade is not None and upgrade.status == upgrades.OPEN:
        message = sentence(
            "what a change re-opened is decided in the upgrade %(upgrade)s", upgrade=upgrade.name
        )
        raise ConflictError(message)


def told_case(  # what the record is told of a decision, and nothing else
    session: Session,
    case: Case,
    after: Dictionary[str, Mapping],
    act: str,
    by: By,
    reason: str = "",
) -> dict[str, Mapping]:
    """Write the mappings down, with an event for each that moved and one act; those that moved, as they were.

    What is accepted bears the revisions of both concepts as they are now.
    """
    before = case.mappings
    after = seen(session, case.row, before, after)
    mapping_reviews.keep(session, case.row, before, after, by.at)
    moved = {key: it for key, it in before.items() if after.get(key) != it}
    changed = [*moved, *(key for key in after if key not in before)]
    events = [_event(key, after, act, by, reason) for key in changed]
    mapping_history.tell(session, case.row, events)
    change = _shown(before, changed), _shown(after, changed)
    audited(session, case, act, by, change=change, why=reason)
    return moved


def audited(
    session: Session,
    case: Case,
    act: str,
    by: By,
    *,
    change: tuple[Any, Any] = (None, None),
    why: str = "",
) -> None:
    """Write the act about the concept into the audit."""
    about = About("concept", case.subject_id, case.row.subject_scheme)
    told = [{"set": case.row.name, "mappings": it} if it is not None else None for it in change]
    act = f"mapping-{act}"
    audit.record(session, by.actor.act(act, about, by.at, change=(told[0], told[1]), why=why))


def seen(
    session: Session,
    row: MappingSetRow,
    before: Dictionary[str, Mapping],
    after: Dictionary[str, Mapping],
) -> dict[str, Mapping]:
    """The mappings, those that are accepted anew with the revisions that their reviewer saw."""
    fresh = {
        key: it
        for key, it in after.items()
        if it.state is MappingState.ACCEPTED and before.get(key) != it and it.review_date
    }
    subjects = _revisions(
        session,
        Side(row.subject_scheme, row.subject_version),
        {it.subject_id for it in fresh.values()},
    )
    objects = _revisions(
        session,
        Side(row.object_scheme, row.object_version),
        {it.object_id for it in fresh.values()},
    )
    now = {
        key: replace(
            it,
            subject_revision=subjects.get(it.subject_id, it.subject_revision),
            object_revision=objects.get(it.object_id, it.object_revision),
        )
        for key, it in fresh.items()
    }
    return {**after, **now}


def _revisions(session: Session, side: Side, ids: Iterable[str]) -> dict[str, str]:
    held = concepts_of(session, side, sorted(ids))
    return {
        key: f"sha256:{canonical.revision(canonical.write(it)).hex()}" for key, it in held.items()
    }


def _event(key: str, after: Dictionary[str, Mapping], act: str, by: By, reason: str) -> Event:
    mapping = after.get(key)
    action = mapping.state.value if mapping and act == "decided" else act
    return Event(key, by.at, by.actor.name, action, {"reason": reason} if reason else {})


def _shown(mappings: Dictionary[str, Mapping], ids: Iterable[str]) -> list[str]:
    """Mappings as the audit tells them: predicate, object and state."""
    held = [mappings[it] for it in ids if it in mappings]
    return [f"{it.state.value} {it.predicate.value} {it.object_id}" for it in held]
