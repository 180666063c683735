"""The words of our RDF: which class or property of which standard says what, and nodes made of them."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "ATTRIBUTE",
    "CLASSES",
    "KIND_CLASSES",
    "LABEL_TERMS",
    "LINK_TERMS",
    "NAMESPACES",
    "NOTE_TERMS",
    "PROPERTIES",
    "XL_LABEL_TERMS",
    "XSD",
    "Form",
    "Node",
    "Property",
    "Words",
    "iri",
    "namespaces",
    "node_of",
]


class Form(Enum):
    """What the values of a property are: IRIs, plain texts, (language, text), (text, datatype)."""

    RESOURCES = "resources"
    TEXTS = "texts"
    WORDS = "words"
    TYPED = "typed"


XSD = "http://www.w3.org/2001/XMLSchema#"
NAMESPACES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "xsd": XSD,
}
"""Prefix → namespace; `ns`, our own, depends on where the service stands."""

CLASSES: Mapping[str, str] = {
    "Agent": "foaf:Agent",
    "Collection": "skos:Collection",
    "Concept": "skos:Concept",
    "ConceptScheme": "skos:ConceptScheme",
    "Dataset": "dcat:Dataset",
    "Label": "skosxl:Label",
    "LicenseDocument": "dct:LicenseDocument",
    "RightsStatement": "dct:RightsStatement",
    "Statement": "rdf:Statement",
}
"""Class → its name in the standard; the classes of kinds are our own."""

KIND_CLASSES: Mapping[str, Kind] = {
    "".join(part.capitalize() for part in kind.split("-")): kind for kind in Kind
}
"""`TechnicalCompetence` → technical-competence."""

LABEL_TERMS: Mapping[LabelType, str] = {
    LabelType.PREFERRED: "prefLabel",
    LabelType.ALTERNATIVE: "altLabel",
    LabelType.HIDDEN: "hiddenLabel",
}
XL_LABEL_TERMS: Mapping[LabelType, str] = {
    LabelType.PREFERRED: "prefLabelNode",
    LabelType.ALTERNATIVE: "altLabelNode",
    LabelType.HIDDEN: "hiddenLabelNode",
}
NOTE_TERMS: Mapping[NoteType, str] = {
    NoteType.DEFINITION: "definition",
    NoteType.DESCRIPTION: "description",
    NoteType.SCOPE_NOTE: "scopeNote",
    NoteType.WORKING_CONTEXT: "workingContext",
    NoteType.DISAMBIGUATOR: "disambiguator",
}
LINK_TERMS: Mapping[Predicate, str] = {predicate: predicate.value for predicate in Predicate}

_RESOURCES, _TEXTS, _WORDS, _TYPED = Form
PROPERTIES: Mapping[str, tuple[str, Form]] = {
    "identifier": ("dct:identifier", _TEXTS),
    "inScheme": ("skos:inScheme", _RESOURCES),
    "notation": ("skos:notation", _TEXTS),
    "prefLabel": ("skos:prefLabel", _WORDS),
    "altLabel": ("skos:altLabel", _WORDS),
    "hiddenLabel": ("skos:hiddenLabel", _WORDS),
    "prefLabelNode": ("skosxl:prefLabel", _RESOURCES),
    "altLabelNode": ("skosxl:altLabel", _RESOURCES),
    "hiddenLabelNode": ("skosxl:hiddenLabel", _RESOURCES),
    "literalForm": ("skosxl:literalForm", _WORDS),
    "definition": ("skos:definition", _WORDS),
    "description": ("dct:description", _WORDS),
    "scopeNote": ("skos:scopeNote", _WORDS),
    "workingContext": ("ns:workingContext", _WORDS),
    "disambiguator": ("ns:disambiguator", _WORDS),
    **{term: (f"ns:{term}", _RESOURCES) for term in LINK_TERMS.values()},
    "broader": ("skos:broader", _RESOURCES),
    "related": ("skos:related", _RESOURCES),
    "namedAfter": ("ns:namedAfter", _RESOURCES),
    "deprecated": ("owl:deprecated", _TYPED),
    "isReplacedBy": ("dct:isReplacedBy", _RESOURCES),
    "retirement": ("ns:retirement", _TEXTS),
    "frameworkNumber": ("ns:frameworkNumber", _TEXTS),
    "frameworkName": ("ns:frameworkName", _TEXTS),
    "frameworkVersion": ("ns:frameworkVersion", _TEXTS),
    "inCollection": ("skos:member", _RESOURCES),
    "subject": ("rdf:subject", _RESOURCES),
    "predicate": ("rdf:predicate", _RESOURCES),
    "object": ("rdf:object", _RESOURCES),
    "rank": ("ns:rank", _TYPED),
    "title": ("dct:title", _TEXTS),
    "publisher": ("dct:publisher", _RESOURCES),
    "license": ("dct:license", _RESOURCES),
    "rights": ("dct:rights", _RESOURCES),
    "homepage": ("foaf:homepage", _RESOURCES),
    "name": ("foaf:name", _TEXTS),
    "label": ("rdfs:label", _TEXTS),
    "issued": ("dct:issued", _TYPED),
    "versionInfo": ("owl:versionInfo", _TEXTS),
    "hasVersion": ("dct:hasVersion", _RESOURCES),
    "hasTopConcept": ("skos:hasTopConcept", _RESOURCES),
    "isVersionOf": ("dct:isVersionOf", _RESOURCES),
    "version": ("dcat:version", _TEXTS),
    "previousVersion": ("dcat:previousVersion", _RESOURCES),
    "digest": ("ns:digest", _TEXTS),
    "sample": ("ns:sample", _TYPED),
    "note": ("skos:note", _TEXTS),
}
"""Our word for a property → its name in the standard, and the form of its values."""

ATTRIBUTE = "attribute-"
"""What the names of properties in `ns#` begin with that carry a concept's attributes."""

_SAFE = ":/?#[]@!$&'()*+,;=%~"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WHOLE = re.compile(rf"{_SCHEME.pattern}[A-Za-z0-9_.\-{re.escape(_SAFE)}]*")


def namespaces(public_url: str) -> dict[str, str]:
    """Prefix → namespace, sorted, with our own."""
    return dict(sorted({**NAMESPACES, "ns": f"{public_url}/ns#"}.items()))


def iri(text: str) -> str:
    """The text as an absolute IRI (RFC 3987): what it cannot hold is percent-encoded.

    A text without a scheme of its own becomes `urn:x-concept:…`.
    """
    if _WHOLE.fullmatch(text):
        return text
    quoted = quote(text, safe=_SAFE)
    return quoted if _SCHEME.match(quoted) else f"urn:x-concept:{quoted}"


class Words(NamedTuple):
    """What a document's own words mean: prefix → namespace, class → its name, property → name and form."""

    namespaces: Mapping[str, str]
    classes: Mapping[str, str]
    properties: Mapping[str, tuple[str, Form]]


class Property(NamedTuple):
    """A property by our word for it, and its values in that form, each once."""

    term: str
    form: Form
    values: Sequence[Any]


class Node(NamedTuple):
    """A subject: its IRI, its classes and its properties by our words for them."""

    iri: str
    classes: tuple[str, ...]
    properties: list[Property]


def node_of(address: str, name: str, parts: Mapping[str, Sequence[Any]]) -> Node:
    """A node of one class; a property without values is left out."""
    made = [Property(term, PROPERTIES[term][1], values) for term, values in parts.items() if values]
    return Node(address, (name,), made)
