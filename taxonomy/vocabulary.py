"""The terms the service speaks: kinds, predicates and states, named as their standards name them."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "KINDS",
    "LANGUAGES",
    "PREDICATES",
    "Justification",
    "Kind",
    "LabelType",
    "MappingPredicate",
    "MappingState",
    "NoteType",
    "Predicate",
    "ReleaseStatus",
    "RetirementReason",
    "Status",
]

LANGUAGES = ("nl", "fr", "de", "en")
"""The languages Competent is kept in; any other BCP 47 tag is stored beside them."""


class Kind(StrEnum):
    """What a concept is in its scheme, in the scheme's own words."""

    PROFILE = "profile"
    TECHNICAL_COMPETENCE = "technical-competence"
    SKILL = "skill"
    KNOWLEDGE = "knowledge"
    BEHAVIOUR = "behaviour"
    SOFT_SKILL = "soft-skill"
    DIGITAL_SKILL = "digital-skill"
    COMPETENCE_SET = "competence-set"
    SECTOR = "sector"
    AREA_OF_INTEREST = "area-of-interest"
    PROOF_OF_LEARNING = "proof-of-learning"
    OCCUPATION = "occupation"
    SKILL_GROUP = "skill-group"
    ISCO_GROUP = "isco-group"
    COMPETENCE_AREA = "competence-area"
    DIGITAL_COMPETENCE = "digital-competence"
    PROFICIENCY_LEVEL = "proficiency-level"
    COMPETENCE_STATEMENT = "competence-statement"
    LEARNING_OUTCOME = "learning-outcome"
    GLOSSARY_TERM = "glossary-term"
    APPELLATION = "appellation"
    PROFESSIONAL_DOMAIN = "professional-domain"
    MAJOR_DOMAIN = "major-domain"
    WORK_CONTEXT = "work-context"


KINDS: dict[str, tuple[Kind, ...]] = {
    "competent": (
        Kind.PROFILE,
        Kind.TECHNICAL_COMPETENCE,
        Kind.SKILL,
        Kind.KNOWLEDGE,
        Kind.BEHAVIOUR,
        Kind.SOFT_SKILL,
        Kind.DIGITAL_SKILL,
        Kind.COMPETENCE_SET,
        Kind.SECTOR,
        Kind.AREA_OF_INTEREST,
        Kind.PROOF_OF_LEARNING,
    ),
    "esco": (Kind.OCCUPATION, Kind.SKILL, Kind.KNOWLEDGE, Kind.SKILL_GROUP, Kind.ISCO_GROUP),
    "digcomp": (
        Kind.COMPETENCE_AREA,
        Kind.DIGITAL_COMPETENCE,
        Kind.PROFICIENCY_LEVEL,
        Kind.COMPETENCE_STATEMENT,
        Kind.LEARNING_OUTCOME,
        Kind.GLOSSARY_TERM,
    ),
    "isco": (Kind.ISCO_GROUP,),
    "rome": (
        Kind.OCCUPATION,
        Kind.APPELLATION,
        Kind.PROFESSIONAL_DOMAIN,
        Kind.MAJOR_DOMAIN,
        Kind.SKILL,
        Kind.SOFT_SKILL,
        Kind.KNOWLEDGE,
        Kind.WORK_CONTEXT,
    ),
}
"""Which kinds a scheme holds, in the order they are shown."""


class Status(StrEnum):
    """A concept is active or retired; a retired one stays reachable for ever."""

    ACTIVE = "active"
    RETIRED = "retired"


class RetirementReason(StrEnum):
    """Why a concept was retired; *unknown* until an editor says more."""

    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"
    NONE = "none"
    UNKNOWN = "unknown"


class LabelType(StrEnum):
    """SKOS §5: skos:prefLabel, skos:altLabel, skos:hiddenLabel."""

    PREFERRED = "preferred"
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"


class NoteType(StrEnum):
    """Texts about a concept: skos:definition, skos:scopeNote, dct:description and Competent's own."""

    DEFINITION = "definition"
    DESCRIPTION = "description"
    SCOPE_NOTE = "scope_note"
    WORKING_CONTEXT = "working_context"
    DISAMBIGUATOR = "disambiguator"


class Predicate(StrEnum):
    """How a concept links to another; inverses are derived, never stored."""

    BROADER = "broader"
    RELATED = "related"
    ESSENTIAL_COMPETENCE = "essentialCompetence"
    OPTIONAL_COMPETENCE = "optionalCompetence"
    SKILL = "skill"
    KNOWLEDGE = "knowledge"
    BEHAVIOUR = "behaviour"
    SOFT_SKILL = "softSkill"
    DIGITAL_SKILL = "digitalSkill"
    COMPETENCE_SET = "competenceSet"
    MEMBER = "member"
    SECTOR = "sector"
    AREA_OF_INTEREST = "areaOfInterest"
    PROOF_OF_LEARNING = "proofOfLearning"
    ESSENTIAL_SKILL = "essentialSkill"
    OPTIONAL_SKILL = "optionalSkill"
    RELATED_SKILL = "relatedSkill"
    LEVEL = "level"
    CORE_COMPETENCE = "coreCompetence"
    SPECIFIC_COMPETENCE = "specificCompetence"
    WORK_CONTEXT = "workContext"
    CLOSE_OCCUPATION = "closeOccupation"
    EVOLUTION = "evolution"
    PARENT_OCCUPATION = "parentOccupation"


PREDICATES: dict[str, tuple[Predicate, ...]] = {
    "competent": (
        Predicate.ESSENTIAL_COMPETENCE,
        Predicate.OPTIONAL_COMPETENCE,
        Predicate.SKILL,
        Predicate.KNOWLEDGE,
        Predicate.BEHAVIOUR,
        Predicate.SOFT_SKILL,
        Predicate.DIGITAL_SKILL,
        Predicate.COMPETENCE_SET,
        Predicate.MEMBER,
        Predicate.SECTOR,
        Predicate.AREA_OF_INTEREST,
        Predicate.PROOF_OF_LEARNING,
        Predicate.BROADER,
        Predicate.RELATED,
    ),
    "esco": (
        Predicate.ESSENTIAL_SKILL,
        Predicate.OPTIONAL_SKILL,
        Predicate.RELATED_SKILL,
        Predicate.BROADER,
        Predicate.RELATED,
    ),
    "digcomp": (Predicate.LEVEL, Predicate.BROADER, Predicate.RELATED),
    "isco": (Predicate.BROADER, Predicate.RELATED),
    "rome": (
        Predicate.CORE_COMPETENCE,
        Predicate.SPECIFIC_COMPETENCE,
        Predicate.WORK_CONTEXT,
        Predicate.CLOSE_OCCUPATION,
        Predicate.EVOLUTION,
        Predicate.PARENT_OCCUPATION,
        Predicate.BROADER,
        Predicate.RELATED,
    ),
}
"""By which predicates the concepts of a scheme link to each other."""


class ReleaseStatus(StrEnum):
    """The life of a release; a published one never changes, a bad one is withdrawn."""

    DRAFT = "draft"
    CANDIDATE = "candidate"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class MappingPredicate(StrEnum):
    """How a concept of one scheme stands to one of another, as CURIEs (SKOS §10), closest first."""

    EXACT = "skos:exactMatch"
    CLOSE = "skos:closeMatch"
    BROAD = "skos:broadMatch"
    NARROW = "skos:narrowMatch"
    RELATED = "skos:relatedMatch"


class MappingState(StrEnum):
    """The life of a mapping: only an accepted one is told to the world as true."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    STALE = "stale"


class Justification(StrEnum):
    """Why a mapping holds (SSSOM mapping_justification; terms of the SEMAPV vocabulary)."""

    MANUAL = "semapv:ManualMappingCuration"
    REVIEW = "semapv:MappingReview"
    LEXICAL = "semapv:LexicalMatching"
    SEMANTIC = "semapv:SemanticSimilarityThresholdMatching"
    COMPOSITE = "semapv:CompositeMatching"
    CHAINING = "semapv:MappingChaining"
    INVERSION = "semapv:MappingInversion"
    UNSPECIFIED = "semapv:UnspecifiedMatching"
