"""The Turtle of a release says what rdflib would say of every concept, in the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD

from taxonomy.errors import ReleaseInvalidError
from taxonomy.formats import skos, turtle
from taxonomy.formats.rdf.terms import iri
from taxonomy.index import ReleaseIndex
from taxonomy.model import Concept, Framework, Label, Link, Notation, Release, Taxonomy
from taxonomy.vocabulary import Kind, LabelType, Predicate, ReleaseStatus
from tests.build import concept, link, retired, taxonomy
from tests.strategies import taxonomies, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rdflib.term import Node

    from taxonomy.sources.reading import Reading

URL = "https://competent.example"
NS = f"{URL}/ns#"
SCHEME = URIRef(f"{URL}/id/competent")
RELEASE = Release(
    scheme="competent",
    version="3.10",
    status=ReleaseStatus.PUBLISHED,
    digest="sha256:d",
    released_at=date(2022, 3, 1),
    previous="3.9",
)
XL = "http://www.w3.org/2008/05/skos-xl#"
ALSO = {str(DCTERMS.identifier), *(XL + it for it in ("prefLabel", "altLabel", "hiddenLabel"))}
ALSO |= {NS + it for it in ("namedAfter", "retirement", "frameworkName", "frameworkVersion")}
"""The properties that the file has of a concept beside those of `skos.graph`; and attributes."""

Triple = tuple["Node", "Node", "Node"]


def written(*concepts: Concept) -> Graph:
    return parsed(taxonomy(*concepts))


def parsed(content: Taxonomy, release: Release = RELEASE) -> Graph:
    return Graph().parse(data=turtle.write(content, release, public_url=URL), format="turtle")


def told_by_concept(
    content: Taxonomy, release: Release = RELEASE, concepts: Iterable[Concept] = ()
) -> set[Triple]:
    """What `skos.graph` says of these concepts, or of all."""
    index = ReleaseIndex.build(release, content, {})
    return {triple for it in concepts or content for triple in skos.graph(index, it, URL)}


def beyond(graph: Graph, known: set[Triple]) -> list[Triple]:
    """What the graph says of concepts that is neither known nor one of the properties beside."""
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    return [
        it
        for it in graph
        if it not in known
        and it[0] in concepts
        and str(it[1]) not in ALSO
        and not str(it[1]).startswith(f"{NS}attribute-")
    ]


def subject(name: str) -> URIRef:
    return URIRef(f"{SCHEME}/{name}")


@pytest.mark.slow
@given(taxonomies())
def test_the_file_says_what_rdflib_says_of_every_concept(content: Taxonomy) -> None:
    known = told_by_concept(content)
    graph = parsed(content)
    assert known - set(graph) == set()
    assert beyond(graph, known) == []


@given(taxonomies())
def test_equal_taxonomies_give_equal_bytes(content: Taxonomy) -> None:
    again = Taxonomy.of(content.scheme, [replace(it) for it in reversed(content.concepts)])
    first, second = (turtle.write(it, RELEASE, public_url=URL) for it in (content, again))
    assert first == second


@given(texts)
def test_any_text_comes_back_as_it_is(text: str) -> None:
    graph = written(concept("u1", Kind.SKILL, nl=text))
    assert graph.value(subject("U1"), SKOS.prefLabel) == Literal(text, lang="nl")


@pytest.mark.parametrize(
    "text", ['say "no"', "a\\b", "a\r\nb\tc", "\x00\x01\x7f\x85\u2028", "קצב", "👩‍🍳", "'''", '"""']
)
def test_texts_that_need_an_escape_come_back(text: str) -> None:
    graph = written(replace(concept("u1"), attributes=(("raw", text),)))
    assert graph.value(subject("U1"), URIRef(f"{NS}attribute-raw")) == Literal(text)


def test_the_header_names_scheme_release_and_terms_of_use() -> None:
    graph = written()
    itself = URIRef(f"{URL}/archive/competent/3.10")
    assert graph.value(SCHEME, OWL.versionInfo) == Literal("3.10")
    assert graph.value(SCHEME, DCTERMS.title) == Literal("Competent")
    assert graph.value(SCHEME, DCTERMS.issued) == Literal("2022-03-01", datatype=XSD.date)
    assert graph.value(SCHEME, DCTERMS.hasVersion) == itself
    assert (SCHEME, DCTERMS.license, URIRef(f"{SCHEME}#licence")) in graph
    assert graph.value(itself, URIRef(f"{NS}digest")) == Literal("sha256:d")
    assert (
        itself,
        URIRef("http://www.w3.org/ns/dcat#previousVersion"),
        URIRef(f"{URL}/archive/competent/3.9"),
    ) in graph


def test_top_concepts_are_those_with_others_below_them() -> None:
    graph = written(
        concept("u1", Kind.SKILL),
        concept("u2", Kind.SKILL, link("broader", "u1")),
        concept("u3", Kind.SKILL),
    )
    assert [*graph.objects(SCHEME, SKOS.hasTopConcept)] == [subject("U1")]


def test_a_label_with_an_id_has_a_node_of_its_own() -> None:
    label = Label("nl", LabelType.ALTERNATIVE, "Beenhouwer", "t1", "AN-1")
    graph = written(concept("u1", Kind.PROFILE, label, nl="Slager"))
    node = URIRef(f"{subject('U1')}#alternative/nl/t1")
    assert [*graph.objects(subject("U1"), URIRef(f"{XL}altLabel"))] == [node]
    assert graph.value(node, URIRef(f"{XL}literalForm")) == Literal("Beenhouwer", lang="nl")
    assert graph.value(node, DCTERMS.identifier) == Literal("t1")
    assert graph.value(node, SKOS.notation) == Literal("AN-1")
    assert [*graph.subjects(RDF.type, URIRef(f"{XL}Label"))] == [node]


def test_a_technical_competence_says_whose_name_it_bears() -> None:
    graph = written(
        concept("u1", Kind.TECHNICAL_COMPETENCE, link("skill", "u2")),
        concept("u2", Kind.SKILL, nl="Zagen"),
    )
    assert graph.value(subject("U1"), SKOS.prefLabel) == Literal("Zagen", lang="nl")
    assert graph.value(subject("U1"), URIRef(f"{NS}namedAfter")) == subject("U2")


def test_a_retired_concept_says_why_and_what_follows_it() -> None:
    graph = written(retired("u1", replaced_by=("u2",)), concept("u2"))
    assert graph.value(subject("U1"), OWL.deprecated) == Literal("true", datatype=XSD.boolean)
    assert graph.value(subject("U1"), URIRef(f"{NS}retirement")) == Literal("unknown")
    assert graph.value(subject("U1"), DCTERMS.isReplacedBy) == subject("U2")


def test_parts_of_a_framework_and_odd_systems_are_told_apart() -> None:
    graph = written(
        replace(
            concept("u1", Kind.DIGITAL_SKILL),
            framework=Framework("Dig Comp", "2.2", "1.1"),
            notations=(Notation("ISCO 08/é", "7511"),),
        )
    )
    assert graph.value(subject("U1"), URIRef(f"{NS}frameworkName")) == Literal("Dig Comp")
    system = URIRef(f"{NS}ISCO%2008%2F%C3%A9")
    assert Literal("7511", datatype=system) in set(graph.objects(subject("U1"), SKOS.notation))


def test_a_collection_has_its_members() -> None:
    graph = written(replace(concept("u1"), collections=("green",)))
    assert (URIRef(f"{SCHEME}#collection/green"), SKOS.member, subject("U1")) in graph


def test_a_rank_stands_on_a_statement_about_the_link() -> None:
    ranked = Link(Predicate.BROADER, "u2", 3)
    graph = written(concept("u1", Kind.PROFILE, ranked), concept("u2"))
    (statement,) = graph.subjects(RDF.type, RDF.Statement)
    assert graph.value(statement, RDF.subject) == subject("U1")
    assert graph.value(statement, RDF.predicate) == SKOS.broader
    assert graph.value(statement, RDF.object) == subject("U2")
    assert graph.value(statement, URIRef(f"{NS}rank")) == Literal(3)


def test_two_ids_that_would_have_one_address_are_refused_by_name() -> None:
    with pytest.raises(ReleaseInvalidError, match="'X' and 'u1' would both be called"):
        written(
            replace(concept("X"), notation=""),
            concept("u1", notation="X"),
        )


@pytest.mark.parametrize("lang", ["", "nl_BE", "n", "nl-", "nl be", "nl> ."])
def test_a_language_tag_that_is_none_is_refused_by_name(lang: str) -> None:
    with pytest.raises(ReleaseInvalidError, match="U1 has a text in"):
        written(concept("u1", Kind.PROFILE, Label(lang, LabelType.HIDDEN, "x")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("http://example.org/<é>", "http://example.org/%3C%C3%A9%3E"),
        ("digcomp:1.1", "digcomp:1.1"),
        ("a", "urn:x-concept:a"),
        ("1:2", "urn:x-concept:1:2"),
    ],
)
def test_an_id_becomes_an_iri(text: str, expected: str) -> None:
    assert iri(text) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_iri_holds_no_character_that_ends_it(text: str) -> None:
    made = iri(text)
    assert not set('<>"{}|^`\\ ') & set(made)
    assert made.isascii()
    assert made.isprintable()


@pytest.mark.real_data
@pytest.mark.slow
def test_competent_says_what_rdflib_says_of_every_twentieth_concept(
    competent_of: Callable[[str], Reading],
) -> None:
    concepts = competent_of("3.11").concepts[::20]
    assert_told(Taxonomy.of("competent", concepts), RELEASE)


@pytest.mark.real_data
@pytest.mark.slow
def test_esco_says_what_rdflib_says_of_every_twentieth_concept(
    esco_of: Callable[[str], Reading],
) -> None:
    concepts = esco_of("1.2.0").concepts[::20]
    assert_told(Taxonomy.of("esco", concepts), replace(RELEASE, scheme="esco", version="1.2.0"))


def assert_told(content: Taxonomy, release: Release) -> None:
    """Every concept is compared, both ways; that whole releases come back stands with their reader."""
    graph = parsed(content, release)
    known = told_by_concept(content, release, content.concepts)
    assert len(known) > 5_000
    assert known - set(graph) == set()
    index = ReleaseIndex.build(release, content, {})
    subjects = {URIRef(iri(skos.concept_uri(index, it, URL))) for it in content.concepts}
    assert [it for it in beyond(graph, known) if it[0] in subjects] == []
