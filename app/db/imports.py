"""Files that editors sent, in the record: kept in pieces, claimed by whoever works on them, let go of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from app.db.import_tables import ImportPieceRow, ImportRow
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = [
    "CHANGESET",
    "CONTENT",
    "FILE",
    "MAPPINGS",
    "READ",
    "READING",
    "REFUSED",
    "TAKEN",
    "TAKING",
    "WAITING",
    "claimed",
    "drop",
    "drop_expired",
    "drop_pieces",
    "get",
    "hold",
    "of_owner",
    "pieces",
    "put_pieces",
    "told",
]

WAITING, READING, READ, REFUSED, TAKING, TAKEN = STATES = (
    *("waiting", "reading", "read", "refused", "taking", "taken"),
)
CHANGESET, MAPPINGS = "changeset", "mappings"
"""What a file may be for."""
FILE, CONTENT = "file", "reading"
"""The parts that are kept of a file: its bytes, and what was read in them."""


def get(session: Session, key: int, owner: str, purpose: str) -> ImportRow:
    """The file of this number, where it is that person's and for that; NotFoundError."""
    return _theirs(key, owner, purpose, session.get(ImportRow, key))


def hold(session: Session, key: int, owner: str, purpose: str) -> ImportRow:
    """As `get`; no other writer changes it meanwhile."""
    query = select(ImportRow).where(ImportRow.key == key).with_for_update()
    return _theirs(key, owner, purpose, session.scalars(query).one_or_none())


def of_owner(session: Session, owner: str, purpose: str) -> list[ImportRow]:
    """The files of that person that are for that, the newest first."""
    query = select(ImportRow).where(
        func.lower(ImportRow.owner) == owner.lower(), ImportRow.purpose == purpose
    )
    return list(session.scalars(query.order_by(ImportRow.key.desc())))


def claimed(session: Session, key: int, revision: int, state: str, at: datetime) -> bool:
    """Whether the file, as it stood in that revision, was brought to that state by this claim alone."""
    row = ImportRow
    moved = session.execute(
        update(row)
        .where(row.key == key, row.revision == revision)
        .values(state=state, revision=revision + 1, began_at=at, beat_at=at, done=0)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined] # a result of DML has it


def told(session: Session, key: int, seen: int, **values: object) -> bool:
    """Whether these values were kept: they are where the file is still in that revision."""
    row = ImportRow
    query = update(row).where(row.key == key, row.revision == seen).values(**values)
    return bool(session.execute(query).rowcount)  # type: ignore[attr-defined] # as above


def put_pieces(session: Session, key: int, part: str, data: Iterable[bytes]) -> None:
    """Keep this as the part of the file, instead of what was kept; one piece in memory at a time."""
    drop_pieces(session, key, part)
    for number, piece in enumerate(data):
        row = {"import_key": key, "part": part, "number": number, "data": piece}
        session.execute(insert(ImportPieceRow), row)


def pieces(session: Session, key: int, part: str) -> Iterator[bytes]:
    """The pieces of the part, one after another."""
    row = ImportPieceRow
    query = select(row.data).where(row.import_key == key, row.part == part).order_by(row.number)
    yield from session.scalars(query.execution_options(yield_per=4))


def drop_pieces(session: Session, key: int, *parts: str) -> None:
    """Let go of these parts of the file."""
    row = ImportPieceRow
    session.execute(delete(row).where(row.import_key == key, row.part.in_(parts)))


def drop(session: Session, key: int) -> None:
    """Let go of the file with all that is kept of it."""
    session.execute(delete(ImportPieceRow).where(ImportPieceRow.import_key == key))
    session.execute(delete(ImportRow).where(ImportRow.key == key))


def drop_expired(session: Session, at: datetime) -> None:
    """Let go of every file whose time is over."""
    for key in session.scalars(select(ImportRow.key).where(ImportRow.expires_at <= at)):
        drop(session, key)


def _theirs(key: int, owner: str, purpose: str, row: ImportRow | None) -> ImportRow:
    if row is None or (row.owner.casefold(), row.purpose) != (owner.casefold(), purpose):
        message = f"you have no file {key} here: it was taken away, or its time was over"
        raise NotFoundError(message)
    return row
