"""The bodies of answers about mapping sets and mappings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.wire.body import Wire
from app.wire.concepts import Brief
from taxonomy.vocabulary import Justification, MappingPredicate, MappingState

__all__ = ["MappingList", "MappingSet", "MappingSetList", "WhyMapping"]


class MappedConcept(Brief):
    """A mapped concept; `given_label` is what the source called one that no served release holds."""

    uri: str | None = None
    given_label: str | None = None
    release: str


class Mapping(Wire):
    """A mapping, read from its subject: the object is broader with `skos:broadMatch`."""

    id: str
    subject: MappedConcept
    predicate_id: MappingPredicate
    object: MappedConcept
    mapping_justification: Justification
    state: MappingState
    confidence: float | None = None
    author: str | None = None
    reviewer: str | None = None
    mapping_date: date | None = None
    review_date: date | None = None
    comment: str | None = None
    source: str | None = None
    reasons: list[dict[str, Any]] | None = None


class MappingList(Wire):
    """One page of the mappings between two releases, by subject, closest predicate first."""

    items: list[Mapping]
    next: str | None = None
    total: int
    subject: str
    object: str
    mapping_set: str
    inverted: bool


class Source(Wire):
    """A file that mappings were read from, and what it says of itself."""

    file: str
    sha256: str | None = None
    title: str | None = None
    author: str | None = None
    version: str | None = None
    date: str | None = None
    licence: str | None = None


class MappingSet(Wire):
    """The mappings between two releases; `counts` maps a state to how many of each predicate."""

    name: str
    edition: int
    subject: str
    object: str
    status: str
    published_at: datetime | None
    sample: bool
    total: int
    counts: dict[MappingState, dict[MappingPredicate, int]]
    digest: str
    sources: list[Source]
    comment: str | None = None
    carried_from: str | None = None
    links: dict[str, str]


class MappingSetList(Wire):
    """The newest published edition of every mapping set."""

    items: list[MappingSet]
    total: int


class Standing(Wire):
    """A set that holds the mapping, and the mapping's state there."""

    mapping_set: str
    status: str
    state: MappingState


class Happening(Wire):
    """Something that happened to the mapping."""

    at: datetime
    actor: str
    action: str
    mapping_set: str
    detail: dict[str, Any] | None = None


class WhyMapping(Mapping):
    """A mapping and everything known of it: since which set, where it stands, what happened to it.

    `revisions` name the documents of both concepts as they were when somebody last looked at it.
    """

    mapping_set: str
    first_set: str
    sets: list[Standing]
    revisions: dict[str, str]
    history: list[Happening]
