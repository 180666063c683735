"""The tables of upgrades: the worklist of a mapping set that is carried on, its moves, and the texts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, Moment

__all__ = ["UpgradeEventRow", "UpgradeFindingRow", "UpgradeItemRow", "UpgradeRow", "UpgradeTextRow"]


class UpgradeRow(Base):
    """The upgrade of a mapping set to newer releases; `sign_off` says who answers for what is open."""

    __tablename__ = "upgrades"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("status in ('open', 'superseded', 'published')", name="status"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(220))
    set_key: Mapped[int] = mapped_column(ForeignKey("mapping_sets.key", ondelete="CASCADE"))
    carried_from: Mapped[str] = mapped_column(String(240))
    scheme: Mapped[str] = mapped_column(String(40))
    from_version: Mapped[str] = mapped_column(String(64))
    to_version: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    superseded_by: Mapped[str] = mapped_column(String(220))
    sign_off: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(Text)


class UpgradeItemRow(Base):
    """One thing to decide; `detail` is what there was to see when the worklist was made.

    `decision` holds what is proposed or decided, `applied` the ids of the mappings it made.
    """

    __tablename__ = "upgrade_items"
    __table_args__ = (
        UniqueConstraint("upgrade_key", "id"),
        Index("ix_upgrade_items_place", "upgrade_key", "place"),
        CheckConstraint("state in ('open', 'seen', 'investigate', 'done')", name="state"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    upgrade_key: Mapped[int] = mapped_column(ForeignKey("upgrades.key", ondelete="CASCADE"))
    id: Mapped[str] = mapped_column(String(20))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    end: Mapped[str] = mapped_column(String(8))
    concept_id: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    verb: Mapped[str] = mapped_column(String(16))
    decision: Mapped[dict[str, Any]] = mapped_column(JSON)
    proposed_by: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    applied: Mapped[list[str]] = mapped_column(JSON)
    owner: Mapped[str] = mapped_column(Text)
    nl: Mapped[str] = mapped_column(String(12))
    fr: Mapped[str] = mapped_column(String(12))
    de: Mapped[str] = mapped_column(String(12))
    en: Mapped[str] = mapped_column(String(12))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(Text)


class UpgradeEventRow(Base):
    """A move of an upgrade, or of one of its items: who did what, when; never changed."""

    __tablename__ = "upgrade_events"
    __table_args__ = (Index("ix_upgrade_events_item", "upgrade_key", "item_id"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    upgrade_key: Mapped[int] = mapped_column(ForeignKey("upgrades.key", ondelete="CASCADE"))
    item_id: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(32))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class UpgradeFindingRow(Base):
    """Something that is odd about the incoming release."""

    __tablename__ = "upgrade_findings"
    __table_args__ = (UniqueConstraint("upgrade_key", "place"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    upgrade_key: Mapped[int] = mapped_column(ForeignKey("upgrades.key", ondelete="CASCADE"))
    place: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class UpgradeTextRow(Base):
    """The wording of an incoming concept in one language, and what a reviewer says of it."""

    __tablename__ = "upgrade_texts"
    __table_args__ = (
        UniqueConstraint("upgrade_key", "place"),
        UniqueConstraint("upgrade_key", "concept_id", "lang"),
        CheckConstraint("state in ('open', 'fine', 'comment')", name="state"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    upgrade_key: Mapped[int] = mapped_column(ForeignKey("upgrades.key", ondelete="CASCADE"))
    place: Mapped[int]
    concept_id: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(32))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    english: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    comment: Mapped[str] = mapped_column(Text)
    proposal: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(Text)
