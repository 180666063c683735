from __future__ import annotations

import pytest

from taxonomy.vocabulary import Kind
from tests.app.serving import Client, Shelf, percent, serving
from tests.build import concept, taxonomy


def test_an_identifier_leads_to_the_document_of_today(client: Client) -> None:
    answer = client.get("/id/competent/OP-10", accept="text/turtle")
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).json()["notation"] == "OP-10"


def test_the_uri_of_a_concept_leads_back_to_it(client: Client) -> None:
    concept = client.get("concepts/SK-9").json()
    answer = client.get("/id/" + concept["uri"].partition("/id/")[2])
    assert client.get(answer.headers["location"]).json()["id"] == concept["id"]


@pytest.mark.parametrize(
    "id", ["http://data.europa.eu/esco/isced-f/01", "http://data.europa.eu/esco/isco/C01"]
)
def test_concepts_of_one_notation_are_told_apart(id: str) -> None:
    field = concept(
        "http://data.europa.eu/esco/isced-f/01",
        Kind.SKILL_GROUP,
        notation="01",
        scheme="esco",
        en="x",
    )
    group = concept(
        "http://data.europa.eu/esco/isco/C01", Kind.ISCO_GROUP, notation="01", scheme="esco", en="y"
    )
    with serving(Shelf().add(taxonomy(field, group), "1.2.0")) as client:
        answer = client.get(f"/id/esco/{percent(id)}")
        assert client.get(answer.headers["location"]).json()["id"] == id


def test_an_identifier_of_a_scheme_leads_to_the_scheme(client: Client) -> None:
    assert client.get("/id/esco").headers["location"] == "/v1/schemes/esco"


def test_an_unknown_identifier_is_not_redirected(client: Client) -> None:
    assert client.get("/id/competent/OP-11").status_code == 404
