"""Set algebra over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from taxonomy.vocabulary import Kind
from tests.app import butchers
from tests.app.serving import Client, serving
from tests.build import concept, link, mapping, mapping_set, taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

DIGCOMP = taxonomy(
    concept("dc1", Kind.COMPETENCE_AREA, scheme="digcomp", notation="1"),
    *(
        concept(
            f"dc1{it}",
            Kind.DIGITAL_COMPETENCE,
            link("broader", "dc1"),
            scheme="digcomp",
            notation=f"1.{it}",
        )
        for it in (1, 2)
    ),
)
OTHER_MAPPINGS = mapping_set(
    mapping("s12", "exact", butchers.SKILL), subject="competent/3.10", object_="esco/1.2.0"
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    shelf = butchers.shelf().add(DIGCOMP, "2.2").add_mappings(OTHER_MAPPINGS, 2)
    with serving(shelf) as running:
        yield running


def asked(client: Client, a: Any, b: Any, scheme: str = "competent", **more: Any) -> httpx.Response:
    path = f"/v1/schemes/{scheme}/releases/current/compare"
    return client.ask("POST", path, {"a": a, "b": b, **more})


def told(answer: httpx.Response) -> tuple[list[str], list[str], list[str]]:
    assert answer.status_code == 200, answer.text
    shared, only_a, only_b = (
        [it["notation"] for it in answer.json()[name]] for name in ("shared", "only_a", "only_b")
    )
    return shared, only_a, only_b


def test_two_profiles_are_compared_by_what_they_ask_for(client: Client) -> None:
    answer = asked(client, "OP-10", "OP-2")
    assert told(answer) == (["SK-1"], ["SK-12"], [])
    content = answer.json()
    assert content["similarity"] == {"jaccard": 0.5, "a_in_b": 0.5, "b_in_a": 1.0}
    assert (content["a"]["size"], content["b"]["size"]) == (2, 1)
    (shared,) = content["shared"]
    assert (shared["essential_a"], shared["essential_b"]) == (False, True)
    assert answer.headers["x-release"] == content["release"] == "competent/3.10"


def test_a_side_may_be_a_set_a_competence_or_a_list(client: Client) -> None:
    assert told(asked(client, "CS-7", "SK-12")) == (["SK-12"], [], [])
    assert told(asked(client, "CP-31", ["SK-1", "SK-12"])) == (["SK-12"], [], ["SK-1"])
    assert told(asked(client, ["CP-2", "CS-7"], "OP-10")) == (["SK-1", "SK-12"], [], [])


def test_kinds_say_what_counts_and_what_is_left_out_is_told(client: Client) -> None:
    answer = asked(client, ["KN-8", "SE-1", "X"], "OP-10").json()
    side = answer["a"]
    assert (side["size"], side["unknown"]) == (0, ["X"])
    assert [(it["asked"], it["code"]) for it in side["left_out"]] == [
        ("KN-8", "kind-not-counted"),
        ("SE-1", "wrong-kind"),
    ]
    kinds = ["skill", "knowledge", "soft-skill"]
    answer = asked(client, "KN-8", "OP-10", kinds=kinds)
    assert told(answer) == (["KN-8"], [], ["SK-1", "SK-12", "SO-3"])


def test_a_profile_that_asks_for_nothing_of_these_kinds_says_so(client: Client) -> None:
    side = asked(client, "OP-2", "OP-10", kinds=["soft-skill"]).json()["a"]
    assert [(it["asked"], it["code"]) for it in side["left_out"]] == [("OP-2", "nothing-asked")]


def test_retired_repeated_and_foreign_ids_are_told_with_how_they_count(client: Client) -> None:
    answer = asked(client, ["SK-9", "SK-12", butchers.SKILL], "OP-2").json()
    retired, repeated, foreign = answer["a"]["understood"]
    assert (retired["as"], retired["remarks"][0]["code"]) == ("SK-12", "successor")
    assert repeated["remarks"][0]["code"] == "merged"
    assert foreign["through"]["predicate"] == "skos:exactMatch"
    assert answer["a"]["size"] == 1


def test_what_is_directly_broader_or_narrower_in_a_is_reachable(client: Client) -> None:
    content = asked(client, "1", ["1.1", "1.2"], "digcomp").json()
    assert [(it["notation"], it["through"], it["relation"]) for it in content["reachable"]] == [
        ("1.1", {"id": "dc1", "notation": "1"}, "broader"),
        ("1.2", {"id": "dc1", "notation": "1"}, "broader"),
    ]
    (back,) = asked(client, "1.1", "1", "digcomp").json()["reachable"]
    assert (back["notation"], back["through"]["notation"], back["relation"]) == (
        "1",
        "1.1",
        "narrower",
    )


def test_sides_of_nothing_are_alike_in_nothing(client: Client) -> None:
    content = asked(client, "X", "Y").json()
    assert content["similarity"] == {"jaccard": 0.0, "a_in_b": 0.0, "b_in_a": 0.0}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"a": "OP-10"}, "body.b"),
        ({"a": [], "b": "OP-10"}, "body.a: List should have at least 1"),
        ({"a": ["SK-1"] * 10_001, "b": "OP-10"}, "body.a: List should have at most 10000"),
        ({"a": "", "b": "OP-10"}, "body.a.0: String should have at least 1"),
        ({"a": 7, "b": "OP-10"}, "body.a: Input should be a valid list"),
        ({"a": "OP-10", "b": "OP-2", "kinds": ["sector"]}, "kinds: competent asks for no"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(
    client: Client, body: dict[str, Any], where: str
) -> None:
    answer = client.ask("POST", "compare", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-query")
    assert where in answer.json()["detail"]


def test_kinds_of_a_scheme_without_profiles_are_refused(client: Client) -> None:
    answer = asked(client, "1", "1.1", "digcomp", kinds=["digital-competence"])
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing-to-match")
