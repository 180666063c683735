"""A library, an archive, a sawmill and a programmer: small enough to see why a digital skill is suggested."""

from __future__ import annotations

from dataclasses import replace

from taxonomy.index import ReleaseIndex
from taxonomy.mapping import Mapping, MappingSet
from taxonomy.model import Concept, Framework, Release, Taxonomy
from taxonomy.vocabulary import Kind, MappingState, ReleaseStatus
from tests.build import concept, link, mapping, mapping_set, retired

__all__ = [
    "DIGCOMP",
    "DIGCOMP_3",
    "ESCO",
    "MAPPINGS",
    "OURS",
    "digcomp",
    "esco",
    "index_of",
    "ours",
    "with_mappings",
]

_SEARCHING = replace(
    concept("d1", Kind.DIGITAL_SKILL, notation="DS-1", nl="Digitale informatie zoeken"),
    framework=Framework("DigComp", "2.2", "1.1"),
)
OURS = (
    _SEARCHING,
    concept("d2", Kind.DIGITAL_SKILL, notation="DS-2", nl="Programmeren", fr="Programmer"),
    concept("d3", Kind.DIGITAL_SKILL, notation="DS-3", nl="<b>Zich netjes gedragen</b>"),
    concept("s1", Kind.SKILL, notation="SK-1", nl="Databanken doorzoeken"),
    concept("s2", Kind.SKILL, notation="SK-2", nl="Python schrijven"),
    concept("s3", Kind.SKILL, notation="SK-3", nl="Zagen"),
    concept("k1", Kind.KNOWLEDGE, notation="KN-1", nl="Java"),
    concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), notation="CP-1"),
    concept(
        "c2",
        Kind.TECHNICAL_COMPETENCE,
        link("skill", "s2"),
        link("knowledge", "k1"),
        notation="CP-2",
    ),
    concept("c3", Kind.TECHNICAL_COMPETENCE, link("skill", "s3"), notation="CP-3"),
    concept("o1", Kind.SOFT_SKILL, notation="SO-1", nl="Overtuigen", en="persuade others"),
    concept("o2", Kind.SOFT_SKILL, notation="SO-2", nl="Samenwerken", en="work in teams"),
    concept("o3", Kind.SOFT_SKILL, notation="SO-3", nl="Inleving"),
    concept("x1", Kind.SECTOR, notation="S-1", nl="Cultuur"),
    concept(
        "p1",
        Kind.PROFILE,
        link("essentialCompetence", "c1"),
        link("optionalCompetence", "c2"),
        link("sector", "x1"),
        notation="OP-1",
        nl="Bibliothecaris",
        fr="Bibliothécaire",
    ),
    concept(
        "p2",
        Kind.PROFILE,
        link("essentialCompetence", "c1"),
        link("digitalSkill", "d1"),
        notation="OP-2",
        nl="Archivaris",
        fr="Archiviste",
    ),
    concept(
        "p3",
        Kind.PROFILE,
        link("essentialCompetence", "c3"),
        link("digitalSkill", "d3"),
        notation="OP-3",
        nl="Zager",
        fr="Scieur",
    ),
    concept(
        "p4",
        Kind.PROFILE,
        link("essentialCompetence", "c2"),
        link("digitalSkill", "d2"),
        notation="OP-4",
        nl="Programmeur",
        fr="Programmeur",
    ),
    replace(
        retired("p5", Kind.PROFILE, nl="Bode", fr="Messager"),
        notation="OP-5",
        links=(link("essentialCompetence", "c1"),),
    ),
)


def _skill(id: str, en: str, *collections: str, broader: str = "") -> Concept:
    links = (link("broader", broader),) if broader else ()
    made = concept(id, Kind.SKILL, *links, scheme="esco", en=en)
    return replace(made, collections=collections, notation="")


BROWSING = "browse, search and filter data, information and digital content"
ESCO = (
    _skill("e1", BROWSING, "digcomp", "digital"),
    _skill("e2", "search databases", "digital", broader="e1"),
    _skill("e3", "computer programming", "digcomp", "digital"),
    _skill("e4", "Python", "digital", broader="e3"),
    _skill("e5", "Java", "digital", broader="e3"),
    _skill("e6", "use geographic information systems", "digital"),
    _skill("e7", "saw wood"),
    _skill("e8", "work in teams", "transversal"),
    _skill("e9", "show empathy", "transversal"),
    _skill("e10", "present arguments persuasively"),
)
DIGCOMP = (
    concept("1", Kind.COMPETENCE_AREA, scheme="digcomp", en="Information", nl="Informatie"),
    concept(
        "1.1",
        Kind.DIGITAL_COMPETENCE,
        link("broader", "1"),
        scheme="digcomp",
        en="Browsing, searching and filtering data, information and digital content",
        nl="Browsen en zoeken van informatie",
    ),
    concept("2.5", Kind.DIGITAL_COMPETENCE, scheme="digcomp", en="Netiquette", nl="Netiquette"),
    concept("3.4", Kind.DIGITAL_COMPETENCE, scheme="digcomp", en="Programming", nl="Programmeren"),
)
DIGCOMP_3 = (
    *DIGCOMP[:2],
    concept(
        "2.5",
        Kind.DIGITAL_COMPETENCE,
        scheme="digcomp",
        en="Digital behaviour",
        nl="Digitaal gedrag",
    ),
    concept("3.5", Kind.DIGITAL_COMPETENCE, scheme="digcomp", en="Thinking", nl="Denken"),
    concept("g1", Kind.GLOSSARY_TERM, scheme="digcomp", en="byte", nl="byte"),
)
MAPPINGS = mapping_set(
    mapping("s1", "close", "e2"),
    mapping("s1", "exact", "e6"),
    mapping("s2", "exact", "e4"),
    mapping("s2", "related", "e1"),
    mapping("k1", "narrow", "e5"),
    mapping("s3", "exact", "e7"),
    mapping("s3", "close", "e4", state=MappingState.STALE),
    mapping("o1", "close", "e10"),
    subject="competent/3.11",
    object_="esco/1.2.0",
)


def index_of(*concepts: Concept, version: str = "3.11") -> ReleaseIndex:
    scheme = concepts[0].scheme
    release = Release(
        scheme=scheme, version=version, status=ReleaseStatus.PUBLISHED, digest=f"{scheme} {version}"
    )
    return ReleaseIndex.build(release, Taxonomy.of(scheme, concepts), {})


def ours() -> ReleaseIndex:
    return index_of(*OURS)


def esco() -> ReleaseIndex:
    return index_of(*ESCO, version="1.2.0")


def digcomp() -> ReleaseIndex:
    return index_of(*DIGCOMP, version="2.2")


def with_mappings(*more: Mapping) -> MappingSet:
    return MappingSet.of(MAPPINGS.subject, MAPPINGS.object, [*MAPPINGS, *more])
