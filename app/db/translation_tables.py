"""The tables of the review of translations: what was done with a unit, its story, campaigns, terms.

A unit that nobody touched has no row: where it stands follows from the texts of the releases.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, Moment

__all__ = [
    "CampaignRow",
    "TermRow",
    "TranslationEventRow",
    "TranslationRow",
]


class TranslationRow(Base):
    """What was done with a unit. `state` is empty where nobody wrote or approved a text yet.

    `source` is the source text that was seen when the text was written or approved.
    """

    __tablename__ = "translations"
    __table_args__ = (
        UniqueConstraint("unit_id"),
        Index("ix_translations_scheme", "scheme"),
        CheckConstraint("state in ('', 'machine', 'draft', 'review', 'approved')", name="state"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[str] = mapped_column(String(20))
    concept_id: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(String(32))
    lang: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    assigned_to: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    priority: Mapped[int]
    flagged_by: Mapped[str] = mapped_column(Text)
    comments: Mapped[int]
    changeset: Mapped[int | None]
    revision: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(Text)


class TranslationEventRow(Base):
    """Something that was done with a unit or said of it; never changed. Later ones have higher numbers."""

    __tablename__ = "translation_events"
    __table_args__ = (
        Index("ix_translation_events_unit_id", "unit_id"),
        Index("ix_translation_events_scheme", "scheme", "key"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    act: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class CampaignRow(Base):
    """The review of one language, or of a part of it, from `began_at` on; `scope` says of which units.

    `report` is how it stood when it was closed, None while it is not.
    """

    __tablename__ = "translation_campaigns"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("state in ('open', 'frozen', 'closed')", name="state"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(16))
    scope: Mapped[dict[str, Any]] = mapped_column(JSON)
    deadline: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16))
    began_at: Mapped[datetime] = mapped_column(Moment)
    began_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class TermRow(Base):
    """How a term is translated, and the wordings that are not used for it."""

    __tablename__ = "translation_terms"
    __table_args__ = (UniqueConstraint("lang", "source"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    lang: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(200))
    target: Mapped[str] = mapped_column(String(200))
    forbidden: Mapped[list[str]] = mapped_column(JSON)
    remark: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(Text)
