"""The JSON-LD of a release is the graph of its Turtle, and readable as plain JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given
from rdflib import Graph
from rdflib.plugins.parsers.jsonld import to_rdf

from taxonomy.formats import json_ld, turtle
from taxonomy.model import Label, Notation, Release, Taxonomy
from taxonomy.vocabulary import Kind, LabelType, ReleaseStatus
from tests.build import alternative, concept, link, taxonomy
from tests.strategies import taxonomies

if TYPE_CHECKING:
    from collections.abc import Callable

    from taxonomy.sources.reading import Reading

URL = "https://competent.example"
RELEASE = Release(
    scheme="competent", version="3.10", status=ReleaseStatus.PUBLISHED, digest="sha256:d", note="n"
)


def written(content: Taxonomy) -> bytes:
    return json_ld.write(content, RELEASE, public_url=URL)


def graphs(content: Taxonomy) -> tuple[Graph, Graph]:
    """What the JSON-LD and the Turtle of the taxonomy say."""
    plain = turtle.write(content, RELEASE, public_url=URL)
    ours = Graph()
    to_rdf(orjson.loads(written(content)), ours)  # Graph.parse warns of a class that it uses itself
    return ours, Graph().parse(data=plain, format="turtle")


def node(content: Taxonomy, name: str) -> dict[str, Any]:
    listed = orjson.loads(written(content))["@graph"]
    return next(it for it in listed if it["@id"] == f"{URL}/id/competent/{name}")


@pytest.mark.slow
@given(taxonomies())
def test_it_is_the_graph_of_the_turtle(content: Taxonomy) -> None:
    ours, plain = graphs(content)
    assert set(ours) == set(plain)


@given(taxonomies())
def test_equal_taxonomies_give_equal_bytes(content: Taxonomy) -> None:
    again = Taxonomy.of(content.scheme, [replace(it) for it in reversed(content.concepts)])
    assert written(again) == written(content)


def test_a_concept_reads_as_plain_json() -> None:
    found = node(
        taxonomy(
            concept(
                "u1",
                Kind.PROFILE,
                link("broader", "u2"),
                alternative("nl", "Beenhouwer"),
                alternative("nl", "Vleeshouwer"),
                nl="Slager",
                fr="Boucher",
            ),
            concept("u2"),
        ),
        "U1",
    )
    assert found == {
        "@id": f"{URL}/id/competent/U1",
        "@type": ["Concept", "Profile"],
        "inScheme": f"{URL}/id/competent",
        "identifier": "u1",
        "notation": "U1",
        "prefLabel": {"fr": "Boucher", "nl": "Slager"},
        "altLabel": {"nl": ["Beenhouwer", "Vleeshouwer"]},
        "broader": f"{URL}/id/competent/U2",
    }


def test_the_codes_of_other_systems_stand_beside_the_own_one() -> None:
    codes = (Notation("isco-08", "7511"), Notation("rome", "D1101"))
    content = taxonomy(replace(concept("u1"), notations=codes))
    assert node(content, "U1")["notation"] == [
        "U1",
        {"@value": "7511", "@type": f"{URL}/ns#isco-08"},
        {"@value": "D1101", "@type": f"{URL}/ns#rome"},
    ]
    ours, plain = graphs(content)
    assert set(ours) == set(plain)


@pytest.mark.parametrize("target", ["skos:x", "ns:x", "dct:identifier", "Concept", "@type", "nl"])
def test_an_id_that_looks_like_one_of_our_words_is_not_taken_for_it(target: str) -> None:
    label = Label("nl", LabelType.HIDDEN, "@id", target)
    ours, plain = graphs(taxonomy(concept("u1", Kind.PROFILE, link("related", target), label)))
    assert set(ours) == set(plain)


def test_a_line_holds_a_node() -> None:
    lines = written(taxonomy(concept("u1"), concept("u2"))).splitlines()
    assert lines[0].startswith(b'{"@context":{')
    assert lines[-1] == b"]}"
    assert [orjson.loads(it.removesuffix(b","))["@id"] for it in lines[-3:-1]] == [
        f"{URL}/id/competent/U1",
        f"{URL}/id/competent/U2",
    ]


@pytest.mark.real_data
@pytest.mark.slow
def test_a_twentieth_of_competent_is_the_graph_of_its_turtle(
    competent_of: Callable[[str], Reading],
) -> None:
    ours, plain = graphs(Taxonomy.of("competent", competent_of("3.11").concepts[::20]))
    assert len(ours) > 7_000
    assert set(ours) == set(plain)
