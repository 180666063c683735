"""The table of long work on mappings: what is to be done, how far it is, and how it ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, Moment

__all__ = ["MappingRunRow"]


class MappingRunRow(Base):
    """A run of long work; `name` is what only one run works on at a time, `asked` what it is to do.

    `first_at` and `first_done` are when and where it began to count, so that the time that is left
    can be told; `beat_at` is when it was heard of last.
    """

    __tablename__ = "mapping_runs"
    __table_args__ = (
        Index("ix_mapping_runs_name", "name"),
        CheckConstraint("kind in ('suggest', 'upgrade')", name="kind"),
        CheckConstraint("state in ('running', 'done', 'stopped', 'failed')", name="state"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(240))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    stopping: Mapped[bool]
    done: Mapped[int]
    total: Mapped[int]
    first_at: Mapped[datetime | None] = mapped_column(Moment)
    first_done: Mapped[int]
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    error: Mapped[str] = mapped_column(Text)
    started_by: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Moment)
    beat_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
