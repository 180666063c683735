"""Concepts, profiles and occupations, one and many."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from app.wire.body import Wire
from taxonomy.vocabulary import Kind, MappingPredicate, Predicate, RetirementReason, Status

__all__ = [
    "AskedSkill",
    "BatchAnswer",
    "BatchQuestion",
    "Brief",
    "Competence",
    "CompetenceSet",
    "Concept",
    "ConceptList",
    "FixedMapping",
    "ForeignConcept",
    "Framework",
    "Link",
    "Occupation",
    "Profile",
    "Reading",
    "Retired",
    "SetInProfile",
    "Summary",
    "UsedConcept",
]

LabelSet = TypeAliasType(
    "LabelSet",
    Annotated[dict[str, str], Field(description="Language → text: every language there is.")],
)
Labels = TypeAliasType(
    "Labels", Annotated[dict[str, list[str]], Field(description="Language → texts.")]
)
MOST_IDS = 10_000


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
    knowledge: list[Brief] | None = None
    behaviours: list[Brief] | None = None
    sets: list[str] | None = None


class SetInProfile(Brief):
    """A competence set inside a profile, with the notations of its members."""

    disambiguator: LabelSet | None = None
    members: list[str] | None = None


class ForeignConcept(Wire):
    """A concept of another scheme as a mapping names it; `given_label` is its source's word for it."""

    id: str
    given_label: str | None = None


class FixedMapping(Wire):
    """An accepted mapping as the release was published with it; `/v1/mappings/{id}` tells more."""

    id: str
    predicate: MappingPredicate
    object: ForeignConcept
    release: str


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
    mappings: list[FixedMapping]


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
    mappings: list[FixedMapping]


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

    model_config = ConfigDict(json_schema_extra={"example": {"ids": ["SK-12", "OP-10", "SK-0"]}})

    ids: list[Annotated[str, Field(max_length=2000)]] = Field(max_length=MOST_IDS)


class BatchAnswer(Wire):
    """The concepts in the order asked for, and what the release does not know."""

    items: list[Concept]
    unknown: list[str]
    total: int
    release: str
