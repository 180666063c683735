from __future__ import annotations

import csv
import gzip
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from taxonomy.model import Lifespan
from taxonomy.vocabulary import Kind, ReleaseStatus, RetirementReason
from tests.app.serving import Client, Shelf, serving
from tests.build import concept, link, retired, taxonomy
from tests.taxonomy.formats.test_patches import applied

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

AT = "/v1/schemes/competent"
BUTCHER = concept(
    "u1",
    Kind.PROFILE,
    link("essentialCompetence", "c1"),
    link("optionalCompetence", "c2"),
    notation="OP-1",
    nl="Slager",
    fr="Boucher (h/f/x)",
)
COMPETENCES = tuple(
    concept(f"c{it}", Kind.TECHNICAL_COMPETENCE, nl=f"Competentie {it}") for it in (1, 2, 3)
)
FIRST = taxonomy(BUTCHER, concept("u2", nl="Visser"), concept("u3", nl="Bakker"), *COMPETENCES)
SECOND = taxonomy(
    replace(
        BUTCHER,
        labels=(*BUTCHER.labels[:1], BUTCHER.labels[1]._replace(text="Beenhouwer")),
        links=(link("optionalCompetence", "c1"), link("essentialCompetence", "c3")),
    ),
    retired("u2", replaced_by=("u4", "u5"), reason=RetirementReason.SPLIT, nl="Visser"),
    retired("u3", reason=RetirementReason.UNKNOWN, nl="Bakker"),
    concept("u4", nl="Zeevisser"),
    concept("u5", nl="=Riviervisser"),
    *COMPETENCES,
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Competent 3.9, 3.10 and a candidate 3.11."""
    shelf = Shelf().add(FIRST, "3.9").add(SECOND, "3.10", lifespans={"u4": Lifespan("3.10")})
    with serving(shelf.add(SECOND, "3.11", ReleaseStatus.CANDIDATE)) as running:
        yield running


def asked(
    client: Client, what: str, *ids: str, accept: str = "*/*", **question: Any
) -> httpx.Response:
    body = {"from": "3.9", "to": "current", "ids": list(ids), **question}
    return client.ask("POST", f"{AT}/{what}", body, accept=accept)


def test_ids_are_converted_in_the_order_asked(client: Client) -> None:
    answer = asked(client, "convert", "U2", "OP-1", "u3", "X").json()
    assert [(it["asked"], it["outcome"], it["to"]) for it in answer["items"]] == [
        ("U2", "split", ["U4", "U5"]),
        ("OP-1", "renamed", ["OP-1"]),
        ("u3", "gone", []),
        ("X", "unknown", []),
    ]
    assert answer["items"][0]["reason"] == "split"
    assert answer["unknown"] == ["X"]


@pytest.mark.parametrize("what", ["convert", "impact"])
def test_an_answer_names_both_real_releases(client: Client, what: str) -> None:
    answer = asked(client, what, "OP-1")
    assert answer.headers["x-release"] == "competent/3.10"
    told = {key: answer.json()[key] for key in ("scheme", "from", "to", "release")}
    assert told == {"scheme": "competent", "from": "3.9", "to": "3.10", "release": "competent/3.10"}


@pytest.mark.parametrize("what", ["convert", "impact"])
def test_a_candidate_can_be_tried_before_it_is_current(client: Client, what: str) -> None:
    answer = asked(client, what, "U2", **{"from": "current", "to": "candidate"})
    assert (answer.json()["from"], answer.json()["to"]) == ("3.10", "3.11")
    assert answer.headers["x-release-status"] == "candidate"


def test_the_way_back_is_answered_too(client: Client) -> None:
    answer = asked(client, "convert", "U4", "U3", **{"from": "3.10", "to": "3.9"}).json()
    assert [it["outcome"] for it in answer["items"]] == ["not-yet", "restored"]


@pytest.mark.parametrize("what", ["convert", "impact"])
def test_counts_come_before_the_items(client: Client, what: str) -> None:
    answer = asked(client, what, "U2", "OP-1", "u1", "X")
    assert answer.text.index('"summary"') < answer.text.index('"items"')
    assert {key: it for key, it in answer.json()["summary"].items() if it} == {
        "renamed": 2,
        "split": 1,
        "unknown": 1,
    }
    assert (answer.json()["total"], answer.json()["distinct"]) == (4, 3)


def test_the_impact_tells_labels_with_class_and_links_that_came_went_and_moved(
    client: Client,
) -> None:
    (item,) = asked(client, "impact", "OP-1").json()["items"]
    assert item["touched"] == ["wording", "links"]
    assert item["labels"] == {"nl": {"before": "Slager", "after": "Beenhouwer", "class": "wording"}}
    links = item["links"]
    assert [(it["predicate"], it["target"]["id"]) for it in links["gained"]] == [
        ("essentialCompetence", "c3")
    ]
    assert [(it["predicate"], it["target"]["id"]) for it in links["lost"]] == [
        ("optionalCompetence", "c2")
    ]
    assert [(it["from"], it["to"], it["target"]["id"]) for it in links["moved"]] == [
        ("essentialCompetence", "optionalCompetence", "c1")
    ]


def test_the_impact_of_a_split_names_the_successors_and_the_way_there(client: Client) -> None:
    (item,) = asked(client, "impact", "U2").json()["items"]
    assert item["concept"]["pref_label"] == {"nl": "Visser"}
    assert [it["notation"] for it in item["concepts"]] == ["U4", "U5"]
    assert item["paths"] == [["U2", "U4"], ["U2", "U5"]]
    assert item["status"] == {"before": "active", "after": "retired"}


def test_an_id_asked_again_is_told_once(client: Client) -> None:
    first, second = asked(client, "impact", "OP-1", "u1").json()["items"]
    assert "links" in first
    assert second == {"asked": "u1", "outcome": "renamed", "to": ["u1"], "repeats": "OP-1"}


def test_the_impact_comes_as_csv_on_demand(client: Client) -> None:
    answer = asked(client, "impact", "U2", "OP-1", accept="text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="competent-3.9-to-3.10.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [(row["outcome"], row["to"]) for row in rows] == [
        ("split", "U4 | U5"),
        ("renamed", "OP-1"),
    ]


def test_the_impact_comes_as_a_json_patch_on_demand(client: Client) -> None:
    ids = ["U3", "U2", "X", "U2"]
    answer = asked(client, "impact", *ids, accept="application/json-patch+json")
    assert answer.headers["content-type"] == "application/json-patch+json"
    assert applied(answer.json(), ids) == ["U4", "U5", "X", "U4", "U5"]
    once = asked(client, "impact", *ids, accept="application/json-patch+json", distinct=True)
    assert applied(once.json(), ids) == ["U4", "U5", "X"]


@pytest.mark.parametrize("accept", ["application/json", "text/csv", "application/json-patch+json"])
def test_no_id_is_an_answer_too(client: Client, accept: str) -> None:
    answer = asked(client, "impact", accept=accept)
    assert answer.status_code == 200
    if "json-patch" in accept:
        assert answer.json() == []


def test_another_media_type_is_refused_with_those_there_are(client: Client) -> None:
    answer = asked(client, "impact", "OP-1", accept="text/turtle")
    assert answer.status_code == 406
    assert "application/json-patch+json" in answer.json()["available"]


@pytest.mark.parametrize("what", ["convert", "impact"])
def test_ten_thousand_ids_are_answered_and_no_more(client: Client, what: str) -> None:
    ids = [f"OP-{number}" for number in range(10_000)]
    answer = asked(client, what, *ids)
    assert len(answer.json()["items"]) == 10_000
    assert asked(client, what, *ids, "OP-1").status_code == 422


def test_an_answer_is_compressed_on_demand(client: Client) -> None:
    body = {"from": "3.9", "to": "3.10", "ids": ["OP-1", "U2"]}
    plain = client.ask("POST", f"{AT}/impact", body)
    zipped = client.ask("POST", f"{AT}/impact", body, accept_encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.json() == plain.json()


@pytest.mark.parametrize(
    ("question", "status", "code"),
    [
        ({"from": "9.9"}, 404, "release-not-found"),
        ({"to": "9.9"}, 404, "release-not-found"),
        ({"from": "3,9"}, 422, "invalid-version"),
        ({"to": ""}, 422, "invalid-version"),
        ({"from": 3.9}, 422, "invalid-query"),
        ({"to": None}, 422, "invalid-query"),
        ({"ids": "OP-1"}, 422, "invalid-query"),
        ({"ids": [1]}, 422, "invalid-query"),
        ({"ids": ["x" * 2001]}, 422, "invalid-query"),
        ({"distinct": "perhaps"}, 422, "invalid-query"),
    ],
)
def test_a_question_that_cannot_be_understood_is_refused(
    client: Client, question: dict[str, Any], status: int, code: str
) -> None:
    answer = asked(client, "impact", "OP-1", **question)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_unknown_scheme_is_refused(client: Client) -> None:
    body = {"from": "3.9", "to": "3.10", "ids": []}
    answer = client.ask("POST", "/v1/schemes/onet/convert", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "scheme-not-found")


def test_a_body_that_is_too_large_is_refused(client: Client) -> None:
    content = b'{"from": "3.9", "to": "3.10", "ids": ["' + b"x" * 2**22 + b'"]}'
    answer = client.ask("POST", f"{AT}/convert", content=content, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


def test_a_compressed_body_is_refused(client: Client) -> None:
    answer = client.ask(
        "POST",
        f"{AT}/convert",
        content=gzip.compress(b"{}"),
        content_type="application/json",
        content_encoding="gzip",
    )
    assert answer.status_code == 415


def test_half_a_character_is_refused(client: Client) -> None:
    content = b'{"from": "3.9", "to": "3.10", "ids": ["\\ud800"]}'
    answer = client.ask("POST", f"{AT}/impact", content=content, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-query")


@pytest.mark.parametrize("asked_id", ["\x00", "' OR 1=1", "../../etc", "é\u202e" * 50])
def test_an_odd_id_is_unknown_and_breaks_nothing(client: Client, asked_id: str) -> None:
    for accept in ("application/json", "text/csv", "application/json-patch+json"):
        answer = asked(client, "impact", asked_id, accept=accept)
        assert answer.status_code == 200


def test_who_names_no_release_to_go_to_goes_to_the_current_one(client: Client) -> None:
    question = {"from": "3.9", "ids": ["OP-10"]}
    answer = client.ask("POST", "/v1/schemes/competent/convert", json=question)
    assert answer.json()["to"] == "3.10"
