"""The tables of the mappings: sets between two releases, their rows, and what happened to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, Moment

__all__ = ["MappingEventRow", "MappingRow", "MappingSetRow"]


class MappingSetRow(Base):
    """An edition of the mappings between two releases: a draft moves, a published one never does."""

    __tablename__ = "mapping_sets"
    __table_args__ = (
        UniqueConstraint("name", "edition"),
        CheckConstraint("status in ('draft', 'published', 'withdrawn')", name="status"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(220))
    edition: Mapped[int]
    subject_scheme: Mapped[str] = mapped_column(String(40))
    subject_version: Mapped[str] = mapped_column(String(64))
    object_scheme: Mapped[str] = mapped_column(String(40))
    object_version: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    sample: Mapped[bool]
    digest: Mapped[str] = mapped_column(String(80))
    counts: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON)
    sources: Mapped[list[list[str]]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text)
    carried_from: Mapped[str] = mapped_column(String(240))
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)


class MappingRow(Base):
    """One mapping of a set; `id` names its triple and is the same in every set and edition."""

    __tablename__ = "mappings"
    __table_args__ = (
        UniqueConstraint("set_key", "id"),
        Index("ix_mappings_id", "id"),
        Index("ix_mappings_subject", "set_key", "subject_id"),
        CheckConstraint("state in ('suggested', 'accepted', 'rejected', 'stale')", name="state"),
        CheckConstraint("confidence between 0 and 1", name="confidence"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    set_key: Mapped[int] = mapped_column(ForeignKey("mapping_sets.key", ondelete="CASCADE"))
    id: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(Text)
    predicate: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(Text)
    justification: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(16))
    confidence: Mapped[float | None]
    author: Mapped[str] = mapped_column(Text)
    reviewer: Mapped[str] = mapped_column(Text)
    mapping_date: Mapped[date | None]
    review_date: Mapped[date | None]
    comment: Mapped[str] = mapped_column(Text)
    subject_label: Mapped[str] = mapped_column(Text)
    object_label: Mapped[str] = mapped_column(Text)
    subject_revision: Mapped[str] = mapped_column(String(80))
    object_revision: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(Text)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class MappingEventRow(Base):
    """What happened to a mapping: who did what, when, and what it was before; never changed."""

    __tablename__ = "mapping_events"
    __table_args__ = (Index("ix_mapping_events_mapping_id", "mapping_id"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    set_key: Mapped[int] = mapped_column(ForeignKey("mapping_sets.key", ondelete="CASCADE"))
    mapping_id: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(32))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
