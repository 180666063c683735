"""Mapping reviews over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from app.auth.keys import add_key
from app.auth.roles import Actor, Role
from app.config import Settings
from app.main import create_app
from app.mapping_sets import publish_set
from app.wire import mapping_reviews as wire
from tests.app.mapping_review.scene import NAME, occupation, with_draft
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    import httpx

    from app.context import Context
    from tests.app.kept import Kept

AT = f"/v1/editorial/mapping-reviews/{NAME}"
BUTCHER = {"picks": [{"object": occupation("butcher"), "predicate": "skos:exactMatch"}]}


class Desk:
    """A client with a key: paths below the review, bodies as JSON."""

    def __init__(self, context: Context, client: Client, role: Role) -> None:
        settings = Settings(public_url=PUBLIC_URL, access_log=False)
        self.client = client.over(create_app(settings, context))
        now = datetime.now(UTC)
        owner = Actor.of(f"a {role}", role, organisation="VDAB")
        _, key = add_key(context.engine, owner, at=now, valid=timedelta(days=1))
        self.key = f"Bearer {key.get_secret_value()}"

    def get(self, path: str = "") -> Any:
        answer = self.client.get(f"{AT}{path}", authorization=self.key)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(
        self, method: str, path: str, body: Any = None, etag: str | None = None
    ) -> httpx.Response:
        headers = {"authorization": self.key} | ({"if_match": etag} if etag else {})
        given = {} if body is None else {"json": body}
        return self.client.ask(method, f"{AT}{path}", **given, **headers)


@pytest.fixture
def held(context: Context, kept: Kept) -> Context:
    kept.fill(context, with_draft)
    return context


@pytest.fixture
def mapper(held: Context, client: Client) -> Desk:
    return Desk(held, client, Role.MAPPER)


def test_a_board_and_its_concepts_are_read_page_by_page(mapper: Desk) -> None:
    board = mapper.get()
    assert wire.MappingReview.model_validate(board).counts["suggested"] == 3
    everything = mapper.get("/concepts")
    page = mapper.get("/concepts?limit=4")
    rest = mapper.get(f"/concepts?limit=4&cursor={page['next']}")
    assert page["items"] + rest["items"] == everything["items"]
    assert (page["total"], "next" in rest) == (6, False)
    sure = mapper.get("/concepts?queue=suggested&at_least=0.9")
    assert [it["notation"] for it in sure["items"]] == ["OP-10", "OP-15"]


def test_a_case_is_decided_and_undone(mapper: Desk) -> None:
    case = mapper.get("/concepts/u10/case")
    assert wire.MappingCase.model_validate(case).candidates[0].confidence == 0.95
    path = "/concepts/u10/decision"
    assert mapper.send("PUT", path, BUTCHER).status_code == 428
    decided = mapper.send("PUT", path, BUTCHER, case["etag"])
    assert (decided.status_code, decided.json()["state"]) == (200, "made")
    late = mapper.send("PUT", path, {"picks": []}, case["etag"])
    assert (late.status_code, late.json()["code"]) == (412, "precondition-failed")
    assert "a mapper" in late.json()["detail"]
    undone = mapper.send("DELETE", path, etag=late.headers["etag"])
    assert undone.json()["state"] == "undone"
    again = mapper.get("/concepts/u10/case")
    assert [it["state"] for it in again["decisions"]] == ["undone"]
    assert again["candidates"] == case["candidates"]


def test_many_are_decided_at_once(mapper: Desk) -> None:
    tags = {it: mapper.get(f"/concepts/{it}/case")["etag"] for it in ("u10", "u14")}
    items = [
        {"concept": "u10", "etag": tags["u10"], **BUTCHER},
        {"concept": "u14", "etag": tags["u14"], "picks": []},
    ]
    stale = [items[0], {**items[1], "etag": '"other"'}]
    assert mapper.send("POST", "/decisions", {"items": stale}).status_code == 412
    done = mapper.send("POST", "/decisions", {"items": items})
    assert [it["state"] for it in done.json()["items"]] == ["made", "made"]
    assert mapper.get()["counts"]["decided"] == 3


def test_what_does_not_fit_is_told_with_findings(mapper: Desk) -> None:
    gone = {"picks": [{"object": "http://nowhere", "predicate": "skos:exactMatch"}]}
    answer = mapper.send("PUT", "/concepts/u10/decision", gone, "*")
    assert [it["code"] for it in answer.json()["findings"]] == ["target-unknown"]
    for body in ({}, {"picks": [], "x": 1}, {"picks": [{"object": "a", "predicate": "is"}]}):
        assert mapper.send("PUT", "/concepts/u10/decision", body, "*").status_code == 422
    nobody = mapper.send("PUT", "/concepts/u99/decision", BUTCHER, "*")
    assert (nobody.status_code, nobody.json()["code"]) == (422, "invalid-query")


def test_a_question_is_asked_and_answered(mapper: Desk) -> None:
    asked = mapper.send("POST", "/concepts/u13/questions", {"text": "<b>Kapper</b>?", "of": "Jo"})
    assert asked.json()["text"] == "<b>Kapper</b>?"
    path = f"/questions/{asked.json()['number']}/answer"
    assert mapper.send("PUT", path, {"text": "ja"}).json()["answered_by"] == "a mapper"
    assert mapper.send("PUT", path, {"text": "nee"}).status_code == 409


def test_what_is_put_off_is_out_of_the_way(mapper: Desk) -> None:
    etag = mapper.get("/concepts/u10/case")["etag"]
    assert mapper.send("POST", "/concepts/u10/put-off", etag=etag).json()["state"] == "skipped"
    left = [it["id"] for it in mapper.get("/concepts")["items"]]
    assert "u10" not in left
    assert "u10" in [it["id"] for it in mapper.get("/concepts?put_off=true")["items"]]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/concepts/u10/decision", BUTCHER),
        ("DELETE", "/concepts/u10/decision", None),
        ("POST", "/concepts/u10/put-off", None),
        ("POST", "/concepts/u10/questions", {"text": "?"}),
        ("PUT", "/questions/1/answer", {"text": "!"}),
        ("POST", "/draft", None),
        ("POST", "/decisions", {"items": [{"concept": "u10", "etag": '"x"', **BUTCHER}]}),
    ],
)
def test_who_may_not_map_changes_nothing(
    held: Context, client: Client, method: str, path: str, body: Any
) -> None:
    translator = Desk(held, client, Role.VIEWER)
    answer = translator.send(method, path, body, "*")
    assert (answer.status_code, answer.json()["code"]) == (403, "role-required")
    assert "mapper" in answer.json()["detail"]


def test_the_next_edition_is_opened_where_none_is_open(held: Context, mapper: Desk) -> None:
    assert mapper.send("POST", "/draft").json()["edition"] == 1
    publish_set(held.engine, NAME, at=datetime.now(UTC))
    assert mapper.send("PUT", "/concepts/u10/decision", BUTCHER, "*").status_code == 409
    opened = mapper.send("POST", "/draft").json()
    assert (opened["edition"], opened["status"], opened["counts"]["suggested"]) == (2, "draft", 3)


def test_an_id_that_is_an_address_is_one(mapper: Desk) -> None:
    path = f"/concepts/{quote('http://a/b', safe='')}/case"
    answer = mapper.client.get(f"{AT}{path}", authorization=mapper.key)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-query")
