"""The bodies of answers about the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.wire.body import Wire

__all__ = ["ActList"]


class AuditAct(Wire):
    """What somebody did; `about` is the kind of what it was about, `before` and `after` null where there was nothing."""

    number: int
    at: datetime
    actor: str
    organisation: str
    act: str
    about: str
    id: str
    scheme: str
    before: Any = None
    after: Any = None
    why: str


class ActList(Wire):
    """One page of acts, the newest first."""

    items: list[AuditAct]
    next: str | None = None
