"""A mapping set as RDF: links of SKOS for whoever follows links, and beside them who said so, and why.

Only accepted mappings are links. Each mapping, whatever its state, has a node of its own with the
slots of SSSOM: an owl:Axiom where it is accepted, as SSSOM writes them in RDF, and an sssom:Mapping
where it is not, because an axiom would state what nobody holds true.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import orjson

from taxonomy.formats import turtle
from taxonomy.formats.rdf.terms import XSD, Form, Node, Property, Words, namespaces
from taxonomy.formats.sssom.identifiers import BUILT_IN, Identifiers
from taxonomy.vocabulary import MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as Dictionary

    from taxonomy.mapping import Mapping, MappingSet

__all__ = ["write"]

_NOTHING_KNOWN: Dictionary[str, str] = MappingProxyType({})
_RESOURCES, _TEXTS, _WORDS, _TYPED = Form
_LINKS = {it: it.value.partition(":")[2] for it in MappingPredicate}
_PROPERTIES: Dictionary[str, tuple[str, Form]] = {
    **{term: (f"skos:{term}", _RESOURCES) for term in _LINKS.values()},
    "annotatedSource": ("owl:annotatedSource", _RESOURCES),
    "annotatedProperty": ("owl:annotatedProperty", _RESOURCES),
    "annotatedTarget": ("owl:annotatedTarget", _RESOURCES),
    "title": ("dct:title", _TEXTS),
    "license": ("dct:license", _RESOURCES),
    "comment": ("rdfs:comment", _TEXTS),
    "created": ("dct:created", _TYPED),
    "mappings": ("sssom:mappings", _RESOURCES),
    "predicate_modifier": ("sssom:predicate_modifier", _RESOURCES),
    "mapping_justification": ("sssom:mapping_justification", _RESOURCES),
    "subject_source": ("sssom:subject_source", _RESOURCES),
    "object_source": ("sssom:object_source", _RESOURCES),
    **{
        it: (f"sssom:{it}", _TEXTS)
        for it in (
            *("subject_label", "object_label", "author_label", "reviewer_label"),
            *("subject_source_version", "object_source_version"),
        )
    },
    "review_date": ("sssom:review_date", _TYPED),
    "confidence": ("sssom:confidence", _TYPED),
    **{
        it: (f"ns:{it}", _TEXTS)
        for it in (
            *("mappingState", "mappingReasons", "mappingSource"),
            *("mappingSubjectRevision", "mappingObjectRevision", "mappingSetSources"),
        )
    },
}
"""Our word for a property → its name in the standard, and the form of its values."""
_CLASSES = {
    "Axiom": "owl:Axiom",
    "Mapping": "sssom:Mapping",
    "MappingSet": "sssom:MappingSet",
}


def write(
    content: MappingSet, *, public_url: str, addresses: Dictionary[str, str] = _NOTHING_KNOWN
) -> bytes:
    """The set in Turtle; equal sets give equal bytes at one address.

    `addresses` maps ids of concepts to the IRIs that the RDF of their releases gives them, so that
    the graphs join; an id that is not there has the IRI of SSSOM. `public_url` is where the service
    stands, without a slash at its end.
    """
    spaces = {
        **namespaces(public_url),
        "sssom": BUILT_IN["sssom"],
        "semapv": BUILT_IN["semapv"],
    }
    words = Words(dict(sorted(spaces.items())), _CLASSES, _PROPERTIES)
    return turtle.render(_Writer(content, public_url, addresses).nodes(), words)


class _Writer:
    def __init__(
        self, content: MappingSet, public_url: str, addresses: Dictionary[str, str]
    ) -> None:
        self._content = content
        self._url = public_url
        self._addresses = addresses
        self._names = Identifiers(content, public_url)

    def nodes(self) -> Iterator[Node]:
        """The set, then per subject its links and the nodes of its mappings."""
        yield self._set()
        for id, mappings in self._content.by_subject.items():
            subject = self._iri(id, "subject")
            links = list(self._links(mappings))
            if links:
                yield Node(subject, (), links)
            for it in mappings:
                yield self._mapping(it, subject)

    def _iri(self, id: str, side: str) -> str:
        return self._addresses.get(id) or self._names.iri(id, side)

    def _node(self, mapping: Mapping) -> str:
        return f"{self._url}/v1/mappings/{self._content.id_of(mapping)}"

    def _set(self) -> Node:
        content = self._content
        sources = [it._asdict() for it in content.sources]
        told: dict[str, Sequence[Any]] = {
            "title": (f"{content.subject.name} to {content.object.name}",),
            "subject_source": (self._names.scheme(content.subject),),
            "subject_source_version": (content.subject.version,),
            "object_source": (self._names.scheme(content.object),),
            "object_source_version": (content.object.version,),
            "comment": _texts(content.comment),
            "mappingSetSources": (orjson.dumps(sources).decode(),) if sources else (),
            "mappings": tuple(self._node(it) for it in content),
        }
        return Node(f"{self._url}/v1/mapping-sets/{content.name}", ("MappingSet",), _made(told))

    def _links(self, mappings: Sequence[Mapping]) -> Iterator[Property]:
        accepted = [
            it for it in mappings if it.state is MappingState.ACCEPTED and not it.finds_nothing
        ]
        for predicate, term in _LINKS.items():
            targets = [it.object_id for it in accepted if it.predicate is predicate]
            if targets:
                yield Property(term, _RESOURCES, [self._iri(it, "object") for it in targets])

    def _mapping(self, mapping: Mapping, subject: str) -> Node:
        it = mapping
        reasons = orjson.dumps(it.reasons, option=orjson.OPT_SORT_KEYS).decode()
        told: dict[str, Sequence[Any]] = {
            "annotatedSource": (subject,),
            "annotatedProperty": (_expanded(it.predicate.value),),
            "annotatedTarget": (self._iri(it.object_id, "object"),),
            "predicate_modifier": (f"{BUILT_IN['sssom']}NegatedPredicate",)
            if it.state is MappingState.REJECTED
            else (),
            "mapping_justification": (_expanded(it.justification.value),),
            "subject_label": _texts(it.subject_label),
            "object_label": _texts(it.object_label),
            "author_label": _texts(it.author),
            "reviewer_label": _texts(it.reviewer),
            "created": _typed(it.mapping_date, "date"),
            "review_date": _typed(it.review_date, "date"),
            "confidence": _typed(None if it.confidence is None else float(it.confidence), "double"),
            "comment": _texts(it.comment),
            "mappingState": (it.state.value,),
            "mappingReasons": (reasons,) if it.reasons else (),
            "mappingSource": _texts(it.source),
            "mappingSubjectRevision": _texts(it.subject_revision),
            "mappingObjectRevision": _texts(it.object_revision),
        }
        is_true = it.state is MappingState.ACCEPTED
        return Node(self._node(it), ("Axiom" if is_true else "Mapping",), _made(told))


def _made(told: Dictionary[str, Sequence[Any]]) -> list[Property]:
    return [Property(it, _PROPERTIES[it][1], values) for it, values in told.items() if values]


def _texts(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _typed(value: object, datatype: str) -> tuple[tuple[str, str], ...]:
    return () if value is None else ((str(value), f"{XSD}{datatype}"),)


def _expanded(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return f"{BUILT_IN[prefix]}{local}"
