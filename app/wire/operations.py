"""Problems, readiness, the software."""

from __future__ import annotations

from typing import Any

from app.wire.body import Wire

__all__ = [
    "ErrorCode",
    "ErrorCodeList",
    "Problem",
    "Readiness",
    "ReleaseUsage",
    "RetiredUsage",
    "Usage",
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


class ReleaseUsage(Wire):
    """How often a release was asked for: `pinned`, or by the alias that stood for it."""

    scheme: str
    version: str
    asked: str
    requests: int


class RetiredUsage(Wire):
    """How often a concept was asked for that is retired in the release."""

    scheme: str
    version: str
    id: str
    notation: str
    requests: int


class Usage(Wire):
    """What this worker was asked for since it started, most asked first."""

    releases: list[ReleaseUsage]
    retired: list[RetiredUsage]


class Version(Wire):
    """Which software answers."""

    name: str
    version: str
    api: str
