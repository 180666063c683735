"""Long work on mappings in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.mapping_run_tables import MappingRunRow
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["DONE", "FAILED", "RUNNING", "STOPPED", "add", "get", "hold", "latest", "running"]

RUNNING, DONE, STOPPED, FAILED = "running", "done", "stopped", "failed"


def add(session: Session, row: MappingRunRow) -> None:
    """Keep the run, which is given its number."""
    session.add(row)
    session.flush()


def get(session: Session, key: int) -> MappingRunRow:
    """The run of this number; NotFoundError."""
    found = session.get(MappingRunRow, key)
    if found is None:
        message = f"there is no run {key} of work on mappings"
        raise NotFoundError(message)
    return found


def hold(session: Session, key: int) -> MappingRunRow:
    """As `get`; no other writer changes it until this transaction ends."""
    query = select(MappingRunRow).where(MappingRunRow.key == key).with_for_update()
    session.scalars(query).one_or_none()
    return get(session, key)


def running(session: Session, name: str = "") -> list[MappingRunRow]:
    """The runs that have not ended, of that name where one is named, the newest first."""
    query = select(MappingRunRow).where(MappingRunRow.state == RUNNING)
    if name:
        query = query.where(MappingRunRow.name == name)
    return list(session.scalars(query.order_by(MappingRunRow.key.desc())))


def latest(session: Session, *, most: int) -> list[MappingRunRow]:
    """The newest runs, the newest first."""
    return list(
        session.scalars(select(MappingRunRow).order_by(MappingRunRow.key.desc()).limit(most))
    )
