"""The tables of mapping review: what somebody decided about a concept, and what was asked of a colleague."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, Moment

__all__ = ["MappingDecisionRow", "MappingQuestionRow"]


class MappingDecisionRow(Base):
    """What one person decided about the mappings of a concept in a set.

    `picks` holds an object's id and a predicate for each, and how likely it was said to be where that
    was said; none where nothing fits. `before` the
    mappings that were moved, as they were, and `made` the ids of those that were made. `settles`:
    opinions before it count no more.
    """

    __tablename__ = "mapping_decisions"
    __table_args__ = (
        Index("ix_mapping_decisions_subject", "set_key", "subject_id"),
        CheckConstraint("state in ('proposed', 'made', 'undone', 'skipped')", name="state"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    set_key: Mapped[int] = mapped_column(ForeignKey("mapping_sets.key", ondelete="CASCADE"))
    subject_id: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    picks: Mapped[list[list[Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made: Mapped[list[str]] = mapped_column(JSON)
    settles: Mapped[bool]


class MappingQuestionRow(Base):
    """A question about the mappings of a concept: of whom ("" of anybody), and what was answered."""

    __tablename__ = "mapping_questions"
    __table_args__ = (Index("ix_mapping_questions_subject", "set_key", "subject_id"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    set_key: Mapped[int] = mapped_column(ForeignKey("mapping_sets.key", ondelete="CASCADE"))
    subject_id: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[str] = mapped_column(Text)
    asked_of: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
