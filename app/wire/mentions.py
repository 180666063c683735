"""The bodies of questions and answers about mentions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.wire.body import Wire

__all__ = ["ColleagueList", "MentionList", "SeenQuestion"]


class Mention(Wire):
    """That a comment calls the person: who said what, of what, and on which screen."""

    number: int
    at: datetime
    author: str
    about: str
    id: str
    text: str
    seen_at: datetime | None = None
    links: dict[str, str]


class MentionList(Wire):
    """One page of mentions, the newest first, and how many of all are unseen."""

    items: list[Mention]
    unseen: int
    next: str | None = None


class Colleague(Wire):
    """Somebody whom a comment may call, and where they work."""

    name: str
    organisation: str


class ColleagueList(Wire):
    """Whom a comment may call, by name."""

    items: list[Colleague]


class SeenQuestion(BaseModel):
    """Which mentions were seen; without numbers all."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"numbers": [17]}})

    numbers: (
        Annotated[list[Annotated[int, Field(ge=1, le=2**31 - 1)]], Field(max_length=1_000)] | None
    ) = None
