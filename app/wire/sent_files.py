"""What is said of every file that somebody sent, whatever it holds."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from app.wire.body import Wire

__all__ = ["SentFile"]


class SentFile(Wire):
    """A file that was sent, and how far its reading is.

    `rows` are `done` of `total` (0: unknown).
    """

    id: int
    name: str
    bytes: int
    sha256: str
    state: Annotated[str, Field(pattern="^(waiting|reading|read|refused|taking|taken)$")]
    rows: dict[str, int]
    seconds_left: int | None = None
    refused: int
    findings: list[dict[str, Any]]
    created_at: datetime
    expires_at: datetime
    etag: str
