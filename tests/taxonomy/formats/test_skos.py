from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD

from taxonomy.formats import skos
from taxonomy.index import ReleaseIndex
from taxonomy.model import Notation, Release, Taxonomy
from taxonomy.vocabulary import Kind, ReleaseStatus, RetirementReason
from tests.build import alternative, concept, description, link, retired, taxonomy
from tests.strategies import taxonomies

BASE = "https://competent.test"
SUBJECT = URIRef(f"{BASE}/id/competent/OP-10")
BUTCHERY = taxonomy(
    replace(
        concept(
            "u1",
            Kind.PROFILE,
            link("essentialCompetence", "c1"),
            link("broader", "u2"),
            alternative("nl", "Beenhouwer"),
            description("nl", 'Verkoopt "vlees".\nElke dag.'),
            notation="OP-10",
            nl="Slager",
            fr="Boucher (h/f/x)",
        ),
        notations=(Notation("isco-08", "7511"),),
    ),
    retired("u2", Kind.PROFILE, replaced_by=("u1",), reason=RetirementReason.MERGED, nl="Oud"),
    concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), notation="CP-1"),
    concept("s1", Kind.SKILL, notation="SK-1", nl="Snijden"),
)


def index(concepts: Taxonomy) -> ReleaseIndex:
    release = Release(
        scheme=concepts.scheme, version="3.8", status=ReleaseStatus.PUBLISHED, digest="sha256:0"
    )
    return ReleaseIndex.build(release, concepts, {})


def graph(reference: str) -> Graph:
    made = index(BUTCHERY)
    return Graph().parse(data=skos.turtle(made, made.get(reference), BASE), format="turtle")


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (RDF.type, SKOS.Concept),
        (RDF.type, URIRef(f"{BASE}/ns#Profile")),
        (SKOS.prefLabel, Literal("Slager", lang="nl")),
        (SKOS.altLabel, Literal("Beenhouwer", lang="nl")),
        (DCTERMS.description, Literal('Verkoopt "vlees".\nElke dag.', lang="nl")),
        (SKOS.notation, Literal("OP-10")),
        (SKOS.notation, Literal("7511", datatype=URIRef(f"{BASE}/ns#isco-08"))),
        (SKOS.inScheme, URIRef(f"{BASE}/id/competent")),
        (SKOS.broader, URIRef(f"{BASE}/id/competent/U2")),
        (URIRef(f"{BASE}/ns#essentialCompetence"), URIRef(f"{BASE}/id/competent/CP-1")),
    ],
)
def test_turtle_says_it_in_skos(predicate: URIRef, value: URIRef | Literal) -> None:
    assert (SUBJECT, predicate, value) in graph("OP-10")


def test_a_retired_concept_is_deprecated_and_names_its_successor() -> None:
    subject = URIRef(f"{BASE}/id/competent/U2")
    found = graph("U2")
    assert (subject, OWL.deprecated, Literal("true", datatype=XSD.boolean)) in found
    assert (subject, DCTERMS.isReplacedBy, SUBJECT) in found


def test_a_linked_competence_is_named_by_its_skill() -> None:
    target = URIRef(f"{BASE}/id/competent/CP-1")
    assert (target, SKOS.prefLabel, Literal("Snijden", lang="nl")) in graph("OP-10")


def test_a_concept_with_an_official_uri_keeps_it() -> None:
    official = "http://data.europa.eu/esco/skill/1"
    found = concept(official, Kind.SKILL, scheme="esco", en="cut")
    assert skos.concept_uri(index(taxonomy(found)), found, BASE) == official


def test_a_retired_concept_has_another_uri_than_the_one_that_took_its_notation() -> None:
    old = retired("made", Kind.SKILL, replaced_by=("given",), nl="Snijden")
    old = replace(old, notation="SK-1")
    new = concept("given", Kind.SKILL, notation="SK-1", nl="Snijden")
    made = index(taxonomy(old, new))
    assert skos.concept_uri(made, new, BASE) == f"{BASE}/id/competent/SK-1"
    assert skos.concept_uri(made, old, BASE) == f"{BASE}/id/competent/made"
    found = skos.graph(made, old, BASE)
    successor = URIRef(f"{BASE}/id/competent/SK-1")
    assert (URIRef(f"{BASE}/id/competent/made"), DCTERMS.isReplacedBy, successor) in found
    assert (successor, OWL.deprecated, None) not in found


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser
@settings(max_examples=40, deadline=None)
@given(taxonomies())
def test_json_ld_and_turtle_are_the_same_graph(concepts: Taxonomy) -> None:
    made = index(concepts)
    for it in concepts:
        turtle = Graph().parse(data=skos.turtle(made, it, BASE), format="turtle")
        json_ld = Graph().parse(data=skos.json_ld(made, it, BASE), format="json-ld")
        assert isomorphic(turtle, json_ld)


@settings(max_examples=40, deadline=None)
@given(taxonomies())
def test_equal_concepts_give_equal_bytes(concepts: Taxonomy) -> None:
    one, other = index(concepts), index(Taxonomy.of("competent", reversed(concepts.concepts)))
    for it in concepts:
        assert skos.turtle(one, it, BASE) == skos.turtle(other, it, BASE)
        assert skos.json_ld(one, it, BASE) == skos.json_ld(other, it, BASE)
