"""Annotating over HTTP: one text as JSON, many as lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from app.meaning import vectors
from app.wire.annotating import AnnotateAnswer
from taxonomy.annotating.values import LARGEST_TEXT
from tests.app import butchers
from tests.app.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.app.serving import Client

PATH = "/v1/schemes/competent/releases/{}/annotate"
TEXT = "Wij zoeken een beenhouwer 😀 met ervaring."


def asked(
    client: Client, text: str = TEXT, version: str = "current", **more: Any
) -> httpx.Response:
    return client.ask("POST", PATH.format(version), {"text": text, **more})


def sent(
    client: Client, body: bytes, media_type: bytes = b"application/x-ndjson"
) -> httpx.Response:
    return client.send("POST", PATH.format("current"), {b"content-type": media_type}, body)


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    return [json.loads(it) for it in answer.content.splitlines()]


def test_a_text_is_annotated_with_the_concepts_of_the_release(client: Client) -> None:
    answer = asked(client)
    body = answer.json()
    (it,) = body["annotations"]
    assert (body["lang"], body["lang_source"], body["release"]) == (
        "nl",
        "detected",
        "competent/3.10",
    )
    assert (it["start"], it["end"], it["text"]) == (15, 25, "beenhouwer")
    assert it["concept"]["notation"] == "OP-10"
    assert it["matched"] == {
        "text": "Beenhouwer",
        "lang": "nl",
        "type": "alternative",
        "how": "folded",
    }
    assert 0 < it["score"] <= 100
    assert answer.headers["x-release"] == "competent/3.10"
    assert answer.headers["cache-control"] == "no-store"


def test_the_language_of_the_reader_is_that_of_other_routes(client: Client) -> None:
    path = PATH.format("3.10") + "?lang=fr"
    (it,) = client.ask("POST", path, {"text": TEXT}).json()["annotations"]
    assert it["concept"]["label"]["text"] == "Boucher (h/f/x)"


def test_a_technical_competence_has_the_labels_of_its_skill(client: Client) -> None:
    body = asked(client, "worsten maken", kinds=["technical-competence"], min_score=0).json()
    assert [it["concept"]["notation"] for it in body["annotations"]] == ["CP-31"]


def test_html_is_annotated_at_its_own_places(client: Client) -> None:
    text = "<script>slager</script><p>Een <b>sl&#97;ger</b></p>"
    (it,) = asked(client, text, format="html", lang="nl").json()["annotations"]
    assert it["text"] == "sl&#97;ger" == text[it["start"] : it["end"]]


@pytest.mark.parametrize(
    "text", ["", "?!", "\x00\x07", "😀", "שלום", "a" * 100_000, "de " * 33_000]
)
def test_a_text_without_concepts_has_an_empty_list(client: Client, text: str) -> None:
    answer = asked(client, text)
    assert (answer.status_code, answer.json()["annotations"]) == (200, [])


def test_a_text_may_have_a_mebibyte_and_no_more(client: Client) -> None:
    text = ("slager, " * LARGEST_TEXT)[:LARGEST_TEXT]
    assert len(asked(client, text).json()["annotations"]) == LARGEST_TEXT // 8
    answer = asked(client, text[:-1] + "é")
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    assert "1,048,577 bytes" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"lang": "xx"}, "competent/3.10 has no labels in 'xx'; it has: fr, nl"),
        ({"lang": "no language"}, "body.lang"),
        ({"kinds": ["occupation"]}, "competent holds no concepts of the kind occupation"),
        ({"kinds": ["wizard"]}, "body.kinds.0"),
        ({"matches": "some"}, "body.matches"),
        ({"format": "pdf"}, "body.format"),
        ({"min_score": 101}, "body.min_score"),
        ({"text": None}, "body.text"),
        ({"text": 5}, "body.text"),
    ],
)
def test_a_question_that_cannot_be_understood_is_refused(
    client: Client, more: dict[str, Any], told: str
) -> None:
    answer = client.ask("POST", PATH.format("3.10"), {"text": TEXT, **more})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-query")
    assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{}", b"application/json", 422),
        (b"{", b"application/json", 422),
        (b'{"text": "\xff"}', b"application/json", 422),
        (b'{"text": "\\ud800"}', b"application/json", 422),
        (b"slager", b"text/plain", 415),
        (b"x" * 5_000_000, b"application/json", 413),
        (b"x" * 5_000_000, b"application/x-ndjson", 413),
    ],
)
def test_a_body_that_is_no_question_is_refused(
    client: Client, body: bytes, media_type: bytes, status: int
) -> None:
    assert sent(client, body, media_type).status_code == status


def test_unknown_releases_are_refused_for_lines_too(client: Client) -> None:
    headers = {b"content-type": b"application/x-ndjson"}
    for version, status in (("9.9", 404), ("nonsense!", 422)):
        answer = client.send("POST", PATH.format(version), headers, b'{"text": "slager"}')
        assert (answer.status_code, asked(client, version=version).status_code) == (status, status)


def test_each_line_is_answered_in_its_place(client: Client) -> None:
    body = b"\n".join(
        (
            b'{"id": "a", "text": "slager", "lang": "nl"}',
            b"",
            b"nonsense",
            b'{"id": 2, "text": "boucher", "lang": "xx"}',
            b'{"text": "\xff"}',
            b'{"text": "\\ud800"}',
            b'{"id": 7}',
            b'["slager"]',
            b'{"text": "' + b"x" * (LARGEST_TEXT + 1) + b'"}',
            b'{"text": "boucher"}\r',
        )
    )
    answer = sent(client, body, b"Application/X-NDJSON; charset=utf-8")
    told = lines(answer)
    codes = [it.get("error", {}).get("code", "") for it in told]
    assert [it["line"] for it in told] == [1, 3, 4, 5, 6, 7, 8, 9, 10]
    assert codes == ["", *["invalid-query"] * 6, "body-too-large", ""]
    assert [it.get("id") for it in told][:3] == ["a", None, 2]
    assert told[0]["annotations"][0]["text"] == "slager"
    assert answer.headers["x-release"] == "competent/3.10"
    assert answer.headers["content-type"].startswith("application/x-ndjson")


def test_no_lines_have_no_answers(client: Client) -> None:
    assert (sent(client, b"").status_code, sent(client, b"\n \n").content) == (200, b"")


def test_many_lines_are_answered_in_order(client: Client) -> None:
    body = b"\n".join(json.dumps({"id": it, "text": "slager"}).encode() for it in range(500))
    assert [it["id"] for it in lines(sent(client, body))] == list(range(500))


def test_what_is_named_in_other_words_is_told_where_labels_are_encoded(tmp_path: Path) -> None:
    shelf = butchers.shelf()
    text = "Elle peut fabriquer des saucisses."
    with serving(shelf, index_folder=str(tmp_path)) as client:
        refused = asked(client, text, "3.10", semantic=True)
        assert (refused.status_code, refused.json()["code"]) == (503, "semantic-unavailable")
        assert "competent index competent/3.10 --semantic" in refused.json()["detail"]
        assert lines(sent(client, json.dumps({"text": text, "semantic": True}).encode()))[0][
            "error"
        ]["code"] == ("semantic-unavailable")
        release = next(it for it in shelf.releases if it.name == "competent/3.10")
        vectors(tmp_path, shelf.load(release))
        question = {"semantic": True, "lang": "fr"}
        body = asked(client, text, "3.10", **question).json()
        assert [it["matched"]["how"] for it in body["annotations"]] == ["semantic"]
        AnnotateAnswer.model_validate(body)
        line = json.dumps({"text": text, **question}).encode()
        assert lines(sent(client, line))[0]["annotations"] == body["annotations"]
        assert asked(client, text, "3.10", **question, kinds=["sector"]).json()["annotations"] == []
