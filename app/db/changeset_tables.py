"""The tables of editing: what is said of a draft, changesets with their changes and comments, protocols."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, Moment

__all__ = ["ChangesetChangeRow", "ChangesetRow", "CommentRow", "DraftRow", "ProtocolRow"]


class DraftRow(Base):
    """What is said of the draft of a release beside its content: it goes with the draft, not with the release."""

    __tablename__ = "drafts"

    release_key: Mapped[int] = mapped_column(
        ForeignKey("releases.key", ondelete="CASCADE"), primary_key=True
    )
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[str] = mapped_column(Text)
    notes: Mapped[dict[str, str]] = mapped_column(JSON)
    planned_for: Mapped[date | None]
    revision: Mapped[int]


class ChangesetRow(Base):
    """A group of changes that are accepted together; `accepted_in` is the version of the draft that took them.

    `once` is the mark of the form that began it, where one did: sent twice, it begins nothing twice.
    """

    __tablename__ = "changesets"
    __table_args__ = (
        Index("ix_changesets_state", "state", "scheme", "author"),
        Index("ix_changesets_author", "author", "state"),
        UniqueConstraint("once"),
        CheckConstraint(
            "state in ('open', 'submitted', 'sent-back', 'accepted', 'discarded')", name="state"
        ),
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    undoes_key: Mapped[int | None] = mapped_column(ForeignKey("changesets.key"))
    once: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(Text)
    accepted_in: Mapped[str] = mapped_column(String(64))


class ChangesetChangeRow(Base):
    """What a changeset makes of a concept: from the revision that was seen to the one that is to be.

    Without a base the concept is new; without a revision the draft is to hold it no more.
    """

    __tablename__ = "changeset_changes"
    __table_args__ = (
        Index("ix_changeset_changes_concept", "concept_key"),
        {"sqlite_with_rowid": False},
    )

    changeset_key: Mapped[int] = mapped_column(
        ForeignKey("changesets.key", ondelete="CASCADE"), primary_key=True
    )
    concept_key: Mapped[int] = mapped_column(ForeignKey("concepts.key"), primary_key=True)
    base_key: Mapped[int | None] = mapped_column(ForeignKey("revisions.key"))
    revision_key: Mapped[int | None] = mapped_column(ForeignKey("revisions.key"))
    act: Mapped[str] = mapped_column(String(16))
    authors: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment)
    why: Mapped[str] = mapped_column(Text)


class CommentRow(Base):
    """What somebody said of a changeset, or of one of its concepts; never changed."""

    __tablename__ = "changeset_comments"
    __table_args__ = (Index("ix_changeset_comments_changeset", "changeset_key"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    changeset_key: Mapped[int] = mapped_column(ForeignKey("changesets.key", ondelete="CASCADE"))
    concept_id: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    author: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class ProtocolRow(Base):
    """How many people a kind of change needs in a scheme, where that is not the default."""

    __tablename__ = "protocols"
    __table_args__ = (CheckConstraint("people in (1, 2)", name="people"),)

    scheme: Mapped[str] = mapped_column(String(40), primary_key=True)
    change: Mapped[str] = mapped_column(String(32), primary_key=True)
    people: Mapped[int]
