"""A concept in SKOS: as an RDF graph, as Turtle, as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD

from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, Status

if TYPE_CHECKING:
    from rdflib.term import Node

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["concept_uri", "graph", "json_ld", "turtle"]

_LABELS = {
    LabelType.PREFERRED: SKOS.prefLabel,
    LabelType.ALTERNATIVE: SKOS.altLabel,
    LabelType.HIDDEN: SKOS.hiddenLabel,
}
_NOTES = {
    NoteType.DEFINITION: SKOS.definition,
    NoteType.SCOPE_NOTE: SKOS.scopeNote,
    NoteType.DESCRIPTION: DCTERMS.description,
}
_LINKS = {Predicate.BROADER: SKOS.broader, Predicate.RELATED: SKOS.related}


def concept_uri(index: ReleaseIndex, concept: Concept, public_url: str) -> str:
    """The concept's own URI where its id is one, else `{public_url}/id/{scheme}/{notation or id}`.

    No two concepts of a release have the same one.
    """
    if concept.id.startswith(("http://", "https://")):
        return concept.id
    return f"{public_url}/id/{concept.scheme}/{quote(index.name(concept), safe='')}"


def graph(index: ReleaseIndex, concept: Concept, public_url: str) -> Graph:
    """What a release says of a concept; terms that SKOS lacks are in `{public_url}/ns#`.

    The preferred labels of the concepts it links to stand beside them. owl:deprecated and
    dct:isReplacedBy mark a retired concept.
    """
    own = Namespace(f"{public_url}/ns#")
    scheme = URIRef(f"{public_url}/id/{concept.scheme}")
    subject = URIRef(_iri(concept_uri(index, concept, public_url)))
    # rdflib's own prefixes would be searched for every term, and few of them are ours.
    made = Graph(bind_namespaces="none")
    for prefix, namespace in (
        ("skos", SKOS),
        ("dct", DCTERMS),
        ("owl", OWL),
        ("xsd", XSD),
        ("ns", own),
    ):
        made.bind(prefix, namespace)
    made.add((subject, RDF.type, SKOS.Concept))
    made.add((subject, RDF.type, own[_class(concept.kind)]))
    made.add((subject, SKOS.inScheme, scheme))
    for predicate, value in _literals(index, concept, own):
        made.add((subject, predicate, value))
    for predicate, target in _links(concept, own):
        known = index.taxonomy.by_id.get(target)
        other = URIRef(_iri(concept_uri(index, known, public_url) if known else target))
        made.add((subject, predicate, other))
        for label in index.labels(known) if known else ():
            if label.type is LabelType.PREFERRED:
                made.add((other, SKOS.prefLabel, Literal(label.text, lang=label.lang)))
    return made


def turtle(index: ReleaseIndex, concept: Concept, public_url: str) -> bytes:
    """The concept in Turtle; the same bytes for the same concept."""
    return graph(index, concept, public_url).serialize(format="turtle", encoding="utf-8")


def json_ld(index: ReleaseIndex, concept: Concept, public_url: str) -> bytes:
    """The concept in JSON-LD 1.1; the same bytes for the same concept, the same graph as `turtle`."""
    nodes: dict[str, dict[str, Any]] = {}
    made = graph(index, concept, public_url)
    prefixes = {prefix: str(namespace) for prefix, namespace in made.namespaces()}
    for subject, predicate, value in sorted(made):
        node = nodes.setdefault(str(subject), {"@id": str(subject)})
        if predicate == RDF.type:
            node.setdefault("@type", []).append(_short(str(value), prefixes))
        else:
            node.setdefault(_short(str(predicate), prefixes), []).append(_value(value, prefixes))
    first = concept_uri(index, concept, public_url)
    ordered = sorted(nodes.values(), key=lambda it: (it["@id"] != _iri(first), it["@id"]))
    return orjson.dumps({"@context": dict(sorted(prefixes.items())), "@graph": ordered})


def _literals(
    index: ReleaseIndex, concept: Concept, own: Namespace
) -> list[tuple[URIRef, Literal]]:
    labels = index.labels(concept)
    found = [(_LABELS[it.type], Literal(it.text, lang=it.lang)) for it in labels]
    for note in concept.notes:
        predicate = _NOTES.get(note.type) or own[_camel(note.type)]
        found.append((predicate, Literal(note.text, lang=note.lang)))
    if concept.notation:
        found.append((SKOS.notation, Literal(concept.notation)))
    for system, value in concept.notations:
        found.append((SKOS.notation, Literal(value, datatype=own[quote(system, safe="")])))
    if concept.framework:
        name, version, number = concept.framework
        found.append((own.frameworkNumber, Literal(f"{name} {version} {number}")))
    if concept.status is Status.RETIRED:
        found.append((OWL.deprecated, Literal("true", datatype=XSD.boolean)))
    return found


def _links(concept: Concept, own: Namespace) -> list[tuple[URIRef, str]]:
    links = [(_LINKS.get(it.predicate) or own[it.predicate], it.target) for it in concept.links]
    return links + [(DCTERMS.isReplacedBy, target) for target in concept.replaced_by]


def _class(kind: Kind) -> str:
    """`technical-competence` → `TechnicalCompetence`."""
    return "".join(part.capitalize() for part in kind.split("-"))


def _camel(name: str) -> str:
    """`working_context` → `workingContext`."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def _iri(text: str) -> str:
    """The text with every character that an IRI cannot hold percent-encoded."""
    iri = quote(text, safe=":/?#[]@!$&'()*+,;=%~")
    return iri if ":" in iri else f"urn:x-concept:{iri}"


def _short(iri: str, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _value(value: Node, prefixes: dict[str, str]) -> Any:
    if not isinstance(value, Literal):
        return {"@id": str(value)}
    if value.language:
        return {"@value": str(value), "@language": value.language}
    if value.datatype:
        return {"@value": str(value), "@type": _short(str(value.datatype), prefixes)}
    return str(value)
