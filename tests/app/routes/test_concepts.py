from __future__ import annotations

import gzip
from typing import Any

import orjson
import pytest

from tests.app.butchers import SKILL
from tests.app.serving import PUBLIC_URL, Client, percent


def notations(answer: Any) -> list[str]:
    return [item["notation"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    "reference",
    ["SK-12", "s12", percent(f"{PUBLIC_URL}/id/competent/SK-12"), f"{PUBLIC_URL}/id/competent/s12"],
)
def test_a_concept_is_found_by_id_notation_and_uri(client: Client, reference: str) -> None:
    assert client.get(f"concepts/{reference}").json()["id"] == "s12"


def test_a_concept_of_esco_is_found_by_its_percent_encoded_uri(client: Client) -> None:
    answer = client.get(f"/v1/schemes/esco/releases/1.2.0/concepts/{percent(SKILL)}")
    assert answer.json()["uri"] == SKILL


def test_a_concept_says_its_release_labels_and_first_release(client: Client) -> None:
    answer = client.get("concepts/SK-12").json()
    assert answer["release"] == "competent/3.10"
    assert answer["pref_label"] == {"nl": "Worsten maken", "fr": "Faire des saucisses"}
    assert answer["first_release"] == "3.9"
    assert answer["last_release"] is None
    assert "retired" not in answer


def test_links_embed_the_labels_of_their_targets(client: Client) -> None:
    links = client.get("concepts/CP-31").json()["links"]
    assert [it["predicate"] for it in links] == ["behaviour", "knowledge", "skill"]
    assert links[2]["target"]["pref_label"]["nl"] == "Worsten maken"


def test_a_retired_concept_answers_with_its_last_release_and_successors(client: Client) -> None:
    answer = client.get("concepts/SK-9")
    assert answer.status_code == 200
    assert answer.json()["retired"] == {"since": "3.10", "reason": "merged"}
    assert answer.json()["last_release"] == "3.9"
    assert [it["notation"] for it in answer.json()["replaced_by"]] == ["SK-12"]


def test_a_concept_of_a_later_release_is_answered_with_that_release(client: Client) -> None:
    answer = client.get("/v1/schemes/competent/releases/3.9/concepts/SK-99")
    assert answer.status_code == 404
    assert answer.json()["code"] == "concept-not-found"
    assert answer.json()["first_release"] == "3.10"


def test_an_unknown_concept_is_answered_with_the_nearest_notations(client: Client) -> None:
    answer = client.get("concepts/sk12")
    assert answer.status_code == 404
    assert answer.json()["suggestions"][0] == "SK-12"


def test_a_reading_falls_back_and_hides_no_language(client: Client) -> None:
    answer = client.get("concepts/SK-12?lang=en&fallback=fr,nl").json()
    expected = {"text": "Faire des saucisses", "lang": "fr", "asked": "en", "fallback": True}
    assert answer["label"] == expected
    assert set(answer["pref_label"]) == {"nl", "fr"}


@pytest.mark.parametrize(
    "query",
    ["lang=!!", "lang=nl&fallback=n_l", "fallback=", "lang=", "fallback=" + "nl," * 10 + "fr"],
)
def test_a_bad_language_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"concepts/SK-12?{query}")
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid-query"


def test_a_fallback_alone_is_a_list_of_languages(client: Client) -> None:
    label = client.get("concepts/SK-12?fallback=en,fr").json()["label"]
    assert (label["asked"], label["lang"]) == ("en", "fr")


def test_active_concepts_are_listed_in_natural_order(client: Client) -> None:
    assert notations(client.get("concepts?kind=skill")) == ["SK-1", "SK-12", "SK-99"]
    assert notations(client.get("concepts?kind=profile")) == ["OP-2", "OP-10"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [("retired", ["SK-9"]), ("all", ["SK-1", "SK-9", "SK-12", "SK-99"])],
)
def test_retired_concepts_are_listed_on_demand(
    client: Client, status: str, expected: list[str]
) -> None:
    assert notations(client.get(f"concepts?kind=skill&status={status}")) == expected


def test_pages_follow_each_other_through_the_link_header(client: Client) -> None:
    seen, address = [], "concepts?status=all&limit=4&lang=nl"
    while address:
        answer = client.get(address)
        seen += notations(answer)
        address = answer.links.get("next", {}).get("url", "")
        assert "/current/" not in address
    assert seen == notations(client.get("concepts?status=all&limit=1000"))


def test_the_total_counts_every_page(client: Client) -> None:
    assert client.get("concepts?status=all&limit=1").json()["total"] == 16


@pytest.mark.parametrize("cursor", ["x", "", "%00", "MTIzNA", "é"])
def test_a_cursor_that_is_none_is_refused(client: Client, cursor: str) -> None:
    assert client.get(f"concepts?cursor={cursor}").status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/v1/schemes/competent/releases/3.9/concepts?limit=2",
        "/v1/schemes/competent/releases/3.10/concepts?limit=2&status=all",
        "/v1/schemes/competent/releases/3.10/profiles?limit=1",
    ],
)
def test_a_cursor_belongs_to_one_list_of_one_release(client: Client, path: str) -> None:
    cursor = client.get("concepts?limit=2").json()["next"]
    assert client.get(f"{path}&cursor={cursor}").status_code == 422


def test_a_cursor_does_not_mind_what_is_no_filter(client: Client) -> None:
    cursor = client.get("concepts?limit=2&_=1").json()["next"]
    assert client.get(f"concepts?limit=3&lang=nl&_=2&cursor={cursor}").status_code == 200


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "1.5", "9" * 30])
def test_a_limit_out_of_bounds_is_refused(client: Client, limit: str) -> None:
    answer = client.get(f"concepts?limit={limit}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == "query.limit"


def test_the_reverse_look_up_goes_through_technical_competences(client: Client) -> None:
    items = client.get("concepts?linked_to=SK-12").json()["items"]
    found = [
        (it["notation"], it["predicate"], it.get("through", {}).get("notation")) for it in items
    ]
    assert found == [
        ("CP-31", "skill", None),
        ("CS-7", "member", None),
        ("OP-10", "essentialCompetence", "CP-31"),
    ]


def test_the_reverse_look_up_can_be_narrowed(client: Client) -> None:
    assert notations(client.get("concepts?linked_to=SK-12&kind=profile")) == ["OP-10"]
    assert notations(client.get("concepts?linked_to=SK-12&predicate=member")) == ["CS-7"]


def test_a_predicate_of_another_scheme_is_refused_with_those_there_are(client: Client) -> None:
    answer = client.get("concepts?linked_to=SK-12&predicate=essentialSkill")
    assert answer.status_code == 422
    assert "essentialCompetence" in answer.json()["detail"]


def test_a_predicate_alone_is_refused(client: Client) -> None:
    assert client.get("concepts?predicate=member").status_code == 422


def test_a_kind_of_another_scheme_is_refused_with_the_kinds_there_are(client: Client) -> None:
    answer = client.get("concepts?kind=occupation")
    assert answer.status_code == 422
    assert "profile" in answer.json()["detail"]


def test_a_list_can_be_asked_for_one_uri(client: Client) -> None:
    at = "/v1/schemes/esco/releases/current/concepts?uri="
    assert client.get(at + percent(SKILL)).json()["items"][0]["id"] == SKILL
    assert client.get(at + percent(SKILL + "0")).json()["items"] == []


def test_a_batch_lists_what_is_unknown(client: Client) -> None:
    answer = client.ask("POST", "concepts/batch", {"ids": ["OP-10", "X", "s12", "SK-12"]})
    assert notations(answer) == ["OP-10", "SK-12"]
    assert answer.json()["unknown"] == ["X"]
    assert answer.headers["x-release"] == "competent/3.10"


def test_a_batch_says_of_a_concept_what_its_own_document_says(client: Client) -> None:
    items = client.ask("POST", "concepts/batch", {"ids": ["OP-10"]}).json()["items"]
    assert items == [client.get("concepts/OP-10").json()]


def test_a_large_batch_is_answered_whole(client: Client) -> None:
    ids = [f"X-{number}" for number in range(9_995)] + ["SK-1", "SK-12", "SK-99", "OP-2", "OP-10"]
    answer = client.ask("POST", "concepts/batch", {"ids": ids}).json()
    assert len(answer["items"]) == 5
    assert len(answer["unknown"]) == 9_995


@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson"])
def test_a_batch_is_compressed_on_demand(client: Client, accept: str) -> None:
    body = {"ids": ["OP-10", "SK-1", "X"]}
    plain = client.ask("POST", "concepts/batch", body, accept=accept)
    zipped = client.ask("POST", "concepts/batch", body, accept=accept, accept_encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content


def test_an_empty_batch_is_answered(client: Client) -> None:
    assert client.ask("POST", "concepts/batch", {"ids": []}).json()["items"] == []


def test_a_batch_comes_as_lines_on_demand(client: Client) -> None:
    answer = client.ask(
        "POST", "concepts/batch", {"ids": ["SK-1", "X"]}, accept="application/x-ndjson"
    )
    lines = [orjson.loads(line) for line in answer.content.splitlines()]
    assert lines[0]["notation"] == "SK-1"
    assert lines[1] == {"unknown": ["X"]}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"ids": "SK-1"}', b'{"ids": [1]}', b"\xff", b'{"ids": [' + b"[" * 9000],
)
def test_a_body_that_cannot_be_read_is_refused(client: Client, body: bytes) -> None:
    answer = client.ask("POST", "concepts/batch", content=body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_is_not_json_is_told_where(client: Client) -> None:
    answer = client.ask(
        "POST", "concepts/batch", content=b'{"ids": [}', content_type="application/json"
    )
    assert answer.json()["errors"][0]["where"] == "body"
    assert "character 9" in answer.json()["detail"]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_said_to_be_json_is_refused(client: Client, media_type: str) -> None:
    answer = client.ask("POST", "concepts/batch", content=b'{"ids": []}', content_type=media_type)
    assert answer.status_code == 415
    assert answer.json()["code"] == "unsupported-media-type"
    assert "application/json" in answer.json()["detail"]


def test_a_compressed_body_is_refused(client: Client) -> None:
    answer = client.ask(
        "POST",
        "concepts/batch",
        content=gzip.compress(b'{"ids": []}'),
        content_type="application/json",
        content_encoding="gzip",
    )
    assert answer.status_code == 415
    assert answer.headers["accept-encoding"] == "identity"


def test_more_ids_than_allowed_are_refused(client: Client) -> None:
    answer = client.ask("POST", "concepts/batch", {"ids": ["SK-1"] * 10_001})
    assert answer.status_code == 422


def streamed(client: Client, query: str = "", accept: str = "application/x-ndjson") -> list[Any]:
    answer = client.get(f"concepts?{query}", accept=accept)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["x-release"] == "competent/3.10"
    return [orjson.loads(it) for it in answer.text.splitlines()]


def test_a_whole_release_is_streamed_as_lines_each_the_document_of_its_concept(
    client: Client,
) -> None:
    found = streamed(client, "status=all&limit=1")
    assert [it["id"] for it in found] == [it["id"] for it in everything(client)]
    assert found == [client.get(f"concepts/{it['id']}").json() for it in found]


def everything(client: Client) -> list[Any]:
    return list(client.get("concepts?status=all&limit=1000").json()["items"])


def test_lines_embed_what_is_included_as_the_documents_of_their_nouns_do(client: Client) -> None:
    found = streamed(client, "kind=profile&include=parts")
    assert found == [client.get(f"profiles/{it['id']}").json() for it in found]
    assert len(found) > 1


def test_lines_include_the_mappings_of_the_release_for_every_kind(client: Client) -> None:
    found = {it["id"]: it["mappings"] for it in streamed(client, "include=mappings")}
    assert [it["predicate"] for it in found["u10"]] == ["skos:exactMatch", "skos:narrowMatch"]
    assert found["s1"][0]["object"] == {"id": "sssom:NoTermFound"}


def test_lines_hold_the_fields_that_are_chosen_and_the_id(client: Client) -> None:
    found = streamed(client, "kind=skill&fields=notation,pref_label")
    assert {tuple(it) for it in found} == {("id", "notation", "pref_label")}


def test_what_links_to_a_concept_is_streamed_once_each(client: Client) -> None:
    found = streamed(client, "linked_to=SK-12&fields=notation")
    listed = notations(client.get("concepts?linked_to=SK-12"))
    assert [it["notation"] for it in found] == list(dict.fromkeys(listed))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("include=everything", "there are parts, mappings"),
        ("include=", "there are parts, mappings"),
        ("include=parts,,x", "'x' is not known"),
        ("fields=secret,pref_label", "'secret' is no field"),
        ("fields=", "no field"),
        ("fields=%00", "no field"),
    ],
)
def test_an_unknown_part_or_field_is_refused_by_name(
    client: Client, query: str, named: str
) -> None:
    answer = client.get(f"concepts?{query}", accept="application/x-ndjson")
    assert answer.status_code == 422
    assert named in answer.json()["detail"]


def test_pages_of_json_have_no_shape_of_lines(client: Client) -> None:
    answer = client.get("concepts?fields=notation")
    assert answer.status_code == 422
    assert "application/x-ndjson" in answer.json()["detail"]
