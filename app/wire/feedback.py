"""The bodies of answers about what visitors say."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.wire.body import Wire

__all__ = ["RemarkList"]


class FeedbackRemark(Wire):
    """What a visitor said of a concept, as it stood in a release; `contact` is empty where none was left."""

    receipt: str
    at: datetime
    scheme: str
    version: str
    concept: str
    notation: str
    kind: str
    label: str
    about: Annotated[str, Field(pattern="^(wrong|missing|translation|other)$")]
    lang: str
    text: str
    contact: str


class RemarkList(Wire):
    """One page of remarks, in the order in which they came."""

    items: list[FeedbackRemark]
    next: str | None = None
