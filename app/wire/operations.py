"""Problems, readiness, the software."""

from __future__ import annotations

from typing import Any

from app.wire.body import Wire

__all__ = [
    "ErrorCode",
    "ErrorCodeList",
    "Problem",
    "Readiness",
    "Version",
]


class Problem(Wire):
    """RFC 9457; `code` is stable and documented at `type`."""

    type: str
    code: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str


class ErrorCode(Wire):
    """What a code means."""

    code: str
    title: str
    status: int
    description: str


class ErrorCodeList(Wire):
    """Every code."""

    items: list[ErrorCode]
    total: int


class Readiness(Wire):
    """Whether the worker can serve, what it serves, and what fails."""

    ready: bool
    serving: dict[str, dict[str, Any]]
    failures: list[dict[str, str]]


class Version(Wire):
    """Which software answers."""

    name: str
    version: str
    api: str
