"""Mapping review in the record: how every concept of a set stands, decisions, and questions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, delete, func, insert, select, update

from app.db import mapping_sets
from app.db.mapping_review_tables import MappingDecisionRow, MappingQuestionRow
from app.db.mapping_sets import FIELDS, as_mapping
from app.db.mapping_tables import MappingRow, MappingSetRow
from taxonomy.errors import NotFoundError
from taxonomy.mapping import Mapping, mapping_id
from taxonomy.vocabulary import MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Dictionary
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = [
    "MADE",
    "PROPOSED",
    "SKIPPED",
    "UNDONE",
    "Standing",
    "add",
    "asked_by",
    "asked_of",
    "decisions",
    "ids_of",
    "keep",
    "mappings_of",
    "prove",
    "question",
    "questions",
    "standings",
]

PROPOSED, MADE, UNDONE, SKIPPED = "proposed", "made", "undone", "skipped"


class Standing(NamedTuple):
    """How many mappings of a concept are stale, accepted and suggested; how likely the likeliest of these is."""

    stale: int
    accepted: int
    suggested: int
    confidence: float


def standings(session: Session, row: MappingSetRow) -> dict[str, Standing]:
    """Subject id → how it stands, of every concept that the set says something of: one query."""
    of = MappingRow

    def count(state: MappingState) -> Any:
        return func.sum(case((of.state == state.value, 1), else_=0))

    suggested = case((of.state == MappingState.SUGGESTED.value, of.confidence))
    states = (MappingState.STALE, MappingState.ACCEPTED, MappingState.SUGGESTED)
    found = session.execute(
        select(of.subject_id, *map(count, states), func.max(suggested))
        .where(of.set_key == row.key)
        .group_by(of.subject_id)
    )
    return {
        id: Standing(stale, accepted, likely, confidence or 0.0)
        for id, stale, accepted, likely, confidence in found
    }


def mappings_of(
    session: Session, row: MappingSetRow, subject_ids: Iterable[str]
) -> dict[str, dict[str, Mapping]]:
    """Subject id → its mappings in the set, by their ids, in the order of a set."""
    wanted = list(dict.fromkeys(subject_ids))
    columns = [getattr(MappingRow, name) for name in FIELDS]
    found: dict[str, list[tuple[str, Mapping]]] = {it: [] for it in wanted}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = session.execute(
            select(MappingRow.id, *columns).where(
                MappingRow.set_key == row.key,
                MappingRow.subject_id.in_(wanted[start : start + _AT_ONCE]),
            )
        )
        for it in rows:
            mapping = as_mapping(it[1:])
            found[mapping.subject_id].append((it[0], mapping))
    return {key: dict(sorted(it, key=lambda pair: pair[1].order)) for key, it in found.items()}


_AT_ONCE = 500


def keep(
    session: Session,
    row: MappingSetRow,
    before: Dictionary[str, Mapping],
    after: Dictionary[str, Mapping],
    at: datetime,
) -> None:
    """Let these mappings (by their ids) be what they are after, new ones and dropped ones among them.

    The digest of the set, a function of all of it, is left to whoever publishes the set.
    """
    this = MappingRow.set_key == row.key
    for key, mapping in after.items():
        if key not in before:
            values = {"set_key": row.key, "id": key, **_values(mapping)}
            session.execute(insert(MappingRow).values(**values))
        elif mapping != before[key]:
            session.execute(
                update(MappingRow).where(this, MappingRow.id == key).values(**_values(mapping))
            )
    gone = [it for it in before if it not in after]
    if gone:
        session.execute(delete(MappingRow).where(this, MappingRow.id.in_(gone)))
    row.counts = _counted(row.counts, before.values(), after.values())
    row.digest, row.changed_at = "", at


def prove(session: Session, row: MappingSetRow) -> None:
    """Give the set its digest where `keep` left it without one."""
    if not row.digest:
        row.digest = mapping_sets.load(session, row).digest


def ids_of(row: MappingSetRow, mappings: Iterable[Mapping]) -> dict[str, Mapping]:
    """Id → mapping."""
    return {mapping_id(row.subject_scheme, it, row.object_scheme): it for it in mappings}


def decisions(
    session: Session, row: MappingSetRow, subject_ids: Iterable[str] | None = None
) -> list[MappingDecisionRow]:
    """What was decided in the set, or of these concepts, oldest first."""
    of = MappingDecisionRow
    query = select(of).where(of.set_key == row.key).order_by(of.key)
    if subject_ids is None:
        return list(session.scalars(query))
    wanted = list(subject_ids)
    parts = [wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE)]
    return [it for part in parts for it in session.scalars(query.where(of.subject_id.in_(part)))]


def questions(
    session: Session, row: MappingSetRow, subject_id: str | None = None
) -> list[MappingQuestionRow]:
    """What was asked in the set, or of one concept, oldest first."""
    query = select(MappingQuestionRow).where(MappingQuestionRow.set_key == row.key)
    if subject_id is not None:
        query = query.where(MappingQuestionRow.subject_id == subject_id)
    return list(session.scalars(query.order_by(MappingQuestionRow.key)))


def asked_of(session: Session, name: str, *, most: int) -> list[tuple[str, MappingQuestionRow]]:
    """Questions that nobody answered yet and this person is asked, or anybody else, each with its set, the newest first."""
    row = MappingQuestionRow
    query = select(MappingSetRow.name, row).join(row, row.set_key == MappingSetRow.key)
    mine = (row.asked_of == name) | ((row.asked_of == "") & (row.asked_by != name))
    waiting = query.where(mine, row.answered_at.is_(None))
    found = session.execute(waiting.order_by(row.key.desc()).limit(most))
    return [(set_name, question) for set_name, question in found]


def asked_by(session: Session, name: str, *, most: int) -> list[tuple[str, MappingQuestionRow]]:
    """Questions of this person that nobody answered yet, each with its set, the newest first."""
    row = MappingQuestionRow
    query = select(MappingSetRow.name, row).join(row, row.set_key == MappingSetRow.key)
    waiting = query.where(row.asked_by == name, row.answered_at.is_(None))
    found = session.execute(waiting.order_by(row.key.desc()).limit(most))
    return [(set_name, question) for set_name, question in found]


def question(session: Session, row: MappingSetRow, number: int) -> MappingQuestionRow:
    """The question of this number; NotFoundError."""
    of = MappingQuestionRow
    query = select(of).where(of.set_key == row.key, of.key == number).with_for_update()
    found = session.scalars(query).one_or_none()
    if found is None:
        message = f"nobody asked question {number} in {row.name}"
        raise NotFoundError(message)
    return found


def add(session: Session, it: MappingDecisionRow | MappingQuestionRow) -> None:
    """Keep the row."""
    session.add(it)
    session.flush()


def _counted(
    counts: dict[str, dict[str, int]], before: Iterable[Mapping], after: Iterable[Mapping]
) -> dict[str, dict[str, int]]:
    """The counts of the set, after these mappings became those, in the order of `counted`."""
    held = Counter({(s, p): n for s, of in counts.items() for p, n in of.items()})
    held.subtract((it.state.value, it.predicate.value) for it in before)
    held.update((it.state.value, it.predicate.value) for it in after)
    found: dict[str, dict[str, int]] = {}
    for state in MappingState:
        of = {p.value: held[state.value, p.value] for p in MappingPredicate}
        there = {name: count for name, count in of.items() if count}
        if there:
            found[state.value] = there
    return found


def _values(mapping: Mapping) -> dict[str, Any]:
    return {name: getattr(mapping, name) for name in FIELDS} | {"reasons": list(mapping.reasons)}
