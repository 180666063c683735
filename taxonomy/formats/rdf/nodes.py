"""A release as RDF nodes, each with its properties: the one graph that Turtle and JSON-LD write.

It holds what `skos.graph` says of every concept, and beside it what a reader needs to have the very
same concepts back (docs/decisions/007-rdf-that-reads-back.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from taxonomy.errors import ReleaseInvalidError
from taxonomy.formats.rdf.header import header
from taxonomy.formats.rdf.terms import (
    ATTRIBUTE,
    KIND_CLASSES,
    LABEL_TERMS,
    LINK_TERMS,
    NOTE_TERMS,
    PROPERTIES,
    XL_LABEL_TERMS,
    XSD,
    Form,
    Node,
    Property,
    iri,
    namespaces,
    node_of,
)
from taxonomy.vocabulary import Kind, LabelType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from taxonomy.model import Concept, Label, Release, Taxonomy

__all__ = ["ConceptNodes", "nodes"]

_CLASSES = {kind: name for name, kind in KIND_CLASSES.items()}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def nodes(taxonomy: Taxonomy, release: Release, public_url: str) -> Iterator[Node]:
    """Every node of the release: its header first, then collections, then concepts by id.

    A label's id or notation and a link's rank have a node of their own behind their concept.
    ReleaseInvalidError where two ids give one IRI, or a language tag is none (BCP 47).
    """
    writer = ConceptNodes(taxonomy, public_url)
    writer.name_all()
    yield from header(taxonomy, release, public_url, writer.iris)
    yield from writer.collections()
    for concept in taxonomy:
        yield from writer.concept(concept)
    yield from writer.strangers()


class ConceptNodes:
    """Makes the nodes of one taxonomy; `iris` gives those of its concepts and of all they link to."""

    def __init__(self, taxonomy: Taxonomy, public_url: str) -> None:
        self._taxonomy = taxonomy
        self._scheme = f"{public_url}/id/{taxonomy.scheme}"
        self._namespaces = namespaces(public_url)
        self.iris: dict[str, str] = _Iris(self._own_iri)
        self._languages: set[str] = set()

    def name_all(self) -> None:
        """Find the IRI of everything; ReleaseInvalidError where two ids give the same one."""
        for concept in self._taxonomy:
            self.iris[concept.id]
        for concept in self._taxonomy:
            for target in [link.target for link in concept.links] + [*concept.replaced_by]:
                self.iris[target]
        _refuse_shared(self.iris)

    def collections(self) -> Iterator[Node]:
        """The collections with their members, by name."""
        members: defaultdict[str, list[str]] = defaultdict(list)
        for concept in self._taxonomy:
            for name in concept.collections:
                members[name].append(self.iris[concept.id])
        for name, found in sorted(members.items()):
            address = f"{self._scheme}#collection/{quote(name, safe='')}"
            parts = {"identifier": [name], "inScheme": [self._scheme], "inCollection": found}
            yield node_of(address, "Collection", parts)

    def concept(self, concept: Concept) -> Iterator[Node]:
        """The concept, then the nodes of those of its labels and links that need one."""
        itself = self.iris[concept.id]
        made = [Property("inScheme", Form.RESOURCES, (self._scheme,))]
        if itself != concept.id:
            made.append(Property("identifier", Form.TEXTS, (concept.id,)))
        made += self._notations(concept)
        made += self._labels(concept)
        label_nodes: Sequence[Node] = ()
        if any(it[3] or it[4] for it in concept.labels):
            label_nodes, xl = _label_nodes(concept.labels, self._local_iri(concept))
            made += xl
        made += self._notes(concept)
        made += self._links(concept)
        made += _life(concept, self.iris)
        made += _rest(concept)
        yield Node(itself, ("Concept", _CLASSES[concept.kind]), made)
        yield from label_nodes
        if any(it[2] for it in concept.links):
            yield from self._ranks(concept, self._local_iri(concept))

    def strangers(self) -> Iterator[Node]:
        """The ids that are linked to, are no concept here, and could not be told from their IRI."""
        for target, address in sorted(self.iris.items()):
            if target not in self._taxonomy.by_id and address != target:
                yield Node(address, (), [Property("identifier", Form.TEXTS, (target,))])

    def _own_iri(self, concept_id: str) -> str:
        """As `skos.concept_uri` makes it; a stranger's id is its IRI."""
        concept = self._taxonomy.by_id.get(concept_id)
        if concept is None or concept_id.startswith(("http://", "https://")):
            return iri(concept_id)
        return self._local_iri(concept)

    def _local_iri(self, concept: Concept) -> str:
        bearer = self._taxonomy.by_notation.get(concept.notation)
        name = concept.notation if bearer is concept else concept.id
        return f"{self._scheme}/{quote(name, safe='')}"

    def _notations(self, concept: Concept) -> Iterator[Property]:
        if concept.notation:
            yield Property("notation", Form.TEXTS, (concept.notation,))
        if concept.notations:
            own = self._namespaces["ns"]
            values = [(it.value, own + quote(it.system, safe="")) for it in concept.notations]
            yield Property("notation", Form.TYPED, values)

    def _labels(self, concept: Concept) -> Iterator[Property]:
        labels, lender = concept.labels, None
        if not labels and concept.kind is Kind.TECHNICAL_COMPETENCE:
            lender = self._lender(concept)
            labels = lender.labels if lender else ()
        groups: defaultdict[LabelType, dict[tuple[str, str], None]] = defaultdict(dict)
        for lang, kind, text, _, _ in labels:
            groups[kind][lang, text] = None
            if lang not in self._languages:
                self._learn(lang, concept)
        for kind, term in LABEL_TERMS.items():
            if kind in groups:
                yield Property(term, Form.WORDS, list(groups[kind]))
        if lender and labels:
            yield Property("namedAfter", Form.RESOURCES, (self.iris[lender.id],))

    def _lender(self, concept: Concept) -> Concept | None:
        """The skill whose labels a technical competence bears, as `ReleaseIndex.labels` finds it."""
        known = self._taxonomy.by_id
        return next((known[it] for it in concept.targets(Predicate.SKILL) if it in known), None)

    def _notes(self, concept: Concept) -> Iterator[Property]:
        groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for lang, kind, text in concept.notes:
            groups[NOTE_TERMS[kind]].append((lang, text))
            if lang not in self._languages:
                self._learn(lang, concept)
        return (Property(term, Form.WORDS, words) for term, words in groups.items())

    def _links(self, concept: Concept) -> Iterator[Property]:
        iris = self.iris
        for predicate, links in groupby(concept.links, key=itemgetter(0)):
            targets = dict.fromkeys([iris[target] for _, target, _ in links])
            yield Property(LINK_TERMS[predicate], Form.RESOURCES, list(targets))

    def _ranks(self, concept: Concept, base: str) -> Iterator[Node]:
        """A statement about each link that has another rank than 0 (rdf:Statement, RDF Schema 5.3)."""
        ranks: defaultdict[tuple[Predicate, str], list[int]] = defaultdict(list)
        for predicate, target, rank in concept.links:
            ranks[predicate, target].append(rank)
        for (predicate, target), values in ranks.items():
            if values != [0]:
                prefix, local = PROPERTIES[LINK_TERMS[predicate]][0].split(":")
                parts: dict[str, Sequence[Any]] = {
                    "subject": [self.iris[concept.id]],
                    "predicate": [self._namespaces[prefix] + local],
                    "object": [self.iris[target]],
                    "rank": [(str(it), f"{XSD}integer") for it in values],
                }
                address = f"{base}#{predicate.value}/{quote(target, safe='')}"
                yield node_of(address, "Statement", parts)

    def _learn(self, lang: str, concept: Concept) -> None:
        if not _LANGUAGE.fullmatch(lang):
            message = f"{concept.notation or concept.id} has a text in {lang!r}, no language tag"
            raise ReleaseInvalidError(message)
        self._languages.add(lang)


class _Iris(dict[str, str]):
    """Concept id → IRI, each found when it is first asked for."""

    def __init__(self, find: Callable[[str], str]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, concept_id: str) -> str:
        found = self[concept_id] = self._find(concept_id)
        return found


def _label_nodes(labels: Iterable[Label], base: str) -> tuple[list[Node], list[Property]]:
    """The nodes of labels with an id or notation (SKOS-XL), and what links the concept to them.

    A label without either has one too where another one of the same words has.
    """
    groups: defaultdict[tuple[LabelType, str, str], list[Label]] = defaultdict(list)
    for label in labels:
        groups[label.type, label.lang, label.text].append(label)
    made: dict[str, Node] = {}
    linked: defaultdict[LabelType, list[str]] = defaultdict(list)
    for same in groups.values():
        for label in same if any(it.id or it.notation for it in same) else ():
            name = quote(label.id or label.notation, safe="")
            address = first = f"{base}#{label.type.value}/{label.lang}/{name}"
            number = 1
            while address in made:
                number += 1
                address = f"{first}/{number}"
            parts: dict[str, Sequence[Any]] = {
                "literalForm": [(label.lang, label.text)],
                "identifier": [label.id] if label.id else [],
                "notation": [label.notation] if label.notation else [],
            }
            made[address] = node_of(address, "Label", parts)
            linked[label.type].append(address)
    terms = [(term, linked[kind]) for kind, term in XL_LABEL_TERMS.items() if kind in linked]
    return [*made.values()], [Property(term, Form.RESOURCES, found) for term, found in terms]


def _life(concept: Concept, iris: Mapping[str, str]) -> Iterator[Property]:
    if concept.status is Status.RETIRED:
        yield Property("deprecated", Form.TYPED, (("true", f"{XSD}boolean"),))
    if concept.replaced_by:
        found = [iris[it] for it in concept.replaced_by]
        yield Property("isReplacedBy", Form.RESOURCES, found)
    if concept.retirement:
        yield Property("retirement", Form.TEXTS, (concept.retirement.value,))


def _rest(concept: Concept) -> Iterator[Property]:
    if concept.framework:
        name, version, number = concept.framework
        yield Property("frameworkNumber", Form.TEXTS, (f"{name} {version} {number}",))
        yield Property("frameworkName", Form.TEXTS, (name,))
        yield Property("frameworkVersion", Form.TEXTS, (version,))
    for key, text in concept.attributes:
        yield Property(_attribute(key), Form.TEXTS, (text,))


@lru_cache(1024)
def _attribute(key: str) -> str:
    return ATTRIBUTE + quote(key, safe="")


def _refuse_shared(iris: Mapping[str, str]) -> None:
    if len(set(iris.values())) == len(iris):
        return
    bearers: dict[str, str] = {}
    for concept_id, address in iris.items():
        if address in bearers:
            message = f"{bearers[address]!r} and {concept_id!r} would both be called {address}"
            raise ReleaseInvalidError(message)
        bearers[address] = concept_id
