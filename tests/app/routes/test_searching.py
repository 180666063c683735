"""Tests of search and suggestion over HTTP."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.app.serving import Client


def found(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return [it["concept"]["notation"] for it in answer.json()["items"]]


def test_an_answer_tells_what_was_found_and_how(client: Client) -> None:
    answer = client.get("search?q=slagr&lang=nl")
    body = answer.json()
    assert (body["query"], body["lang"], body["release"]) == ("slagr", "nl", "competent/3.10")
    item = body["items"][0]
    assert item["concept"]["notation"] == "OP-10"
    assert item["concept"]["label"]["text"] == "Slager"
    assert item["matched"] == {
        "text": "Slager",
        "lang": "nl",
        "type": "preferred",
        "spans": [[0, 6]],
        "how": "typo",
    }
    assert 50 <= item["score"] < 100
    assert answer.headers["x-release"] == "competent/3.10"


@pytest.mark.parametrize(
    ("q", "notation"),
    [("beenhouwer", "OP-10"), ("BOUCHER", "OP-10"), ("op-10", "OP-10"), ("worsten", "CP-31")],
)
def test_names_and_codes_find_their_concept(client: Client, q: str, notation: str) -> None:
    assert found(client, f"search?q={q}")[0] == notation


def test_a_kind_chooses(client: Client) -> None:
    assert found(client, "search?q=worsten+maken&kind=skill") == ["SK-12"]


def test_an_item_names_its_concept_in_the_form_asked_for(client: Client) -> None:
    item = client.get("search?q=boucher&lang=fr&form=f").json()["items"][0]
    assert item["form"] == {"text": "Boucher", "gender": "neutral", "lang": "fr"}


def test_a_suggestion_completes(client: Client) -> None:
    assert found(client, "suggest?q=sl&lang=nl")[0] == "OP-10"


def test_an_answer_is_kept_and_not_sent_twice(client: Client) -> None:
    first = client.get("search?q=visser")
    again = client.get("search?q=visser", if_none_match=first.headers["etag"])
    assert (first.status_code, again.status_code) == (200, 304)


def test_an_answer_of_a_version_stays_for_ever(client: Client) -> None:
    answer = client.get("/v1/schemes/competent/releases/3.9/search?q=roken")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.json()["items"][0]["concept"]["notation"] == "SK-9"


@pytest.mark.parametrize(
    "q",
    [
        "",
        "%20%20",
        "%3F%21",
        "%00",
        "%07%1B%5B31m",
        "%F0%9F%91%A9",
        "%E2%80%AE%D7%A7%D7%A6%D7%91",
        "%D7%A7%D7%A6%D7%91+slager9",
        "*",
        "%25",
        "_",
        "%22%27%29+OR+1%3D1+--",
        "AND+NOT+%28",
        "%ED%A0%80",
        "%FF%FE",
        "%5C",
        "../../etc",
        "a" * 300,
    ],
)
@pytest.mark.parametrize("path", ["search", "suggest"])
def test_any_text_is_only_text(client: Client, path: str, q: str) -> None:
    answer = client.get(f"{path}?q={q}")
    assert answer.status_code == 200
    assert isinstance(answer.json()["items"], list)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 422, "invalid-query"),
        ("q=" + "a" * 301, 422, "invalid-query"),
        ("q=" + "a" * 60_000, 414, "uri-too-long"),
        ("q=a&lang=no!", 422, "invalid-query"),
        ("q=a&kind=beast", 422, "invalid-query"),
        ("q=a&kind=isco-group", 422, "invalid-query"),
        ("q=a&limit=0", 422, "invalid-query"),
        ("q=a&limit=99999999999999999999", 422, "invalid-query"),
        ("q=a&min_score=nan", 422, "invalid-query"),
        ("q=a&min_score=101", 422, "invalid-query"),
        ("q=a&form=x", 422, "invalid-query"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    client: Client, query: str, status: int, code: str
) -> None:
    answer = client.get(f"search?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_language_without_labels_finds_those_of_others(client: Client) -> None:
    item = client.get("search?q=slager&lang=sv").json()["items"][0]
    assert item["matched"]["how"] == "other-language"


def test_an_unknown_release_is_told(client: Client) -> None:
    answer = client.get("/v1/schemes/competent/releases/9.9/search?q=a")
    assert (answer.status_code, answer.json()["code"]) == (404, "release-not-found")


def test_only_json_is_there(client: Client) -> None:
    assert client.get("search?q=a", accept="text/turtle").status_code == 406


def test_a_uri_of_esco_is_found(client: Client) -> None:
    uri = quote("http://data.europa.eu/esco/occupation/1", safe="")
    assert found(client, f"/v1/schemes/esco/releases/current/search?q={uri}") == ["7511.1"]
