"""The tables of files that editors sent: what is known of each, and its bytes and reading in pieces."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, Moment

__all__ = ["ImportPieceRow", "ImportRow"]


class ImportRow(Base):
    """A file that somebody sent to be looked at and taken (`purpose`); it goes when its time is over.

    `beat_at` is when whoever reads or takes it last said so. `problem` is why it cannot be read or
    was not taken; `findings` are those of its rows, `refused` counts the rows that were refused.
    `asked` is how it is read, `result` what became of it, where that is no changeset.
    """

    __tablename__ = "imports"
    __table_args__ = (
        Index("ix_imports_owner", "owner"),
        CheckConstraint(
            "state in ('waiting', 'reading', 'read', 'refused', 'taking', 'taken')", name="state"
        ),
        {"sqlite_autoincrement": True},  # the number of a file that went is no other's
    )

    key: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16), server_default="changeset")
    scheme: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    owner: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    done: Mapped[int]
    total: Mapped[int]
    concepts: Mapped[int]
    refused: Mapped[int]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    problem: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked: Mapped[dict[str, str]] = mapped_column(JSON, server_default="{}")
    result: Mapped[dict[str, Any]] = mapped_column(JSON, server_default="{}")
    changeset_key: Mapped[int | None] = mapped_column(ForeignKey("changesets.key"))
    revision: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)
    began_at: Mapped[datetime | None] = mapped_column(Moment)
    beat_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class ImportPieceRow(Base):
    """A piece of such a file (`file`), or of what was read in it (`reading`)."""

    __tablename__ = "import_pieces"

    import_key: Mapped[int] = mapped_column(
        ForeignKey("imports.key", ondelete="CASCADE"), primary_key=True
    )
    part: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
