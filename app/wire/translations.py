"""The bodies of answers about translations, campaigns and terms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from app.wire.body import Wire

__all__ = [
    "ApprovalList",
    "CampaignList",
    "CampaignReport",
    "CorrectedWord",
    "ReviewCampaign",
    "TakenPackage",
    "TermEntry",
    "TermList",
    "TranslationProgress",
    "TranslationUnit",
    "UnitList",
    "WholeUnit",
]

UnitState = Annotated[str, Field(pattern="^(missing|machine|draft|review|approved|stale)$")]


class CorrectedWord(Wire):
    """What may be meant by a word; `spelling` says whether a dictionary of the language is there."""

    lang: str
    word: str
    spelling: Annotated[str, Field(pattern="^(checked|loading|absent)$")]
    corrections: list[str]


class TranslationUnit(Wire):
    """A text in one target language, where it stands, and what may be done with it."""

    id: str
    etag: str
    concept: str
    notation: str
    kind: str
    label: str
    field: str
    lang: str
    state: UnitState
    reviewed: bool
    source: str
    source_then: str
    target: str
    text: str
    steps: list[str]
    assigned_to: str
    organisation: str
    priority: int
    flagged_by: str
    comments: int
    published_in: str | None = None
    written_by: str | None = None
    written_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    changeset: int | None = None
    longest: int | None = None


class UnitList(Wire):
    """One page of units, and how many there are of each state, kind … of those that are asked for."""

    release: str
    draft: bool
    items: list[TranslationUnit]
    total: int
    counts: dict[str, dict[str, int]]
    next: str | None = None


class WholeUnit(TranslationUnit):
    """A unit with what helps, what is odd, who uses it, and its story."""

    helps: dict[str, Any]
    findings: list[dict[str, Any]]
    spelling: Annotated[str, Field(pattern="^(checked|loading|absent)$")]
    used_by: list[dict[str, Any]]
    events: list[dict[str, Any]]


class LanguageProgress(Wire):
    """How far a language is: `percent` is approved, `reviewed` of these were read by a person."""

    total: int
    percent: float
    reviewed: int
    states: dict[str, int]


class TranslationProgress(Wire):
    """How far each language is."""

    release: str
    draft: bool
    languages: dict[str, LanguageProgress]
    releases: list[dict[str, Any]]


class ApprovalList(Wire):
    """What became, or would become, of each unit."""

    items: list[dict[str, Any]]


class ReviewCampaign(Wire):
    """A campaign, and how far it is."""

    name: str
    etag: str
    scheme: str
    title: str
    lang: str
    kinds: list[str]
    fields: list[str]
    state: Annotated[str, Field(pattern="^(open|frozen|closed)$")]
    deadline: date | None = None
    began_at: datetime
    began_by: str
    changed_at: datetime
    changed_by: str
    total: int | None = None
    done: int | None = None
    left: int | None = None
    states: dict[str, int] | None = None


class CampaignList(Wire):
    """Every campaign, the newest first."""

    items: list[ReviewCampaign]


class CampaignReport(ReviewCampaign):
    """A campaign with its burn-down, and who did what in it."""

    days: list[dict[str, Any]]
    people: dict[str, dict[str, int]]
    reopened: int


class TakenPackage(Wire):
    """What a file that came back changes; `newer` are units that others changed since it was made: they stay."""

    release: str
    lang: str
    changes: list[dict[str, Any]]
    newer: list[dict[str, Any]]
    same: int
    findings: list[dict[str, Any]]


class TermEntry(Wire):
    """How a term is said in a language."""

    lang: str
    source: str
    target: str
    forbidden: list[str]
    remark: str
    changed_at: datetime
    changed_by: str


class TermList(Wire):
    """The term base of a language, or of all."""

    items: list[TermEntry]
