"""Schemes and releases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.wire.body import Wire
from taxonomy.vocabulary import Kind, ReleaseStatus

__all__ = [
    "Release",
    "ReleaseList",
    "ReleaseSummary",
    "Rescheduled",
    "Scheme",
    "SchemeList",
]


class Scheme(Wire):
    """A scheme that has releases."""

    id: str
    title: str
    description: str
    publisher: str
    homepage: str
    licence: str
    attribution: str
    languages: list[str]
    kinds: list[Kind]
    current: str | None
    releases: int
    links: dict[str, str]


class SchemeList(Wire):
    """Every scheme."""

    items: list[Scheme]
    total: int


class Rescheduled(Wire):
    """That the day on which a candidate was to become current moved: when, from which day, and why."""

    at: datetime
    from_: Annotated[date | None, Field(alias="from")]
    reason: str


class ReleaseSummary(Wire):
    """A release in the list of releases."""

    scheme: str
    version: str
    status: ReleaseStatus
    released_at: date | None
    published_at: datetime | None
    previous: str | None
    digest: str
    counts: dict[str, int]
    sample: bool
    links: dict[str, str]
    candidate_since: datetime | None = None
    planned_for: date | None = None
    promoted_at: datetime | None = None
    rescheduled: Rescheduled | None = None
    withdrawal: str | None = None


class Release(ReleaseSummary):
    """Everything said of a release."""

    next: str | None
    current: str | None
    retired: dict[str, int]
    languages: dict[str, float]
    licence: str
    attribution: str
    citation: str
    note: str | None = None


class ReleaseList(Wire):
    """The public releases of a scheme, oldest version first."""

    items: list[ReleaseSummary]
    total: int
