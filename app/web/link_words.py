"""What the pages call links between concepts, in both directions, and the notes about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.web.languages import message
from taxonomy.vocabulary import Kind, NoteType, Predicate, RetirementReason

if TYPE_CHECKING:
    from collections.abc import Callable

    from taxonomy.schemes import Scheme

__all__ = ["DOTS", "FATES", "NOTES", "ONE", "SYSTEMS", "TO", "WITH", "one_of"]

TO = {
    Predicate.BROADER: message("Broader"),
    Predicate.RELATED: message("Related"),
    Predicate.ESSENTIAL_COMPETENCE: message("Essential competences"),
    Predicate.OPTIONAL_COMPETENCE: message("Optional competences"),
    Predicate.SKILL: message("Skill"),
    Predicate.KNOWLEDGE: message("Knowledge"),
    Predicate.BEHAVIOUR: message("Behavioural indicators"),
    Predicate.SOFT_SKILL: message("Soft skills"),
    Predicate.DIGITAL_SKILL: message("Digital skills"),
    Predicate.COMPETENCE_SET: message("Competence sets"),
    Predicate.MEMBER: message("What the set holds"),
    Predicate.SECTOR: message("Sectors"),
    Predicate.AREA_OF_INTEREST: message("Areas of interest"),
    Predicate.PROOF_OF_LEARNING: message("Proofs of learning"),
    Predicate.ESSENTIAL_SKILL: message("Essential"),
    Predicate.OPTIONAL_SKILL: message("Optional"),
    Predicate.RELATED_SKILL: message("Related skills"),
    Predicate.LEVEL: message("Proficiency level"),
    Predicate.CORE_COMPETENCE: message("Core competences"),
    Predicate.SPECIFIC_COMPETENCE: message("Specific competences"),
    Predicate.WORK_CONTEXT: message("Work contexts"),
    Predicate.CLOSE_OCCUPATION: message("Occupations close to it"),
    Predicate.EVOLUTION: message("Where it may lead"),
    Predicate.PARENT_OCCUPATION: message("Occupation above it"),
}
"""From the concept on view."""

WITH = {
    Predicate.BROADER: message("Narrower"),
    Predicate.RELATED: message("Related"),
    Predicate.ESSENTIAL_COMPETENCE: message("Essential for"),
    Predicate.OPTIONAL_COMPETENCE: message("Optional for"),
    Predicate.SKILL: message("Technical competences with this skill"),
    Predicate.KNOWLEDGE: message("Technical competences with this knowledge"),
    Predicate.BEHAVIOUR: message("Technical competences with this indicator"),
    Predicate.SOFT_SKILL: message("Asked of"),
    Predicate.DIGITAL_SKILL: message("Asked of"),
    Predicate.COMPETENCE_SET: message("Used by"),
    Predicate.MEMBER: message("In the competence sets"),
    Predicate.SECTOR: message("In this sector"),
    Predicate.AREA_OF_INTEREST: message("In this area of interest"),
    Predicate.PROOF_OF_LEARNING: message("With this proof of learning"),
    Predicate.ESSENTIAL_SKILL: message("Essential for"),
    Predicate.OPTIONAL_SKILL: message("Optional for"),
    Predicate.RELATED_SKILL: message("Related skills"),
    Predicate.LEVEL: message("At this level"),
    Predicate.CORE_COMPETENCE: message("Core competence of"),
    Predicate.SPECIFIC_COMPETENCE: message("Specific competence of"),
    Predicate.WORK_CONTEXT: message("In this work context"),
    Predicate.CLOSE_OCCUPATION: message("Occupations close to it"),
    Predicate.EVOLUTION: message("Where it comes from"),
    Predicate.PARENT_OCCUPATION: message("Occupations below it"),
}
"""To the concept on view."""

ONE = {
    Kind.PROFILE: message("profile"),
    Kind.TECHNICAL_COMPETENCE: message("technical competence"),
    Kind.SKILL: message("skill"),
    Kind.KNOWLEDGE: message("knowledge"),
    Kind.BEHAVIOUR: message("behavioural indicator"),
    Kind.SOFT_SKILL: message("soft skill"),
    Kind.DIGITAL_SKILL: message("digital skill"),
    Kind.COMPETENCE_SET: message("competence set"),
    Kind.SECTOR: message("sector"),
    Kind.AREA_OF_INTEREST: message("area of interest"),
    Kind.PROOF_OF_LEARNING: message("proof of learning"),
    Kind.OCCUPATION: message("occupation"),
    Kind.SKILL_GROUP: message("skill group"),
    Kind.ISCO_GROUP: message("ISCO group"),
    Kind.COMPETENCE_AREA: message("competence area"),
    Kind.DIGITAL_COMPETENCE: message("digital competence"),
    Kind.PROFICIENCY_LEVEL: message("proficiency level"),
    Kind.COMPETENCE_STATEMENT: message("competence statement"),
    Kind.LEARNING_OUTCOME: message("learning outcome"),
    Kind.GLOSSARY_TERM: message("glossary term"),
    Kind.APPELLATION: message("appellation"),
    Kind.PROFESSIONAL_DOMAIN: message("professional domain"),
    Kind.MAJOR_DOMAIN: message("major domain"),
    Kind.WORK_CONTEXT: message("work context"),
}
"""A concept of the kind."""

NOTES = {
    NoteType.DEFINITION: message("Definition"),
    NoteType.DESCRIPTION: message("Description"),
    NoteType.SCOPE_NOTE: message("Scope"),
    NoteType.WORKING_CONTEXT: message("Working context"),
    NoteType.DISAMBIGUATOR: message("Told apart by"),
}

FATES = {
    RetirementReason.REPLACED: message("Another concept replaces it."),
    RetirementReason.SPLIT: message("It was split into several concepts."),
    RetirementReason.MERGED: message("It was merged into another concept."),
    RetirementReason.NONE: message("Nothing replaces it."),
    RetirementReason.UNKNOWN: message("Its publisher does not say why."),
}

DOTS = {
    Predicate.ESSENTIAL_COMPETENCE: "full",
    Predicate.ESSENTIAL_SKILL: "full",
    Predicate.OPTIONAL_COMPETENCE: "open",
    Predicate.OPTIONAL_SKILL: "open",
}
"""The sign before what is essential, and before what is optional."""

SYSTEMS = {"isco-08": "ISCO-08", "rome": "ROME"}
"""What systems of codes are called; one that is not listed here is called by its id."""


def one_of(scheme: Scheme, translated: Callable[[str], str]) -> dict[str, str]:
    """What a concept of each kind of a scheme is called, for scripts."""
    return {kind.value: translated(ONE[kind]) for kind in scheme.kinds}
