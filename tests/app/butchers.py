"""A small Competent through two releases, and an ESCO beside it, for the tests of the service."""

from __future__ import annotations

from dataclasses import replace

from taxonomy.mapping import NO_TERM_FOUND
from taxonomy.model import Framework, Lifespan, Link
from taxonomy.vocabulary import (
    Kind,
    MappingState,
    NoteType,
    Predicate,
    ReleaseStatus,
    RetirementReason,
)
from tests.app.serving import Shelf
from tests.build import (
    alternative,
    concept,
    description,
    link,
    mapping,
    mapping_set,
    retired,
    taxonomy,
)

OCCUPATION = "http://data.europa.eu/esco/occupation/1"
OTHER_OCCUPATION = "http://data.europa.eu/esco/occupation/2"
SKILL = "http://data.europa.eu/esco/skill/1"
KNOWLEDGE = "http://data.europa.eu/esco/skill/2"
GROUP = "http://data.europa.eu/esco/isco/C7511"

_BUTCHER = concept(
    "u10",
    Kind.PROFILE,
    link("essentialCompetence", "c31"),
    link("optionalCompetence", "c2"),
    link("softSkill", "so3"),
    link("digitalSkill", "d1"),
    link("competenceSet", "cs7"),
    link("sector", "se1"),
    link("areaOfInterest", "ai1"),
    link("proofOfLearning", "pl1"),
    alternative("nl", "Beenhouwer"),
    description("nl", "Verkoopt vlees."),
    notation="OP-10",
    nl="Slager",
    fr="Boucher (h/f/x)",
)
_PARTS = (
    concept("u2", Kind.PROFILE, link("essentialCompetence", "c2"), notation="OP-2", nl="Visser"),
    concept(
        "c31",
        Kind.TECHNICAL_COMPETENCE,
        link("skill", "s12"),
        link("knowledge", "k8"),
        link("behaviour", "b1"),
        notation="CP-31",
    ),
    concept("c2", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), notation="CP-2"),
    concept("s12", Kind.SKILL, notation="SK-12", nl="Worsten maken", fr="Faire des saucisses"),
    concept("s1", Kind.SKILL, notation="SK-1", nl="Snijden", fr="Couper"),
    concept("k8", Kind.KNOWLEDGE, notation="KN-8", nl="Hygiëne", fr="Hygiène"),
    concept("b1", Kind.BEHAVIOUR, notation="GE-1", nl="Werkt netjes."),
    concept("so3", Kind.SOFT_SKILL, notation="SO-3", nl="Zorgvuldigheid", fr="Diligence"),
    replace(
        concept("d1", Kind.DIGITAL_SKILL, notation="DS-1", nl="Digitale informatie zoeken"),
        framework=Framework("DigComp", "2.2", "1.1"),
    ),
    replace(
        concept("cs7", Kind.COMPETENCE_SET, link("member", "s12"), notation="CS-7", nl="Vlees"),
        notes=(description("nl", "winkel")._replace(type=NoteType.DISAMBIGUATOR),),
    ),
    concept("se1", Kind.SECTOR, notation="SE-1", nl="Voeding"),
    concept("ai1", Kind.AREA_OF_INTEREST, notation="AI-1", nl="Koken"),
    concept("pl1", Kind.PROOF_OF_LEARNING, notation="PL-1", nl="Attest"),
)
FIRST = taxonomy(_BUTCHER, *_PARTS, concept("s9", Kind.SKILL, notation="SK-9", nl="Roken"))
SECOND = taxonomy(
    replace(_BUTCHER, links=(*_BUTCHER.links, Link(Predicate.RELATED, "u2"))),
    *_PARTS,
    replace(
        retired("s9", Kind.SKILL, replaced_by=("s12",), reason=RetirementReason.MERGED, nl="Roken"),
        notation="SK-9",
    ),
    concept("s99", Kind.SKILL, notation="SK-99", nl="Vacuüm verpakken"),
)
ESCO = taxonomy(
    concept(
        OCCUPATION,
        Kind.OCCUPATION,
        link("broader", GROUP),
        link("essentialSkill", SKILL),
        link("optionalSkill", KNOWLEDGE),
        scheme="esco",
        notation="7511.1",
        en="butcher",
    ),
    concept(
        OTHER_OCCUPATION,
        Kind.OCCUPATION,
        link("broader", OCCUPATION),
        scheme="esco",
        notation="7511.1.1",
        en="halal butcher",
    ),
    concept(SKILL, Kind.SKILL, scheme="esco", notation=" ", en="cut meat", nl="vlees snijden"),
    concept(KNOWLEDGE, Kind.KNOWLEDGE, scheme="esco", notation=" ", en="meat"),
    concept(GROUP, Kind.ISCO_GROUP, scheme="esco", notation="7511", en="Butchers"),
)
MAPPINGS = mapping_set(
    mapping("u10", "narrow", OTHER_OCCUPATION, confidence=0.9, reviewer="eva"),
    mapping("u10", "exact", OCCUPATION),
    mapping("u2", "close", OCCUPATION, state=MappingState.STALE),
    mapping("u99", "exact", SKILL, subject_label="Worst draaien"),
    mapping("s1", "exact", NO_TERM_FOUND),
    subject="competent/3.10",
    object_="esco/1.2.0",
)


def shelf() -> Shelf:
    """Competent 3.9 and 3.10, a candidate 3.11, ESCO 1.2.0, and mappings of 3.10 to it."""
    new = {it.id: Lifespan("3.9") for it in SECOND}
    new |= {"s9": Lifespan("3.9", "3.9", "3.10"), "s99": Lifespan("3.10")}
    return (
        Shelf()
        .add(FIRST, "3.9", lifespans={it.id: Lifespan("3.9") for it in FIRST})
        .add(SECOND, "3.10", lifespans=new, fixed=[f"{MAPPINGS.name}/1"])
        .add(SECOND, "3.11", ReleaseStatus.CANDIDATE, lifespans=new)
        .add(ESCO, "1.2.0")
        .add_mappings(MAPPINGS)
    )
