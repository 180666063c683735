"""The bodies of answers about the review of a mapping set."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from app.wire.body import Wire
from taxonomy.vocabulary import Kind, MappingPredicate

__all__ = [
    "MappingCase",
    "MappingDecision",
    "MappingDecisions",
    "MappingEdition",
    "MappingOutlook",
    "MappingQuestion",
    "MappingReview",
    "ReviewedConcept",
    "ReviewedConcepts",
]

QueueName = Annotated[str, Field(pattern="^(stale|suggested|unmapped|decided)$")]


class MappingReview(Wire):
    """How far the review of a set is: `counts` by queue, `kinds` by kind and queue, `mappings` by state."""

    set: str
    edition: int
    status: str
    subject: str
    object: str
    counts: dict[str, int]
    kinds: dict[str, dict[str, int]]
    mappings: dict[str, dict[str, int]]
    links: dict[str, str]


class MappingEdition(Wire):
    """An edition of a mapping set; `mappings` count them by state and predicate."""

    set: str
    edition: int
    status: str
    mappings: dict[str, dict[str, int]]
    published_at: datetime | None
    digest: str


class MappingOutlook(MappingEdition):
    """What publishing would make public; `open_items` of its upgrade block it, but for those signed off."""

    findings: list[dict[str, Any]]
    open_items: int
    signed_off: int
    blocked: bool


class ReviewedConcept(Wire):
    """A concept in its queue; `confidence` is that of its likeliest candidate, `put_off` by whoever asks."""

    id: str
    notation: str
    kind: Kind
    labels: dict[str, str]
    queue: QueueName
    confidence: float
    asked: bool
    differs: bool
    put_off: bool


class ReviewedConcepts(Wire):
    """One page of the concepts, in the order of work."""

    items: list[ReviewedConcept]
    total: int
    next: str | None = None


class PickedConcept(Wire):
    """A concept that is chosen, and how the subject is mapped to it."""

    object: str
    predicate: MappingPredicate


class MappingDecision(Wire):
    """What somebody decided; without picks: that nothing fits. One that settles ends a difference.

    `confidences` say how likely each chosen concept was said to be, where it had been suggested.
    """

    number: int
    concept: str
    at: datetime
    by: str
    organisation: str
    state: Annotated[str, Field(pattern="^(proposed|made|undone|skipped)$")]
    picks: list[PickedConcept]
    confidences: dict[str, float]
    reason: str
    settles: bool


class MappingDecisions(Wire):
    """What was decided, in the order of the question."""

    items: list[MappingDecision]


class MappingQuestion(Wire):
    """A question about a concept, of a colleague or ("") of anybody, with its answer where there is one."""

    number: int
    concept: str
    at: datetime
    by: str
    of: str
    text: str
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


class CandidateConcept(Wire):
    """A candidate; `origin`: stale, suggested, accepted, successor, sibling or looked-up."""

    concept: dict[str, Any]
    predicate: MappingPredicate
    origin: str
    confidence: float | None = None
    score: float | None = None
    reasons: list[str]


class OpinionOfPeople(Wire):
    """What some people chose, where others chose something else."""

    by: list[str]
    picks: list[PickedConcept]


class MappingCase(Wire):
    """One concept to judge. `upgrade` names the open upgrade in which its stale mappings are decided."""

    set: str
    etag: str
    queue: QueueName
    subject: dict[str, Any]
    candidates: list[CandidateConcept]
    accepted: list[CandidateConcept]
    nothing_fits: bool
    stale: list[dict[str, Any]]
    decisions: list[MappingDecision]
    differing: list[OpinionOfPeople]
    questions: list[MappingQuestion]
    upgrade: str | None = None
