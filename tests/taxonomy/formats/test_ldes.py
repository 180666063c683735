from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from pyshacl import validate
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, OWL, RDF, SH, SKOS, XSD

from taxonomy.formats import ldes, skos
from taxonomy.formats.ldes.transactions import Entry, Event, entries
from taxonomy.formats.rdf.terms import Node as RdfNode
from taxonomy.index import ReleaseIndex
from taxonomy.media_types import JSON_LD, TURTLE
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import Kind
from tests.app import butchers
from tests.app.serving import release
from tests.build import concept, taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib.term import Node

URL = "https://competent.test"
FEED = f"{URL}/v1/schemes/competent/feed"
STREAM = URIRef(f"{FEED}#releases")
LDES = Namespace("https://w3id.org/ldes#")
TREE = Namespace("https://w3id.org/tree#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
NS = Namespace(f"{URL}/ns#")
ENVELOPE = {
    DCTERMS.isVersionOf,
    DCTERMS.modified,
    DCTERMS.isPartOf,
    NS.sequence,
    NS.event,
    NS.transactionFinalized,
}


def index(content: Taxonomy, version: str, day: int) -> ReleaseIndex:
    made = replace(release(content, version), published_at=datetime(2026, 3, day, tzinfo=UTC))
    return ReleaseIndex.build(made, content, {})


FIRST = index(butchers.FIRST, "3.9", 1)
SECOND = index(butchers.SECOND, "3.10", 2)


def stream(scheme: str = "competent", *, sample: bool = False) -> ldes.Stream:
    return ldes.Stream(scheme, URL, sample)


def parsed(nodes: Sequence[RdfNode], media_type: str = TURTLE) -> Graph:
    data = ldes.write(nodes, media_type, URL)
    return Graph().parse(data, format="turtle" if media_type == TURTLE else "json-ld")


def page(of: ReleaseIndex, told: Sequence[Entry], number: int = 1, pages: int = 1) -> list[RdfNode]:
    found = stream(of.release.scheme)
    return list(ldes.page(found, of, ldes.Page(number, pages, told)))


@cache
def first() -> Graph:
    return parsed(page(FIRST, entries(None, FIRST)))


@cache
def second() -> Graph:
    return parsed(page(SECOND, entries(FIRST, SECOND)))


@cache
def root() -> Graph:
    return parsed(list(ldes.root(stream(), [FIRST.release, SECOND.release])))


def member(name: str, version: str = "3.10") -> URIRef:
    return URIRef(f"{URL}/v1/schemes/competent/releases/{version}/concepts/{name}")


def moment(value: Node | None) -> datetime:
    assert isinstance(value, Literal)
    found = value.toPython()
    assert isinstance(found, datetime)
    return found


def said(graph: Graph, subject: Node) -> set[tuple[Node, Node]]:
    return set(graph.predicate_objects(subject))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser
@pytest.mark.parametrize(
    "nodes",
    [
        list(ldes.root(stream(), [FIRST.release, SECOND.release])),
        page(SECOND, entries(FIRST, SECOND)),
        page(FIRST, [], 1, 3),
    ],
    ids=["root", "members", "ways"],
)
def test_turtle_and_json_ld_say_the_same(nodes: list[RdfNode]) -> None:
    assert isomorphic(parsed(nodes), parsed(nodes, JSON_LD))


def test_the_root_says_how_members_are_to_be_read() -> None:
    assert root().value(predicate=TREE.view, object=URIRef(FEED)) == STREAM
    expected = {
        RDF.type: LDES.EventStream,
        LDES.timestampPath: DCTERMS.modified,
        LDES.sequencePath: NS.sequence,
        LDES.versionOfPath: DCTERMS.isVersionOf,
        LDES.versionDeletePath: NS.event,
        LDES.versionDeleteObject: AS.Delete,
        LDES.transactionPath: DCTERMS.isPartOf,
        LDES.transactionFinalizedPath: NS.transactionFinalized,
    }
    assert set(expected.items()) <= said(root(), STREAM)


def test_the_root_leads_to_the_first_page_of_each_release_between_two_bounds() -> None:
    found: dict[str, set[tuple[Node | None, datetime]]] = {}
    for way in root().objects(URIRef(FEED), TREE.relation):
        assert root().value(way, TREE.path) == DCTERMS.modified
        bound = (root().value(way, RDF.type), moment(root().value(way, TREE.value)))
        found.setdefault(str(root().value(way, TREE.node)), set()).add(bound)
    bounds = (TREE.GreaterThanOrEqualToRelation, TREE.LessThanOrEqualToRelation)
    assert found == {
        f"{FEED}/3.9/1": {(it, datetime(2026, 3, 1, tzinfo=UTC)) for it in bounds},
        f"{FEED}/3.10/1": {(it, datetime(2026, 3, 2, tzinfo=UTC)) for it in bounds},
    }


def test_a_stream_of_no_release_is_one_all_the_same() -> None:
    graph = parsed(list(ldes.root(stream(), [])))
    assert (STREAM, RDF.type, LDES.EventStream) in graph
    assert not list(graph.objects(predicate=TREE.relation))


def test_samples_are_another_stream_at_the_same_root() -> None:
    graph = parsed(list(ldes.root(stream(sample=True), [])))
    assert graph.value(predicate=TREE.view, object=URIRef(FEED)) == URIRef(f"{FEED}#samples")


def test_every_member_has_the_shape_that_the_root_promises() -> None:
    shapes = root() + Graph()
    assert (None, SH.targetObjectsOf, TREE.member) in shapes
    conforms, _, report = validate(first() + second(), shacl_graph=shapes)
    assert conforms, report


@pytest.mark.parametrize("of", [FIRST, SECOND], ids=["3.9", "3.10"])
def test_a_member_says_what_the_document_of_its_concept_says(of: ReleaseIndex) -> None:
    graph = parsed(page(of, entries(None, of)))
    for it in of.taxonomy:
        itself = URIRef(skos.concept_uri(of, it, URL))
        version = graph.value(predicate=DCTERMS.isVersionOf, object=itself)
        assert version is not None
        document = said(skos.graph(of, it, URL), itself)
        if it.kind is Kind.TECHNICAL_COMPETENCE:
            document = {pair for pair in document if pair[0] != SKOS.prefLabel}
            assert graph.value(version, NS.namedAfter)
        beside = {NS.namedAfter, NS.retirement, NS.frameworkName, NS.frameworkVersion}
        beside |= {DCTERMS.identifier, *ENVELOPE}
        assert {pair for pair in said(graph, version) if pair[0] not in beside} == document
        assert graph.value(version, DCTERMS.identifier) == Literal(it.id)


def test_a_retired_concept_is_a_member_with_its_successors() -> None:
    found = said(second(), member("SK-9"))
    assert (OWL.deprecated, Literal("true", datatype=XSD.boolean)) in found
    assert (DCTERMS.isReplacedBy, URIRef(f"{URL}/id/competent/SK-12")) in found
    assert (NS.retirement, Literal("merged")) in found
    assert (NS.event, AS.Update) in found


def test_members_of_a_release_are_those_it_changed() -> None:
    found = set(second().objects(STREAM, TREE.member))
    assert found == {member("SK-9"), member("SK-99"), member("OP-10")}


def test_a_member_tells_its_release_its_moment_and_its_place_in_the_stream() -> None:
    found = said(second(), member("SK-99"))
    assert moment(second().value(member("SK-99"), DCTERMS.modified)) == SECOND.release.published_at
    assert {
        (DCTERMS.isVersionOf, URIRef(f"{URL}/id/competent/SK-99")),
        (DCTERMS.isPartOf, URIRef(f"{URL}/archive/competent/3.10")),
        (NS.event, AS.Create),
    } <= found


def test_later_releases_have_later_sequences_although_3_10_sorts_before_3_9() -> None:
    sequences = [
        str(graph.value(member("OP-10", version), NS.sequence))
        for graph, version in ((first(), "3.9"), (second(), "3.10"))
    ]
    assert sequences == sorted(set(sequences))


def test_only_the_last_member_of_the_last_page_ends_the_transaction() -> None:
    told = entries(None, FIRST)
    ends = [
        set(parsed(page(FIRST, part, number, 2)).subjects(NS.transactionFinalized))
        for number, part in ((1, told[:5]), (2, told[5:]))
    ]
    assert ends == [set(), {member(told[-1].name, "3.9")}]


def test_the_first_page_leads_to_the_others_and_they_lead_nowhere() -> None:
    graph = parsed(page(FIRST, entries(None, FIRST), 1, 3))
    ways = graph.objects(URIRef(f"{FEED}/3.9/1"), TREE.relation)
    assert {str(graph.value(it, TREE.node)) for it in ways} == {f"{FEED}/3.9/2", f"{FEED}/3.9/3"}
    assert not list(parsed(page(FIRST, [], 2, 3)).objects(predicate=TREE.relation))


def test_a_page_says_that_it_never_changes() -> None:
    assert (
        URIRef(f"{FEED}/3.10/1"),
        LDES.immutable,
        Literal("true", datatype=XSD.boolean),
    ) in second()


def test_a_deletion_says_of_what_and_nothing_else() -> None:
    graph = parsed(page(SECOND, [Entry(Event.DELETE, "SK 77/é")]))
    found = said(graph, member("SK%2077%2F%C3%A9"))
    assert (DCTERMS.isVersionOf, URIRef(f"{URL}/id/competent/SK%2077%2F%C3%A9")) in found
    assert (NS.event, AS.Delete) in found
    assert {predicate for predicate, _ in found} == ENVELOPE


def test_a_concept_of_another_publisher_keeps_its_own_uri() -> None:
    found = index(butchers.ESCO, "1.2.0", 1)
    graph = parsed(page(found, entries(None, found)))
    versions = set(graph.subjects(DCTERMS.isVersionOf, URIRef(butchers.SKILL)))
    document = f"{URL}/v1/schemes/esco/releases/1.2.0/concepts/"
    assert versions == {URIRef(f"{document}http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2F1")}


@pytest.mark.parametrize(
    ("members", "expected"), [(0, 1), (1, 1), (250, 1), (251, 2), (10_513, 43)]
)
def test_pages_are_bounded(members: int, expected: int) -> None:
    assert ldes.pages([Entry(Event.DELETE, "x")] * members) == expected


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser
def test_texts_and_ids_of_any_kind_come_back_from_both_forms() -> None:
    odd = 'Een "vlees"\\snijder\nmet\ttab \u0001 é 🥩'
    content = taxonomy(concept("a b/c#d?e", Kind.SKILL, notation='"<x>', nl=odd))
    found = index(content, "3.9", 1)
    nodes = page(found, entries(None, found))
    for media_type in ldes.MEDIA_TYPES:
        graph = parsed(nodes, media_type)
        assert set(graph.objects(predicate=SKOS.prefLabel)) == {Literal(odd, lang="nl")}
        assert set(graph.objects(predicate=DCTERMS.identifier)) == {Literal("a b/c#d?e")}
