"""The tables of people: who they are, what they are granted, how they came in, and the audit of every act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, Moment

__all__ = ["AuditRow", "GrantRow", "PersonRow", "SessionRow", "SignInLinkRow", "SignInRow"]


class PersonRow(Base):
    """A person. `folded` is the name as no second person may have it; nobody is ever removed.

    `issuer` and `subject` are what an identity provider knows the person by (OpenID Connect Core §2).
    """

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("folded"), UniqueConstraint("issuer", "subject"))

    key: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)


class GrantRow(Base):
    """That a person has a role; `languages` are those it is bound to, none where it holds for all."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint(
            "role in ('viewer', 'translator', 'editor', 'mapper', 'reviewer', 'publisher', 'admin')",
            name="role",
        ),
    )

    person_key: Mapped[int] = mapped_column(
        ForeignKey("people.key", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(16), primary_key=True)
    languages: Mapped[list[str]] = mapped_column(JSON)
    granted_at: Mapped[datetime] = mapped_column(Moment)
    granted_by: Mapped[str] = mapped_column(Text)


class SessionRow(Base):
    """That somebody is signed in: never the token of the cookie itself, only its SHA-256.

    `since` is when the person was last seen before they signed in.
    """

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("digest"), Index("ix_sessions_person", "person_key"))

    key: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_key: Mapped[int] = mapped_column(ForeignKey("people.key", ondelete="CASCADE"))
    way: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    since: Mapped[datetime | None] = mapped_column(Moment)


class SignInLinkRow(Base):
    """A link that signs a person in once: never its token itself, only the SHA-256."""

    __tablename__ = "sign_in_links"
    __table_args__ = (UniqueConstraint("digest"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_key: Mapped[int] = mapped_column(ForeignKey("people.key", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInRow(Base):
    """A sign-in at an identity provider that has begun: what its answer must fit, once.

    `state` and `browser` are digests; `nonce` and `verifier` are confidential until it is used.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (UniqueConstraint("state"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[bytes] = mapped_column(LargeBinary(32))
    browser: Mapped[bytes] = mapped_column(LargeBinary(32))
    nonce: Mapped[str] = mapped_column(Text)
    verifier: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class AuditRow(Base):
    """One act. Triggers refuse that an entry is changed or taken away.

    Whatever entries are asked by, an index has them in the order of pages: there may be millions.
    """

    __tablename__ = "audit"
    __table_args__ = (
        *(
            Index(f"ix_audit_{it}", it, "key")
            for it in ("actor", "organisation", "act", "scheme", "about_id")
        ),
        Index("ix_audit_about", "about", "scheme", "key"),
        Index("ix_audit_at", "at", "key", "actor", "organisation", "act"),
        {"sqlite_autoincrement": True},  # no number is given twice
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    act: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[str] = mapped_column(Text)
    scheme: Mapped[str] = mapped_column(String(40))
    before: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    after: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    why: Mapped[str] = mapped_column(Text)
