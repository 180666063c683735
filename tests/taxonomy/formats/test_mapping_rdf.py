"""A mapping set as RDF: links for what is accepted, and a node with its reasons for every mapping."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from taxonomy.formats.mapping_rdf import write
from taxonomy.mapping import NO_TERM_FOUND
from taxonomy.sources import eures
from taxonomy.vocabulary import MappingPredicate, MappingState
from tests.build import mapping, mapping_set
from tests.taxonomy.formats.test_sssom import SETS

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.mapping import Mapping, MappingSet

URL = "https://competent.example"
SSSOM = Namespace("https://w3id.org/sssom/")
OP_10 = "0a5cbd0d-97a6-4f1c-8ad0-7c0f6d4d5f11"
BUTCHER = URIRef(f"{URL}/id/competent/OP-10")
HALAL = URIRef("http://data.europa.eu/esco/occupation/7ea40a30-9a6d-4ec6-8b3f-6bb9e0ac9b2e")
LINKS = {SKOS[it.value.partition(":")[2]] for it in MappingPredicate}


def graph(content: MappingSet) -> Graph:
    return Graph().parse(data=write(content, public_url=URL, addresses={OP_10: str(BUTCHER)}))


def links(found: Graph) -> set[tuple[object, object, object]]:
    return {it for it in found if it[1] in LINKS}


def node(content: MappingSet, one: Mapping) -> URIRef:
    return URIRef(f"{URL}/v1/mappings/{content.id_of(one)}")


def test_an_accepted_mapping_is_a_link_and_an_axiom() -> None:
    one = mapping(OP_10, "narrow", str(HALAL), subject_label="Slager", comment='"why"\n', confidence=0.5, reviewer="A", review_date=date(2026, 1, 2))  # fmt: skip
    content = mapping_set(one)
    found, itself = graph(content), node(content, one)
    assert links(found) == {(BUTCHER, SKOS.narrowMatch, HALAL)}
    told = dict(found.predicate_objects(itself))
    assert told == {
        RDF.type: OWL.Axiom,
        OWL.annotatedSource: BUTCHER,
        OWL.annotatedProperty: SKOS.narrowMatch,
        OWL.annotatedTarget: HALAL,
        SSSOM.mapping_justification: URIRef("https://w3id.org/semapv/vocab/UnspecifiedMatching"),
        SSSOM.subject_label: Literal("Slager"),
        SSSOM.reviewer_label: Literal("A"),
        SSSOM.review_date: Literal("2026-01-02", datatype=XSD.date),
        SSSOM.confidence: Literal("0.5", datatype=XSD.double),
        RDFS.comment: Literal('"why"\n'),
        URIRef(f"{URL}/ns#mappingState"): Literal("accepted"),
    }
    (set_,) = found.subjects(RDF.type, SSSOM.MappingSet)
    assert (set_, SSSOM.mappings, itself) in found
    assert (set_, SSSOM.object_source_version, Literal("1.0.3")) in found


@pytest.mark.parametrize("state", [it for it in MappingState if it is not MappingState.ACCEPTED])
def test_what_is_not_accepted_is_no_link_and_no_axiom(state: MappingState) -> None:
    one = mapping(OP_10, "exact", str(HALAL), state=state, reasons=({"change": "renamed"},))
    content = mapping_set(one)
    found, itself = graph(content), node(content, one)
    assert links(found) == set()
    assert list(found.objects(itself, RDF.type)) == [SSSOM.Mapping]
    negated = (itself, SSSOM.predicate_modifier, SSSOM.NegatedPredicate) in found
    assert negated is (state is MappingState.REJECTED)


def test_what_finds_nothing_is_no_link() -> None:
    one = mapping(OP_10, "exact", NO_TERM_FOUND)
    content = mapping_set(one)
    found = graph(content)
    assert links(found) == set()
    assert (node(content, one), OWL.annotatedTarget, SSSOM.NoTermFound) in found


def test_equal_sets_have_equal_bytes() -> None:
    parts = [mapping("b", "exact", str(HALAL)), mapping("a", "close", str(HALAL))]
    one, other = (write(mapping_set(*it), public_url=URL) for it in (parts, parts[::-1]))
    assert one == other


@settings(max_examples=25)
@given(SETS)
def test_every_mapping_of_any_set_is_there(content: MappingSet) -> None:
    found = Graph().parse(data=write(content, public_url=URL))
    nodes = set(found.subjects(OWL.annotatedProperty, None))
    assert nodes == {node(content, it) for it in content}
    accepted = [it for it in content if it.state is MappingState.ACCEPTED and not it.finds_nothing]
    assert len(links(found)) == len(accepted)


@pytest.mark.real_data
def test_rdflib_loads_the_published_table(shared_data: Path) -> None:
    content = eures.read(sorted((shared_data / "eures").glob("BE_occ*"))).mapping_set
    found = Graph().parse(data=write(content, public_url=URL))
    assert len(links(found)) == 1_884
    assert len(set(found.subjects(RDF.type, OWL.Axiom))) == 1_884
