"""Mentions in the record: who is named where, and what they have seen of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, insert, select, update

from app.db.mention_tables import MentionRow
from app.db.people_tables import PersonRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = ["Colleague", "MentionRecord", "add", "colleagues", "of", "see", "unseen"]


class Colleague(NamedTuple):
    """Whom a comment may call, and the organisation they work for, "" where nobody said."""

    name: str
    organisation: str


class MentionRecord(NamedTuple):
    """Somebody is named: by whom, in which words, of what, and on which screen; `number` is its own."""

    number: int
    at: datetime
    author: str
    about: str
    about_id: str
    path: str
    text: str
    seen_at: datetime | None = None


def colleagues(session: Session) -> list[Colleague]:
    """Those who may come in, and where they work."""
    query = select(PersonRow.name, PersonRow.organisation).where(PersonRow.disabled_at.is_(None))
    return [Colleague(*it) for it in session.execute(query.order_by(PersonRow.folded))]


def add(session: Session, said: MentionRecord, called: Iterable[str]) -> None:
    """Keep that these people are named in it; the number of what is said does not count."""
    told = {name: value for name, value in said._asdict().items() if name != "number"}
    rows = [{**told, "folded": it.casefold()[:200]} for it in called]
    if rows:
        session.execute(insert(MentionRow), rows)


def of(
    session: Session, name: str, *, new: bool = False, before: int = 0, limit: int
) -> list[MentionRecord]:
    """The mentions of that person, the newest first; of those before that number, of unseen ones."""
    query = select(MentionRow).where(MentionRow.folded == name.casefold())
    if new:
        query = query.where(MentionRow.seen_at.is_(None))
    if before:
        query = query.where(MentionRow.key < before)
    rows = session.scalars(query.order_by(MentionRow.key.desc()).limit(limit))
    return [_record(it) for it in rows]


def unseen(session: Session, name: str) -> int:
    """How many mentions the person has not seen."""
    row = MentionRow
    query = select(func.count()).where(row.folded == name.casefold(), row.seen_at.is_(None))
    return session.scalar(query) or 0


def see(
    session: Session, name: str, at: datetime, numbers: Collection[int] | None = None
) -> list[MentionRecord]:
    """The mentions of these numbers, or all, of that person, seen now where they were not yet."""
    mine = MentionRow.folded == name.casefold()
    if numbers is not None:
        mine &= MentionRow.key.in_(numbers)
    session.execute(update(MentionRow).where(mine, MentionRow.seen_at.is_(None)).values(seen_at=at))
    if numbers is None:
        return []
    rows = session.scalars(select(MentionRow).where(mine).order_by(MentionRow.key.desc()))
    return [_record(it) for it in rows]


def _record(row: MentionRow) -> MentionRecord:
    return MentionRecord(
        row.key, row.at, row.author, row.about, row.about_id, row.path, row.text, row.seen_at
    )
