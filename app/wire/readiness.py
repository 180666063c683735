"""The body of the answer that tells how ready the next release is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.wire.body import Wire
from taxonomy.vocabulary import Kind

__all__ = [
    "DeadlineReadiness",
    "DoingReadiness",
    "GapReadiness",
    "LanguageReadiness",
    "PlanReadiness",
    "ReadinessAnswer",
]


class LanguageReadiness(Wire):
    """How far the translations into a language are: state → how many texts."""

    lang: str
    total: int
    approved_percent: float
    states: dict[str, int]


class GapReadiness(Wire):
    """What concepts of a kind lack: how many of all; the first thousand by their ids."""

    gap: str
    kind: Kind
    total: int
    lacking: int
    concepts: list[str]


class PlanReadiness(Wire):
    """A draft or candidate on its way: both ends of its window, who planned it, how far it is.

    `show_by` is the last day on which a draft can be shown and leave its readers the usual time;
    `due` says that the window of a candidate is over.
    """

    version: str
    status: Annotated[str, Field(pattern="^(draft|candidate)$")]
    candidate_since: date | None = None
    show_by: date | None = None
    planned_for: date | None = None
    planned_by: str = ""
    days_left: int | None = None
    days_passed: int | None = None
    due: bool


class DeadlineReadiness(Wire):
    """A release, a draft that is to be shown, a candidate or a campaign that is due."""

    what: Annotated[str, Field(pattern="^(release|showing|candidate|campaign)$")]
    name: str
    title: str
    day: date
    days: int


class DoingReadiness(Wire):
    """What somebody did since work on the draft began: act → how often."""

    actor: str
    organisation: str
    acts: dict[str, int]
    total: int


class ReadinessAnswer(Wire):
    """How ready the next release is; `findings` counts by severity."""

    version: str
    since: datetime | None = None
    findings: dict[str, int]
    translations: list[LanguageReadiness]
    gaps: list[GapReadiness]
    plans: list[PlanReadiness]
    deadlines: list[DeadlineReadiness]
    people: list[DoingReadiness]
