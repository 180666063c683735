"""Translations in the record: what was done with units, and what was said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

from app.db.changeset_tables import ChangesetChangeRow, ChangesetRow
from app.db.tables import ConceptRow
from app.db.translation_tables import TranslationEventRow, TranslationRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = [
    "Event",
    "changed_by_changeset",
    "changed_since",
    "every",
    "last_event",
    "newest",
    "of_units",
    "story",
    "tell",
]

_CHUNK = 10_000


class Event(NamedTuple):
    """Something that happened to a unit: who did what; `text` is what was written or said."""

    unit_id: str
    at: datetime
    actor: str
    organisation: str
    act: str
    text: str = ""
    detail: dict[str, Any] = {}  # noqa: RUF012 - never changed


def changed_by_changeset(session: Session, key: int) -> frozenset[str]:
    """The concepts that a changeset changes, none where it only brought translations, or is not there."""
    row = ChangesetChangeRow
    found = (
        select(ConceptRow.id)
        .join(row, row.concept_key == ConceptRow.key)
        .join(ChangesetRow, ChangesetRow.key == row.changeset_key)
        .where(row.changeset_key == key, ChangesetRow.origin != "translation")
    )
    return frozenset(session.scalars(found))


def every(session: Session, scheme: str) -> list[TranslationRow]:
    """All that was done with units of the scheme."""
    return list(session.scalars(select(TranslationRow).where(TranslationRow.scheme == scheme)))


def of_units(session: Session, unit_ids: Collection[str]) -> dict[str, TranslationRow]:
    """Unit → what was done with it, for those with which something was; held until the transaction ends."""
    wanted = sorted(unit_ids)
    found: dict[str, TranslationRow] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = session.scalars(
            select(TranslationRow)
            .where(TranslationRow.unit_id.in_(wanted[start : start + _CHUNK]))
            .with_for_update()
        )
        found.update((it.unit_id, it) for it in rows)
    return found


def last_event(session: Session, scheme: str) -> int:
    """The number of the newest event, 0 where nothing happened yet."""
    row = TranslationEventRow
    return session.scalar(select(func.max(row.key)).where(row.scheme == scheme)) or 0


def changed_since(session: Session, scheme: str, number: int) -> list[TranslationRow]:
    """What was done with the units to which something happened after that event."""
    row = TranslationEventRow
    later = select(row.unit_id).where(row.scheme == scheme, row.key > number)
    return list(session.scalars(select(TranslationRow).where(TranslationRow.unit_id.in_(later))))


def tell(session: Session, scheme: str, events: Iterable[Event]) -> None:
    """Keep what happened."""
    session.add_all(TranslationEventRow(scheme=scheme, **it._asdict()) for it in events)
    session.flush()


def story(session: Session, unit_id: str) -> list[Event]:
    """What happened to a unit, oldest first."""
    row = TranslationEventRow
    rows = session.scalars(select(row).where(row.unit_id == unit_id).order_by(row.key))
    return [_event(it) for it in rows]


def newest(session: Session, unit_ids: Collection[str], act: str) -> dict[str, Event]:
    """Unit → the last event of this kind that happened to it, for those to which it did."""
    row, wanted = TranslationEventRow, sorted(unit_ids)
    found: dict[str, Event] = {}
    for start in range(0, len(wanted), _CHUNK):
        last = (
            select(func.max(row.key))
            .where(row.unit_id.in_(wanted[start : start + _CHUNK]), row.act == act)
            .group_by(row.unit_id)
        )
        rows = session.scalars(select(row).where(row.key.in_(last)))
        found.update((it.unit_id, _event(it)) for it in rows)
    return found


def _event(row: TranslationEventRow) -> Event:
    return Event(row.unit_id, row.at, row.actor, row.organisation, row.act, row.text, row.detail)
