"""The table of mentions: whom a comment names, and whether they have seen it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, Moment

__all__ = ["MentionRow"]


class MentionRow(Base):
    """That somebody is named in what was said; `folded` is their name as no second person has it.

    `path` is the screen on which it was said. Of what is said here only `seen_at` ever changes.
    """

    __tablename__ = "mentions"
    __table_args__ = (Index("ix_mentions_folded", "folded", "key"),)

    key: Mapped[int] = mapped_column(primary_key=True)
    folded: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    author: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
