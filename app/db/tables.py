"""The tables of the record; constraints stand here and nowhere else.

A revision is stored once under its digest. A release points from concepts to revisions; its
pointers move while it is a draft and never after. Change rows say what a published release changed.
Deliveries are the outbox of the webhooks.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing_extensions import override

if TYPE_CHECKING:
    from sqlalchemy import Dialect

__all__ = [
    "ApiKeyRow",
    "Base",
    "ChangeRow",
    "ConceptRow",
    "DeliveryRow",
    "FeedbackRow",
    "Moment",
    "Pointer",
    "ReleaseRow",
    "RevisionRow",
    "WebhookRow",
]


class Moment(TypeDecorator[datetime]):
    """A point in time, always UTC on the way in and out (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The one metadata of the record, with names for every constraint."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ConceptRow(Base):
    """A concept's name in the record: a small number for (scheme, id)."""

    __tablename__ = "concepts"
    __table_args__ = (UniqueConstraint("scheme", "id"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[str] = mapped_column(String(40))
    id: Mapped[str] = mapped_column(Text)


class RevisionRow(Base):
    """A concept's canonical document, zlib-packed, under its SHA-256; never changed."""

    __tablename__ = "revisions"

    key: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    active: Mapped[bool]
    document: Mapped[bytes] = mapped_column(LargeBinary)


class ReleaseRow(Base):
    """A release, or the draft of one. `published_at` is fixed when publication freezes the draft."""

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("scheme", "version"),
        CheckConstraint(
            "status in ('draft', 'candidate', 'published', 'withdrawn')", name="status"
        ),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(64))
    version_key: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(16))
    sample: Mapped[bool]
    released_at: Mapped[date | None]
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    previous: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(80))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    retired: Mapped[dict[str, int]] = mapped_column(JSON)
    languages: Mapped[dict[str, float]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)
    imprint: Mapped[dict[str, str]] = mapped_column(JSON)
    withdrawal: Mapped[str] = mapped_column(Text)
    planned_for: Mapped[date | None]
    promoted_at: Mapped[datetime | None] = mapped_column(Moment)
    rescheduled_at: Mapped[datetime | None] = mapped_column(Moment)
    rescheduled_from: Mapped[date | None]
    rescheduled_why: Mapped[str] = mapped_column(Text, server_default="")
    public_url: Mapped[str] = mapped_column(Text, server_default="")
    formats: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    distributions: Mapped[list[list[Any]]] = mapped_column(JSON, server_default="[]")
    mapping_sets: Mapped[list[str]] = mapped_column(JSON, server_default="[]")


class Pointer(Base):
    """That a release holds a concept in this revision."""

    __tablename__ = "pointers"
    __table_args__ = (
        Index("ix_pointers_concept", "concept_key"),
        {"sqlite_with_rowid": False},
    )

    release_key: Mapped[int] = mapped_column(
        ForeignKey("releases.key", ondelete="CASCADE"), primary_key=True
    )
    concept_key: Mapped[int] = mapped_column(ForeignKey("concepts.key"), primary_key=True)
    revision_key: Mapped[int] = mapped_column(ForeignKey("revisions.key"))


class ChangeRow(Base):
    """One change of a published release against its previous one, in the order of the diff."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_concept", "concept_key"),
        {"sqlite_with_rowid": False},
    )

    release_key: Mapped[int] = mapped_column(
        ForeignKey("releases.key", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    concept_key: Mapped[int] = mapped_column(ForeignKey("concepts.key"))
    change: Mapped[str] = mapped_column(String(32))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class WebhookRow(Base):
    """Who is told of releases, and the secrets that this is signed with: they are confidential."""

    __tablename__ = "webhooks"
    __table_args__ = (UniqueConstraint("url"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    schemes: Mapped[list[str]] = mapped_column(JSON)
    secret: Mapped[str] = mapped_column(Text)
    old_secret: Mapped[str] = mapped_column(Text)
    old_secret_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    disabled: Mapped[str] = mapped_column(Text)


class DeliveryRow(Base):
    """A message to one webhook. No attempt follows where `next_at` is empty; `attempts` only grows."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_key", "message_id"),
        Index("ix_deliveries_next_at", "next_at"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    webhook_key: Mapped[int] = mapped_column(ForeignKey("webhooks.key", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(64))
    event: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int]
    next_at: Mapped[datetime | None] = mapped_column(Moment)
    last_status: Mapped[int | None]
    last_error: Mapped[str] = mapped_column(Text)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)


class ApiKeyRow(Base):
    """A key of a person or partner: never the key itself, only the SHA-256 of its secret."""

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("prefix"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    prefix: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text, server_default="")
    roles: Mapped[list[str]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class FeedbackRow(Base):
    """What a visitor said of a concept, as it stood in a release; never changed. Addresses are confidential."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("receipt"),
        CheckConstraint("about in ('wrong', 'missing', 'translation', 'other')", name="about"),
        Index("ix_feedback_concept", "scheme", "concept_id"),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)
    scheme: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(64))
    concept_id: Mapped[str] = mapped_column(Text)
    notation: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32))
    label: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(String(16))
    lang: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
