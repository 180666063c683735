"""The files of ESCO's CSV export, versions 1.0 to 1.2.1: their names, columns and languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from taxonomy.vocabulary import Kind, Predicate

__all__ = ["FACTS", "PREDICATES", "TABLES", "Role", "Table", "recognised"]

FACTS = (
    "conceptType",
    "code",
    "iscoGroup",
    "skillType",
    "status",
    "reuseLevel",
    "modifiedDate",
    "regulatedProfessionNote",
    "naceCode",
)
"""The columns that say the same in every language."""

PREDICATES = {
    "broader": Predicate.BROADER,
    "essential": Predicate.ESSENTIAL_SKILL,
    "optional": Predicate.OPTIONAL_SKILL,
    "related": Predicate.RELATED_SKILL,
}
"""The types of relation, in the order of their predicates."""

_TEXTS = (
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "description",
    "definition",
    "scopeNote",
)
_MEMBER = ("skillType", "reuseLevel", "preferredLabel", "status", "altLabels", "description")
_LEVELS = tuple(f"Level {number} URI" for number in range(4))
_FILE_NAME = re.compile(
    r"(?P<table>[a-z]+)(?:_(?P<lang>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?(?: ?\(\d+\))?\.csv",
    re.IGNORECASE,
)


class Role(StrEnum):
    """What a file is read for, in the order of reading."""

    CONCEPTS = "concepts"
    RELATIONS = "relations"
    HIERARCHY = "hierarchy"
    COLLECTION = "collection"
    SHARE = "share"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One file of the export; `required` and `optional` are its columns, `kind` that of its rows.

    The links of a relations file go from `subject` to `target`, columns with the URIs of concepts
    of the tables `ends` (any, where empty). `padded` rows may be shorter than the header.
    """

    name: str
    role: Role
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    kind: Kind | None = None
    collection: str = ""
    subject: str = ""
    target: str = ""
    ends: tuple[str, str] | None = None
    padded: bool = False


def _concepts(name: str, kind: Kind) -> Table:
    required = ("conceptUri", "preferredLabel")
    optional = tuple(it for it in (*FACTS, *_TEXTS, "inScheme") if it not in required)
    return Table(name=name, role=Role.CONCEPTS, required=required, optional=optional, kind=kind)


def _collection(name: str, collection: str) -> Table:
    return Table(
        name=name,
        role=Role.COLLECTION,
        required=("conceptUri",),
        optional=("conceptType", *_MEMBER, "broaderConceptUri", "broaderConceptPT"),
        collection=collection,
    )


def _broader(name: str) -> Table:
    return Table(
        name=name,
        role=Role.RELATIONS,
        required=("conceptUri", "broaderUri"),
        optional=("conceptType", "conceptLabel", "broaderType", "broaderLabel"),
        subject="conceptUri",
        target="broaderUri",
    )


TABLES = {
    table.name.lower(): table
    for table in (
        _concepts("ISCOGroups", Kind.ISCO_GROUP),
        _concepts("skillGroups", Kind.SKILL_GROUP),
        _concepts("occupations", Kind.OCCUPATION),
        _concepts("skills", Kind.SKILL),
        _broader("broaderRelationsOccPillar"),
        _broader("broaderRelationsSkillPillar"),
        Table(
            name="occupationSkillRelations",
            role=Role.RELATIONS,
            required=("occupationUri", "relationType", "skillUri"),
            optional=("occupationLabel", "skillType", "skillLabel"),
            subject="occupationUri",
            target="skillUri",
            ends=("occupations", "skills"),
        ),
        Table(
            name="skillSkillRelations",
            role=Role.RELATIONS,
            required=("originalSkillUri", "relationType", "relatedSkillUri"),
            optional=(
                "originalSkillType",
                "originalSkillLabel",
                "relatedSkillType",
                "relatedSkillLabel",
            ),
            subject="originalSkillUri",
            target="relatedSkillUri",
            ends=("skills", "skills"),
        ),
        Table(
            name="skillsHierarchy",
            role=Role.HIERARCHY,
            required=_LEVELS,
            optional=(
                *(f"Level {number} preferred term" for number in range(4)),
                *(f"Level {number} code" for number in range(4)),
                "Description",
                "Scope note",
            ),
            padded=True,
        ),
        _collection("digCompSkillsCollection", "digcomp"),
        _collection("digitalSkillsCollection", "digital"),
        _collection("greenSkillsCollection", "green"),
        _collection("ictSkillsCollection", "ict"),
        _collection("languageSkillsCollection", "language"),
        _collection("researchOccupationsCollection", "research"),
        _collection("researchSkillsCollection", "research"),
        _collection("transversalSkillsCollection", "transversal"),
        Table(
            name="greenShareOcc",
            role=Role.SHARE,
            required=("conceptUri", "greenShare"),
            optional=("conceptType", "code", "preferredLabel"),
        ),
        Table(
            name="conceptSchemes",
            role=Role.COUNTED,
            required=("conceptSchemeUri",),
            optional=(
                "conceptType",
                "preferredLabel",
                "title",
                "status",
                "description",
                "hasTopConcept",
            ),
        ),
        Table(
            name="dictionary",
            role=Role.COUNTED,
            required=("filename",),
            optional=("data header", "property", "description"),
        ),
    )
}
"""Every table by its name in lower case, in the order of reading."""


def recognised(file_name: str) -> tuple[Table, str] | None:
    """The table and the language (BCP 47, or "") that a file name tells; None where it is neither.

    `skills_en-us.csv` tells the skills in `en-US`.
    """
    match = _FILE_NAME.fullmatch(file_name)
    table = TABLES.get(match["table"].lower()) if match else None
    if match is None or table is None:
        return None
    return table, _tag(match["lang"] or "")


def _tag(text: str) -> str:
    """The language tag as RFC 5646 §2.1.1 writes it: region in capitals, script with one."""
    first, *others = text.lower().split("-")
    shaped = {2: str.upper, 4: str.title}
    return "-".join([first, *(shaped.get(len(it), str.lower)(it) for it in others)])
