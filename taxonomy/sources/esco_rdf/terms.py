"""The words of ESCO's own RDF: what each property and class says in the terms of our reader."""

from __future__ import annotations

import re

from taxonomy.vocabulary import LabelType, NoteType

__all__ = [
    "BASE",
    "CLASSES",
    "COLLECTIONS",
    "FACTS",
    "GROUP_SCHEMES",
    "ISCO_GROUP",
    "LABELS",
    "LABEL_NODES",
    "LINKS",
    "NOTES",
    "ROLES",
    "SUCCESSORS",
    "TYPES",
    "Term",
]

BASE = "http://data.europa.eu/esco/"
_MODEL = f"{BASE}model#"
_DCT = "http://purl.org/dc/terms/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_XL = "http://www.w3.org/2008/05/skos-xl#"


class Term:
    """The properties that are read for what they are, by their IRIs."""

    TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    LITERAL_FORM = f"{_XL}literalForm"
    LABEL_ROLE = f"{_MODEL}hasLabelRole"
    NODE_LITERAL = f"{_MODEL}nodeLiteral"
    LANGUAGE = f"{_MODEL}language"
    ASSOCIATION_FOR = f"{_MODEL}isAssociationFor"
    TARGET = f"{_MODEL}target"
    RELATION_TYPE = f"{_DCT}type"
    NOTATION = f"{_SKOS}notation"
    IN_SCHEME = f"{_SKOS}inScheme"
    TOP_CONCEPT_OF = f"{_SKOS}topConceptOf"
    HAS_TOP_CONCEPT = f"{_SKOS}hasTopConcept"
    MEMBER = f"{_SKOS}member"


CLASSES = {
    f"{_SKOS}Concept": "concept",
    f"{_MODEL}Occupation": "occupations",
    f"{_MODEL}Skill": "skills",
}
"""Class → what it makes of a node: one of our tables, or a concept whose IRI tells the rest."""

LABELS = {
    f"{_SKOS}prefLabel": LabelType.PREFERRED,
    f"{_SKOS}altLabel": LabelType.ALTERNATIVE,
    f"{_SKOS}hiddenLabel": LabelType.HIDDEN,
}
LABEL_NODES = {
    f"{_XL}prefLabel": LabelType.PREFERRED,
    f"{_XL}altLabel": LabelType.ALTERNATIVE,
    f"{_XL}hiddenLabel": LabelType.HIDDEN,
}
NOTES = {
    f"{_DCT}description": NoteType.DESCRIPTION,
    f"{_SKOS}definition": NoteType.DEFINITION,
    f"{_SKOS}scopeNote": NoteType.SCOPE_NOTE,
}

LINKS = {
    f"{_SKOS}broader": ("broader", False),
    f"{_SKOS}narrower": ("broader", True),
    f"{_SKOS}related": ("related", False),
    f"{_MODEL}relatedEssentialSkill": ("essential", False),
    f"{_MODEL}relatedOptionalSkill": ("optional", False),
    f"{_MODEL}isEssentialSkillFor": ("essential", True),
    f"{_MODEL}isOptionalSkillFor": ("optional", True),
}
"""Property → the type of relation, and whether its object is what the link goes from."""

SUCCESSORS = {
    f"{_DCT}isReplacedBy": False,
    f"{_MODEL}isReplacedBy": False,
    f"{_MODEL}replacedBy": False,
    f"{_DCT}replaces": True,
    f"{_MODEL}replaces": True,
}
"""Property → whether its object is what is replaced."""

FACTS = {
    f"{_MODEL}memberOfISCOGroup": "iscoGroup",
    f"{_MODEL}skillType": "skillType",
    f"{_MODEL}skillReuseLevel": "reuseLevel",
    f"{_MODEL}regulatedProfessionNote": "regulatedProfessionNote",
    f"{_MODEL}hasNACECode": "naceCode",
    f"{_DCT}modified": "modifiedDate",
    "http://purl.org/iso25964/skos-thes#status": "status",
    "http://www.w3.org/ns/adms#status": "status",
}
"""Property → the column of the CSV export that says the same."""

TYPES = {"essential-skill": "essential", "optional-skill": "optional", "related-skill": "related"}
"""The last part of a relationship type → the type of relation."""

ROLES = frozenset({"male", "female", "neutral", "standard-male", "standard-female"})

COLLECTIONS = {
    "6c930acd-c104-4ece-acf7-f44fd7333036": "digital",
    "8ae4b9f3-507e-4057-a145-2f96f0132613": "research",
    "digcomp": "digcomp",
    "green": "green",
    "research": "research",
    "skill-language-groups": "language",
    "skill-transversal-groups": "transversal",
}
"""The last part of a concept scheme's IRI → the collection that the CSV export makes of it."""

GROUP_SCHEMES = frozenset({"isced-f", "skills", "skills-hierarchy", "skill-transversal-groups"})
"""The schemes whose concepts are groups of skills, where they are no skills themselves."""

ISCO_GROUP = re.compile(r"https?://data\.europa\.eu/esco/isco[^/]*/(?:Concept/)?C\d{1,4}")
