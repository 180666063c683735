"""Translating over HTTP."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from app.wire.translating import MOST_TRANSLATED
from taxonomy.model import Notation
from taxonomy.vocabulary import Kind
from tests.app import butchers
from tests.app.serving import Client, serving
from tests.build import concept, mapping, mapping_set, taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

ISCO = taxonomy(concept(butchers.GROUP, Kind.ISCO_GROUP, scheme="isco", notation="7511"))
ESCO = taxonomy(
    *(
        replace(it, notations=(Notation("isco-08", "7511"),)) if it.kind is Kind.OCCUPATION else it
        for it in butchers.ESCO
    )
)
ROME = mapping_set(
    mapping("D1101", "broad", butchers.OCCUPATION),
    mapping("D1102", "exact", butchers.OTHER_OCCUPATION, confidence=0.5),
    subject="rome/3.47",
    object_="esco/1.2.0",
)
SAMPLE = mapping_set(
    mapping("D1101", "exact", butchers.SKILL), subject="rome/3.48", object_="esco/1.2.0"
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    shelf = butchers.shelf().add(ESCO, "1.2.0").add(ISCO, "08").add_mappings(ROME)
    with serving(shelf.add_mappings(SAMPLE, sample=True)) as running:
        yield running


def asked(
    client: Client,
    *ids: str,
    start: str = "competent/current",
    end: str = "esco/1.2.0",
    accept: str = "*/*",
    **more: Any,
) -> httpx.Response:
    body = {"from": start, "to": end, "ids": list(ids), **more}
    return client.ask("POST", "/v1/translate", body, accept=accept)


def told(answer: httpx.Response) -> list[tuple[str, str, list[str]]]:
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    return [(it["asked"], it["outcome"], [each["id"] for each in it["targets"]]) for it in items]


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_ids_are_translated_in_the_order_asked_with_both_releases(client: Client) -> None:
    answer = asked(client, "OP-10", "X", "OP-2", "SK-1", "u10")
    both = [butchers.OCCUPATION, butchers.OTHER_OCCUPATION]
    assert told(answer) == [
        ("OP-10", "several", both),
        ("X", "unknown", []),
        ("OP-2", "none", []),
        ("SK-1", "none", []),
        ("u10", "several", both),
    ]
    assert answer.headers["x-release"] == "competent/3.10, esco/1.2.0"
    content = answer.json()
    assert (content["from"], content["to"]) == ("competent/3.10", "esco/1.2.0")
    assert content["unknown"] == ["X"]
    assert {name: it for name, it in content["summary"].items() if it} == {
        "several": 2,
        "none": 2,
        "unknown": 1,
    }
    assert answer.text.index('"summary"') < answer.text.index('"items"')


def test_a_target_says_by_which_path_and_its_mapping_can_be_asked_why(client: Client) -> None:
    (item,) = asked(client, "OP-10", predicates=["skos:narrowMatch"]).json()["items"]
    (target,) = item["targets"]
    assert (item["outcome"], item["concept"]) == ("narrower", {"id": "u10", "notation": "OP-10"})
    assert (target["notation"], target["predicate_id"], target["confidence"]) == (
        "7511.1.1",
        "skos:narrowMatch",
        0.9,
    )
    (step,) = target["path"]
    assert step["source"] == "competent-3.10--esco-1.2.0"
    why = client.get(f"/v1/mappings/{step['mapping']}")
    assert why.json()["reviewer"] == "eva"


def test_a_chain_goes_from_rome_over_esco_to_competent(client: Client) -> None:
    answer = asked(client, "D1101", "D1102", start="rome/3.47", end="competent/current")
    assert told(answer) == [("D1101", "broader", ["u10"]), ("D1102", "broader", ["u10"])]
    assert [(it["name"], it["from"], it["to"]) for it in answer.json()["sets"]] == [
        ("rome-3.47--esco-1.2.0", "rome/3.47", "esco/1.2.0"),
        ("competent-3.10--esco-1.2.0", "esco/1.2.0", "competent/3.10"),
    ]
    sure = asked(
        client, "D1101", "D1102", start="rome/3.47", end="competent/current", min_confidence=0.6
    )
    assert [it[1] for it in told(sure)] == ["broader", "none"]


def test_a_group_of_isco_leads_to_profiles_over_what_esco_says_itself(client: Client) -> None:
    answer = asked(client, "7511", start="isco/current", end="competent/current")
    (item,) = answer.json()["items"]
    (target,) = item["targets"]
    assert (item["outcome"], target["notation"]) == ("narrower", "OP-10")
    assert [(it["basis"], it["source"]) for it in target["path"]] == [
        ("release", "esco/1.2.0"),
        ("mapping", "competent-3.10--esco-1.2.0"),
    ]


def test_mappings_that_are_not_accepted_count_on_demand(client: Client) -> None:
    states = ["accepted", "stale"]
    assert told(asked(client, "OP-2", states=states)) == [("OP-2", "close", [butchers.OCCUPATION])]


def test_lines_and_a_table_say_the_same_as_the_document(client: Client) -> None:
    ids = ["OP-10", "X", "OP-10"]
    whole = asked(client, *ids).json()["items"]
    lines = asked(client, *ids, accept="application/x-ndjson")
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(it) for it in lines.text.splitlines()] == whole
    table = asked(client, *ids, accept="text/csv")
    assert "competent-3.10-to-esco-1.2.0.csv" in table.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [(it["asked"], it["to_notation"], it["predicate"]) for it in rows] == [
        ("OP-10", "7511.1", "skos:exactMatch"),
        ("OP-10", "7511.1.1", "skos:narrowMatch"),
        ("X", "", ""),
        ("OP-10", "7511.1", "skos:exactMatch"),
        ("OP-10", "7511.1.1", "skos:narrowMatch"),
    ]
    assert rows[0]["from_label_nl"] == "Slager"
    assert rows[1]["path"] == f"u10 narrowMatch {butchers.OTHER_OCCUPATION}"


@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson", "text/csv"])
def test_a_hundred_thousand_codes_are_streamed(client: Client, accept: str) -> None:
    ids = ["OP-10", "u2", "nobody"] * (MOST_TRANSLATED // 3)
    answer = asked(client, *ids, accept=accept, start="competent/3.10")
    assert answer.status_code == 200
    assert answer.text.count("nobody") >= len(ids) // 3


def test_as_many_uris_as_ids_are_taken(client: Client) -> None:
    uri = "http://data.europa.eu/esco/occupation/6b1f0a52-0d61-4d8b-9f0e-2f7a1c3f1a10"
    answer = asked(client, *[uri] * MOST_TRANSLATED, start="esco/1.2.0", end="competent/3.10")
    assert answer.json()["summary"]["unknown"] == MOST_TRANSLATED


def test_more_are_too_many(client: Client) -> None:
    assert problem(asked(client, *["x"] * (MOST_TRANSLATED + 1))) == (413, "body-too-large")


def test_an_answer_is_compressed_where_it_may_be(client: Client) -> None:
    body = {"from": "competent/3.10", "to": "esco/1.2.0", "ids": ["OP-10"]}
    headers = {b"content-type": b"application/json", b"accept-encoding": b"gzip"}
    answer = client.send("POST", "/v1/translate", headers, json.dumps(body).encode())
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["total"] == 1


def test_no_ids_have_no_answers(client: Client) -> None:
    assert asked(client).json()["items"] == []
    assert asked(client, accept="application/x-ndjson").text == ""


def test_slips_are_read_and_odd_ids_told(client: Client) -> None:
    ids = [" op-10 ", "OP%2D10", "https://competent.test/id/competent/OP-10", "", "\x00", "💥"]
    answer = asked(client, *ids)
    assert [it[1] for it in told(answer)] == ["several"] * 3 + ["unknown"] * 3
    assert [it["code"] for it in answer.json()["items"][0]["remarks"]] == ["trimmed", "other-case"]
    assert asked(client, "OP-10", butchers.OCCUPATION).json()["items"][1]["remarks"] == [
        {"code": "other-scheme", "text": "an id of esco, and competent is asked"}
    ]


@pytest.mark.parametrize(
    ("start", "end", "status", "code"),
    [
        ("competent/3.9", "competent/3.10", 422, "invalid-query"),
        ("nothing/1", "esco/1.2.0", 404, "scheme-not-found"),
        ("competent/9.9", "esco/1.2.0", 404, "release-not-found"),
        ("competent/current", "digcomp/current", 404, "release-not-found"),
        ("competent", "esco/1.2.0", 422, "invalid-query"),
        ("competent/", "esco/1.2.0", 422, "invalid-query"),
        ("COMPETENT/3.10", "esco/1.2.0", 422, "invalid-query"),
        ("../competent/3.10", "esco/1.2.0", 422, "invalid-query"),
        ("competent/latest", "esco/1.2.0", 422, "invalid-version"),
    ],
)
def test_releases_that_cannot_be_asked_are_told(
    client: Client, start: str, end: str, status: int, code: str
) -> None:
    assert problem(asked(client, "OP-10", start=start, end=end)) == (status, code)


def test_where_no_mappings_lead_the_answer_says_where_they_do() -> None:
    digcomp = taxonomy(concept("1.1", Kind.DIGITAL_COMPETENCE, scheme="digcomp"))
    with serving(butchers.shelf().add(digcomp, "3.0")) as running:
        answer = asked(running, "OP-10", end="digcomp/3.0")
    assert problem(answer) == (404, "no-mapping-path")
    assert answer.json()["reachable"] == ["esco"]


@pytest.mark.parametrize(
    "more",
    [
        {"predicates": ["skos:sameMatch"]},
        {"min_confidence": 1.1},
        {"min_confidence": "much"},
        {"states": ["rejected"]},
        {"states": []},
        {"ids": "OP-10"},
        {"ids": [10]},
        {"ids": ["x" * 2001]},
    ],
)
def test_a_question_that_cannot_be_understood_is_refused(
    client: Client, more: dict[str, Any]
) -> None:
    assert problem(asked(client, **more)) == (422, "invalid-query")


def test_lone_surrogates_are_refused(client: Client) -> None:
    body = b'{"from": "competent/3.10", "to": "esco/1.2.0", "ids": ["\\ud800"]}'
    answer = client.send("POST", "/v1/translate", {b"content-type": b"application/json"}, body)
    assert answer.status_code == 422


def test_a_media_type_that_is_not_there_is_told(client: Client) -> None:
    assert problem(asked(client, accept="application/pdf")) == (406, "not-acceptable")


def test_a_new_edition_is_answered_from(client: Client) -> None:
    shelf = butchers.shelf().add_mappings(ROME)
    with serving(shelf) as running:
        assert told(asked(running, "D1101", start="rome/3.47"))[0][2] == [butchers.OCCUPATION]
        other = replace(ROME, mappings=ROME.mappings[1:])
        shelf.add_mappings(other, edition=2)
        running.front.app.state.services.mappings.refresh()  # type: ignore[attr-defined]
        assert told(asked(running, "D1101", start="rome/3.47"))[0][1] == "unknown"
