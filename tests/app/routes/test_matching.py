"""Matching over HTTP: what is answered, what is told beside it, what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from app.http.answering import PIECE_BYTES
from taxonomy.vocabulary import Kind
from tests.app import butchers
from tests.app.serving import Client, serving
from tests.build import concept, mapping, mapping_set, taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

PATH = "/v1/schemes/competent/releases/current/match"
OTHER_MAPPINGS = mapping_set(
    mapping("s12", "close", butchers.SKILL, confidence=0.8),
    mapping("s1", "close", butchers.SKILL, confidence=0.7),
    mapping("s1", "related", butchers.KNOWLEDGE),
    subject="competent/3.10",
    object_="esco/1.2.0",
)
DIGCOMP = taxonomy(concept("dc1", Kind.DIGITAL_COMPETENCE, scheme="digcomp", notation="1.1"))


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    shelf = butchers.shelf().add(DIGCOMP, "2.2").add_mappings(OTHER_MAPPINGS, 2)
    with serving(shelf) as running:
        yield running


def asked(client: Client, *ids: str, **more: Any) -> httpx.Response:
    return client.ask("POST", PATH, {"competences": [{"id": it} for it in ids], **more})


def found(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [it["concept"]["notation"] for it in answer.json()["items"]]


def refused(answer: httpx.Response) -> tuple[int, str, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    return answer.status_code, problem["code"], problem["detail"]


def codes(entries: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(it["asked"], it["code"]) for it in entries]


def test_profiles_come_best_first_with_every_reason(client: Client) -> None:
    answer = asked(client, "SK-1", "SK-99")
    assert found(answer) == ["OP-2", "OP-10"]
    assert answer.headers["x-release"] == "competent/3.10"
    assert answer.headers["cache-control"] == "no-store"
    content = answer.json()
    assert content["release"] == "competent/3.10"
    assert content["formula"] == {
        "direction": "similarity",
        "essential_weight": 2.0,
        "rarity": 1.0,
        "kinds": ["skill"],
    }
    fisher, butcher = content["items"]
    (hit,) = fisher["hits"]
    part = hit.pop("part")
    assert hit == {"id": "s1", "notation": "SK-1", "weight": 2.0, "essential": True}
    assert part == fisher["parts"]["essential"] == pytest.approx(0.50855, abs=1e-4)
    assert (fisher["missing_essential"], fisher["surplus"]) == (
        [],
        [{"id": "s99", "notation": "SK-99"}],
    )
    assert [it["notation"] for it in butcher["missing_essential"]] == ["SK-12"]
    assert butcher["hits"][0]["essential"] is False
    assert fisher["score"] == pytest.approx(100 * fisher["parts"]["essential"], abs=0.01)
    assert [it["notation"] for it in content["competences"]] == ["SK-1", "SK-12", "SK-99"]
    assert content["competences"][0]["pref_label"] == {"fr": "Couper", "nl": "Snijden"}


def test_a_skill_and_its_technical_competence_are_the_same_demand(client: Client) -> None:
    by_skill, by_competence = asked(client, "SK-12").json(), asked(client, "CP-31").json()
    assert by_skill["items"] == by_competence["items"]
    assert by_competence["understood"] == [{"asked": "CP-31", "as": "SK-12"}]


def test_what_is_asked_twice_counts_once_and_is_told(client: Client) -> None:
    answer = asked(client, "SK-12", "CP-31", "SK-12").json()
    assert answer["items"] == asked(client, "SK-12").json()["items"]
    assert [it.get("remarks", []) for it in answer["understood"]] == [
        [],
        [{"code": "merged", "text": "counts once, with SK-12"}],
        [{"code": "merged", "text": "counts once, with SK-12"}],
    ]


def test_a_retired_competence_counts_as_its_only_successor(client: Client) -> None:
    (told,) = asked(client, "SK-9").json()["understood"]
    assert (told["as"], told["remarks"][0]["code"]) == ("SK-12", "successor")


def test_what_does_not_count_is_told_with_its_reason(client: Client) -> None:
    answer = asked(client, "SK-12", "SO-3", "SE-1", "OP-10", "X", "X").json()
    assert answer["unknown"] == ["X"]
    assert codes(answer["left_out"]) == [
        ("SO-3", "kind-not-counted"),
        ("SE-1", "wrong-kind"),
        ("OP-10", "wrong-kind"),
    ]
    assert found(asked(client, "SO-3", kinds=["skill", "soft-skill"])) == ["OP-10"]
    assert found(asked(client, "KN-8", kinds=["knowledge"])) == ["OP-10"]


def test_where_nothing_is_known_nothing_is_found(client: Client) -> None:
    answer = asked(client, "X")
    assert found(answer) == []
    assert answer.json()["unknown"] == ["X"]


def test_a_competence_set_counts_as_its_members(client: Client) -> None:
    assert asked(client, "CS-7").json()["items"] == asked(client, "SK-12").json()["items"]


def test_a_competence_of_another_scheme_counts_over_its_mappings(client: Client) -> None:
    answer = asked(client, butchers.SKILL).json()
    first, second = answer["understood"]
    assert (first["as"], second["as"]) == ("SK-12", "SK-1")
    assert first["through"]["predicate"] == "skos:closeMatch"
    assert client.get(f"/v1/mappings/{first['through']['mapping']}").status_code == 200


def test_what_is_only_related_in_another_scheme_does_not_count(client: Client) -> None:
    answer = asked(client, butchers.KNOWLEDGE, "1.1").json()
    assert answer["understood"] == []
    assert codes(answer["left_out"]) == [(butchers.KNOWLEDGE, "no-mapping"), ("1.1", "no-mapping")]


def test_a_profile_is_asked_for_others_and_is_none_of_them(client: Client) -> None:
    answer = client.ask("POST", PATH, {"profile": "OP-10"})
    assert found(answer) == ["OP-2"]
    content = answer.json()
    assert content["profile"]["notation"] == "OP-10"
    (item,) = content["items"]
    assert [it["notation"] for it in item["hits"]] == ["SK-1"]
    assert [it["notation"] for it in item["surplus"]] == ["SK-12"]


def test_coverage_is_how_much_of_a_profile_is_met(client: Client) -> None:
    items = asked(client, "SK-1", "SK-12", direction="coverage").json()["items"]
    assert [it["score"] for it in items] == [100.0, 100.0]
    (half, _) = asked(client, "SK-1", direction="coverage", rarity=False).json()["items"]
    assert (half["concept"]["notation"], half["score"]) == ("OP-2", 100.0)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "body: Either competences or a profile is needed"),
        ({"competences": [{"id": "SK-1"}], "profile": "OP-10"}, "body: Either competences or"),
        ({"competences": []}, "body.competences: List should have at least 1 item"),
        ({"competences": [{"id": "SK-1"}] * 10_001}, "body.competences: List should have at most"),
        ({"competences": [{"id": "SK-1", "weight": 0}]}, "weight: Input should be greater than 0"),
        ({"competences": [{"id": "SK-1", "weight": -1}]}, "weight: Input should be greater than"),
        ({"competences": [{"id": "SK-1", "weight": float("nan")}]}, "weight: Input should be a f"),
        ({"competences": [{"id": "SK-1", "weight": float("inf")}]}, "weight: Input should be a f"),
        ({"competences": [{"id": "SK-1", "level": 1.5}]}, "level: Input should be less than or e"),
        ({"competences": [{"id": ""}]}, "body.competences.0.id: String should have at least 1"),
        ({"competences": [{"id": "SK-1"}], "rarity": "yes"}, "body.rarity: Input should be true,"),
        ({"competences": [{"id": "SK-1"}], "rarity": 5}, "body.rarity: Input should be less than"),
        ({"competences": [{"id": "SK-1"}], "kinds": ["sector"]}, "kinds: competent asks for no c"),
        ({"competences": [{"id": "SK-1"}], "kinds": []}, "body.kinds: Set should have at least 1"),
        ({"competences": [{"id": "SK-1"}], "limit": 1001}, "body.limit: Input should be less th"),
        ({"profile": "SK-1"}, "profile: 'SK-1' is of the kind skill"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(
    client: Client, body: dict[str, Any], told: str
) -> None:
    # The tests' client writes NaN as JSON does not allow, as many programs do.
    answer = client.ask("POST", PATH, content=json.dumps(body), content_type="application/json")
    status, code, detail = refused(answer)
    assert (status, code) == (422, "invalid-query")
    assert told in detail


def test_an_unknown_profile_and_a_scheme_without_profiles_are_refused(client: Client) -> None:
    assert refused(client.ask("POST", PATH, {"profile": "OP-0"}))[:2] == (404, "concept-not-found")
    body = {"competences": [{"id": "1.1"}]}
    answer = client.ask("POST", "/v1/schemes/digcomp/releases/current/match", body)
    assert refused(answer)[:2] == (422, "nothing-to-match")


def test_many_questions_are_answered_as_each_by_itself(client: Client) -> None:
    body = {
        "questions": [
            {"id": "mine", "competences": [{"id": "SK-1"}]},
            {"profile": "OP-0"},
            {"profile": "OP-10"},
        ],
        "limit": 1,
    }
    content = client.ask("POST", f"{PATH}/batch", body).json()
    first, second, third = content["items"]
    assert (content["total"], content["release"]) == (3, "competent/3.10")
    assert (first["question"], first["id"]) == (0, "mine")
    assert first["answer"] == asked(client, "SK-1", limit=1).json()
    assert (second["question"], second["problem"]["code"]) == (1, "concept-not-found")
    assert third["answer"] == client.ask("POST", PATH, {"profile": "OP-10", "limit": 1}).json()
    lines = client.ask("POST", f"{PATH}/batch", body, accept="application/x-ndjson")
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(it) for it in lines.text.splitlines()] == content["items"]


def test_too_many_questions_and_answers_are_refused(client: Client) -> None:
    many = {"competences": [{"id": "SK-1"}] * 1000}
    for answer in (
        client.ask("POST", PATH, {**many, "limit": 201}),
        client.ask("POST", f"{PATH}/batch", {"questions": [many], "limit": 201}),
    ):
        assert refused(answer)[:2] == (413, "body-too-large")
    one = {"competences": [{"id": "SK-1"}]}
    answer = client.ask("POST", f"{PATH}/batch", {"questions": [one] * 101, "limit": 1000})
    assert refused(answer)[:2] == (413, "body-too-large")
    answer = client.ask("POST", f"{PATH}/batch", {"questions": [one] * 1001})
    assert refused(answer)[:2] == (422, "invalid-query")
    answer = client.ask("POST", f"{PATH}/batch", {"questions": []})
    assert refused(answer)[:2] == (422, "invalid-query")


def test_a_retired_competence_that_is_asked_counts_as_used(client: Client) -> None:
    asked(client, "SK-9")
    client.ask("POST", f"{PATH}/batch", {"questions": [{"competences": [{"id": "SK-9"}]}]})
    rows = client.get("/usage").json()["retired"]
    assert next(it["requests"] for it in rows if it["notation"] == "SK-9") >= 2


def test_answers_to_many_questions_come_in_pieces(client: Client) -> None:
    # Each competence is told as left over by each profile.
    one = {"competences": [{"id": it} for it in ("SK-1", "SK-12", "SK-99")], "id": "same"}
    body = {"questions": [one] * 500}
    answer = client.ask("POST", f"{PATH}/batch", body)
    assert len(answer.content) > 2 * PIECE_BYTES
    content = answer.json()
    assert [it["question"] for it in content["items"]] == list(range(500))
    lines = client.ask("POST", f"{PATH}/batch", body, accept="application/x-ndjson").text
    assert [json.loads(it) for it in lines.splitlines()] == content["items"]


def test_a_large_answer_goes_in_pieces_and_is_the_same(client: Client) -> None:
    ids = [f"{'X' * 1000}-{it}" for it in range(2 * PIECE_BYTES // 1000)]
    answer = asked(client, "SK-1", *ids)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-release"] == "competent/3.10"
    assert answer.json()["unknown"] == ids
    assert answer.json()["items"] == asked(client, "SK-1").json()["items"]


def test_labels_are_read_in_the_language_that_is_asked(client: Client) -> None:
    answer = client.ask("POST", f"{PATH}?lang=fr", {"competences": [{"id": "SK-12"}]}).json()
    named = {it["notation"]: it["label"]["text"] for it in answer["competences"]}
    assert named == {"SK-1": "Couper", "SK-12": "Faire des saucisses"}
    assert answer["items"][0]["concept"]["label"]["text"] == "Boucher (h/f/x)"
    assert "label" not in asked(client, "SK-12").json()["competences"][0]


def test_the_greatest_weight_and_level_of_what_is_asked_twice_count(client: Client) -> None:
    twice: dict[str, Any] = {
        "competences": [{"id": "SK-1", "weight": 2, "level": 0.5}, {"id": "SK-12"}]
    }
    twice["competences"].append({"id": "CP-2", "weight": 1, "level": 1})
    once = {"competences": [{"id": "SK-1", "weight": 2, "level": 1}, {"id": "SK-12"}]}
    first, second = (client.ask("POST", PATH, it).json()["items"] for it in (twice, once))
    assert first == second


def test_a_question_without_any_competence_that_is_asked_for_finds_nothing(client: Client) -> None:
    answer = asked(client, "SK-99")
    assert found(answer) == []
    assert [it["as"] for it in answer.json()["understood"]] == ["SK-99"]
