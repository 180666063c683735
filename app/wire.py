"""The API's bodies as the OpenAPI document describes them; fields may be added, never change meaning."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from taxonomy.vocabulary import Kind, Predicate, ReleaseStatus, RetirementReason, Status

__all__ = [
    "BatchAnswer",
    "BatchQuestion",
    "Brief",
    "CompetenceSet",
    "Concept",
    "ConceptList",
    "ErrorCode",
    "ErrorCodeList",
    "Occupation",
    "Problem",
    "Profile",
    "Readiness",
    "Release",
    "ReleaseList",
    "Scheme",
    "SchemeList",
    "UsedConcept",
    "Version",
]

LabelSet = Annotated[dict[str, str], Field(description="Language → text: every language there is.")]
Labels = Annotated[dict[str, list[str]], Field(description="Language → texts.")]
MOST_IDS = 10_000


class Wire(BaseModel):
    """What every body has in common: clients must ignore fields that they do not know."""

    model_config = ConfigDict(extra="allow")


class Reading(Wire):
    """The text of a label set that is read to who asked for `asked`."""

    text: str
    lang: str
    asked: str
    fallback: bool


class Framework(Wire):
    """Where a digital skill stands in its framework."""

    name: str
    version: str
    number: str


class Brief(Wire):
    """A concept inside another one; the bare id where the release does not hold it."""

    id: str
    notation: str | None = None
    kind: Kind | None = None
    status: Status | None = None
    pref_label: LabelSet | None = None
    label: Reading | None = None
    framework: Framework | None = None


class Link(Wire):
    """A link with its target embedded."""

    predicate: Predicate
    target: Brief


class Retired(Wire):
    """Since which release, and why."""

    since: str | None = None
    reason: RetirementReason


class Summary(Wire):
    """A concept in a list; `predicate` and `through` in the reverse look-up only."""

    id: str
    notation: str | None = None
    uri: str
    kind: Kind
    status: Status
    pref_label: LabelSet
    label: Reading | None = None
    disambiguator: LabelSet | None = None
    framework: Framework | None = None
    retired: Retired | None = None
    replaced_by: list[Brief] | None = None
    predicate: Predicate | None = None
    through: Brief | None = None


class Concept(Summary):
    """Everything a release says of a concept."""

    scheme: str
    release: str
    alt_labels: Labels
    hidden_labels: Labels
    definition: LabelSet | None = None
    description: LabelSet | None = None
    scope_note: LabelSet | None = None
    working_context: LabelSet | None = None
    readings: dict[str, Reading] | None = None
    notations: dict[str, list[str]]
    collections: list[str] | None = None
    attributes: dict[str, str] | None = None
    links: list[Link]
    first_release: str
    last_release: str | None
    revision: str


class Competence(Brief):
    """A technical competence inside a profile; `rarity` = ln(profiles / profiles asking for it)."""

    rarity: float | None = None
    skill: Brief | None = None
    knowledge: list[Brief] = []
    behaviours: list[Brief] = []
    sets: list[str] = []


class SetInProfile(Brief):
    """A competence set inside a profile, with the notations of its members."""

    disambiguator: LabelSet | None = None
    members: list[str] = []


class Profile(Concept):
    """A profile with everything it links to; `links` holds what is not embedded by name."""

    essential_competences: list[Competence]
    optional_competences: list[Competence]
    soft_skills: list[Brief]
    digital_skills: list[Brief]
    competence_sets: list[SetInProfile]
    sectors: list[Brief]
    areas_of_interest: list[Brief]
    proofs_of_learning: list[Brief]


class AskedSkill(Brief):
    """A skill or knowledge (see `kind`) inside an occupation."""

    rarity: float | None = None


class Occupation(Concept):
    """An occupation with everything it links to."""

    essential_skills: list[AskedSkill]
    optional_skills: list[AskedSkill]
    broader: list[Brief]
    narrower: list[Brief]
    isco_group: Brief | None = None


class UsedConcept(Concept):
    """A soft or digital skill with the active profiles that use it."""

    profiles: list[Brief]


class CompetenceSet(UsedConcept):
    """A competence set with its members."""

    members: list[Brief]


class ConceptList(Wire):
    """One page of concepts."""

    items: list[Summary]
    next: str | None = None
    total: int
    release: str


class BatchQuestion(BaseModel):
    """Ids, notations or URIs, each answered once."""

    ids: list[Annotated[str, Field(max_length=2000)]] = Field(max_length=MOST_IDS)


class BatchAnswer(Wire):
    """The concepts in the order asked for, and what the release does not know."""

    items: list[Concept]
    unknown: list[str]
    total: int
    release: str


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
