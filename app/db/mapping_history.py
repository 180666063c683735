"""What happened to mappings in the record: events, and where a mapping stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import insert, select

from app.db.mapping_sets import FIELDS, SetRecord, as_mapping, as_record
from app.db.mapping_tables import MappingEventRow, MappingRow, MappingSetRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from taxonomy.mapping import Mapping

__all__ = ["Event", "events", "occurrences", "tell"]


class Event(NamedTuple):
    """Something that happened to a mapping: `at`, by whom, what, and its particulars."""

    mapping_id: str
    at: datetime
    actor: str
    action: str
    detail: dict[str, Any]
    set_name: str = ""


def tell(session: Session, row: MappingSetRow, told: Sequence[Event]) -> None:
    """Write down what happened to mappings of the set."""
    rows = [
        {
            "set_key": row.key,
            "mapping_id": it.mapping_id,
            "at": it.at,
            "actor": it.actor,
            "action": it.action,
            "detail": it.detail,
        }
        for it in told
    ]
    if rows:
        session.connection().execute(insert(MappingEventRow), rows)


def events(session: Session, mapping_id: str) -> list[Event]:
    """Everything that happened to the mapping in any set, oldest first."""
    rows = session.execute(
        select(MappingEventRow, MappingSetRow.name, MappingSetRow.edition)
        .join(MappingSetRow, MappingSetRow.key == MappingEventRow.set_key)
        .where(MappingEventRow.mapping_id == mapping_id)
        .order_by(MappingEventRow.at, MappingEventRow.key)
    )
    return [
        Event(it.mapping_id, it.at, it.actor, it.action, it.detail, f"{name}/{edition}")
        for it, name, edition in rows
    ]


def occurrences(session: Session, mapping_id: str) -> list[tuple[SetRecord, Mapping]]:
    """Every edition that holds the mapping, in the order of their making, and what it says there."""
    columns = [getattr(MappingRow, name) for name in FIELDS]
    rows = session.execute(
        select(MappingSetRow, *columns)
        .join(MappingRow, MappingRow.set_key == MappingSetRow.key)
        .where(MappingRow.id == mapping_id)
        .order_by(MappingSetRow.created_at, MappingSetRow.key)
    )
    return [(as_record(it[0]), as_mapping(it[1:])) for it in rows]
