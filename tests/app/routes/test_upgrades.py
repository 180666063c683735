"""Upgrades over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.keys import add_key
from app.auth.roles import Actor, Role
from app.config import Settings
from app.main import create_app
from app.wire import upgrades as wire
from tests.app.serving import PUBLIC_URL, Client
from tests.app.upgrading.scene import BUTCHER, MEAT, NAME, with_upgrade

if TYPE_CHECKING:
    import httpx

    from app.context import Context
    from tests.app.kept import Kept

AT = f"/v1/editorial/upgrades/{NAME}"


class Desk:
    """A client with a key: paths below the upgrade, bodies as JSON."""

    def __init__(self, client: Client, key: str) -> None:
        self.client = client
        self.key = key

    def get(self, path: str = "", **headers: str) -> httpx.Response:
        return self.client.get(f"{AT}{path}", authorization=f"Bearer {self.key}", **headers)

    def send(self, method: str, path: str, body: Any, etag: str | None = None) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.key}"} | ({"if_match": etag} if etag else {})
        return self.client.ask(method, f"{AT}{path}", json=body, **headers)


def desk(context: Context, client: Client, *roles: Role) -> Desk:
    service = client.over(create_app(Settings(public_url=PUBLIC_URL, access_log=False), context))
    now = datetime.now(UTC)
    name = ", ".join(roles)
    _, key = add_key(context.engine, Actor.of(name, *roles), at=now, valid=timedelta(days=1))
    return Desk(service, key.get_secret_value())


@pytest.fixture
def reviewer(context: Context, client: Client, kept: Kept) -> Desk:
    kept.fill(context, with_upgrade)
    return desk(context, client, Role.REVIEWER)


def listed(of: Desk, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = of.get(f"/items{query}").json()["items"]
    return found


def test_the_worklist_is_read_page_by_page(reviewer: Desk) -> None:
    everything = listed(reviewer)
    assert len(everything) == 4
    page = reviewer.get("/items?limit=3").json()
    assert page["total"] == 4
    rest = reviewer.get(f"/items?limit=3&cursor={page['next']}").json()
    assert page["items"] + rest["items"] == everything
    assert "next" not in rest
    other = reviewer.get(f"/items?kind=changed-label&cursor={page['next']}")
    assert (other.status_code, other.json()["code"]) == (422, "invalid-query")


def test_items_are_filtered(reviewer: Desk) -> None:
    assert [it["kind"] for it in listed(reviewer, "?kind=changed-label&state=open&owner=")] == [
        "changed-label"
    ]
    assert listed(reviewer, "?language=fr") == []


def test_one_item_tells_its_story(reviewer: Desk) -> None:
    (label,) = listed(reviewer, "?kind=changed-label")
    path = f"/items/{label['id']}"
    moved = reviewer.send("PATCH", path, {"state": "seen", "owner": "Eva"}, label["etag"])
    assert (moved.status_code, moved.json()["state"], moved.json()["owner"]) == (200, "seen", "Eva")
    answer = reviewer.get(path)
    assert answer.headers["etag"] == moved.headers["etag"] == answer.json()["etag"]
    assert [it["action"] for it in answer.json()["events"]] == ["moved"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_decision_comes_true_and_is_told(reviewer: Desk) -> None:
    (gone,) = listed(reviewer, "?kind=mapped-concept-gone")
    body = {"decision": "remap", "targets": [{"id": MEAT, "predicate": "skos:closeMatch"}]}
    answer = reviewer.send("PUT", f"/items/{gone['id']}/decision", body, gone["etag"])
    assert answer.status_code == 200
    assert answer.json()["state"] == "done"
    assert answer.json()["decision"] == body
    figures = reviewer.get("/coverage").json()
    assert (figures["done"], figures["open"], figures["percent"]) == (1, 3, 25)
    assert figures["mappings"]["accepted"]["skos:closeMatch"] == 2


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"state": "seen"}),
        ("PUT", "/decision", {"decision": "keep"}),
    ],
)
def test_a_write_says_what_it_has_seen(
    reviewer: Desk, method: str, path: str, body: dict[str, str]
) -> None:
    (label,) = listed(reviewer, "?kind=changed-label")
    at = f"/items/{label['id']}{path}"
    assert reviewer.send(method, at, body).status_code == 428
    stale = reviewer.send(method, at, body, '"other"')
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition-failed")
    assert stale.headers["etag"] == label["etag"]
    assert reviewer.send(method, at, body, "nonsense").status_code == 422
    assert reviewer.send(method, at, body, f"W/{label['etag']}").status_code == 412
    assert reviewer.send(method, at, body, f'"a", {label["etag"]}').status_code == 200
    assert reviewer.send(method, at, body, label["etag"]).status_code == 412
    assert reviewer.send(method, at, body, "*").status_code == 200


def test_a_decision_that_does_not_fit_is_told_with_findings(reviewer: Desk) -> None:
    (gone,) = listed(reviewer, "?kind=mapped-concept-gone")
    path = f"/items/{gone['id']}/decision"
    answer = reviewer.send("PUT", path, {"decision": "keep"}, gone["etag"])
    assert answer.status_code == 422
    assert [it["code"] for it in answer.json()["findings"]] == ["decision-unfit"]
    bad = {"decision": "remap", "targets": [{"id": BUTCHER}]}
    answer = reviewer.send("PUT", path, bad, gone["etag"])
    assert [it["code"] for it in answer.json()["findings"]] == ["target-unknown"]
    assert reviewer.send("PUT", path, {"decision": "eat"}, gone["etag"]).status_code == 422
    assert reviewer.send("PUT", path, {"decision": "keep", "x": 1}, "*").status_code == 422


def test_many_are_decided_together_or_not_at_all(reviewer: Desk) -> None:
    new = listed(reviewer, "?kind=new-unmapped")
    named = [{"id": it["id"], "etag": it["etag"]} for it in new]
    body = {"decision": "dismiss", "reason": "no jobs here"}
    stale = [named[0], {**named[1], "etag": '"old"'}]
    assert reviewer.send("POST", "/decisions", {**body, "items": stale}).status_code == 412
    lost = [*named, {"id": "0" * 20, "etag": '"x"'}]
    refused = reviewer.send("POST", "/decisions", {**body, "items": lost})
    assert [it["code"] for it in refused.json()["findings"]] == ["item-unknown"]
    assert listed(reviewer, "?state=done") == []
    done = reviewer.send("POST", "/decisions", {**body, "items": named})
    assert [it["state"] for it in done.json()["items"]] == ["done", "done"]


def test_roles_say_who_may(context: Context, client: Client, reviewer: Desk) -> None:
    (label,) = listed(reviewer, "?kind=changed-label")
    path, body = f"/items/{label['id']}/decision", {"decision": "keep"}
    reader = desk(context, client, Role.VIEWER)
    refused = reader.send("PUT", path, body, label["etag"])
    assert (refused.status_code, refused.json()["needed"]) == (
        403,
        ["editor", "mapper", "reviewer"],
    )
    editor = desk(context, client, Role.EDITOR)
    proposed = editor.send("PUT", path, body, label["etag"])
    assert (proposed.json()["state"], proposed.json()["proposed_by"]) == ("investigate", "editor")
    assert reviewer.send("POST", "/sign-off", {"reason": "so"}, "*").status_code == 403
    assert client.get(AT).status_code == 401


def test_a_publisher_signs_off_what_they_saw(
    context: Context, client: Client, reviewer: Desk
) -> None:
    publisher = desk(context, client, Role.PUBLISHER)
    seen = publisher.get().headers["etag"]
    (label,) = listed(reviewer, "?kind=changed-label")
    reviewer.send("PUT", f"/items/{label['id']}/decision", {"decision": "keep"}, label["etag"])
    assert publisher.send("POST", "/sign-off", {"reason": "so"}).status_code == 428
    assert publisher.send("POST", "/sign-off", {"reason": "so"}, seen).status_code == 412
    now = publisher.get().headers["etag"]
    done = publisher.send("POST", "/sign-off", {"reason": "so"}, now).json()
    assert (done["sign_off"]["by"], done["sign_off"]["open"]) == ("publisher", 3)


def test_an_upgrade_is_opened_and_listed_over_http(
    context: Context, client: Client, reviewer: Desk
) -> None:
    head = {"authorization": f"Bearer {reviewer.key}"}
    body = {"scheme": "esco", "version": "1.2.0"}
    made = reviewer.client.ask("POST", "/v1/editorial/upgrades", json=body, **head)
    assert (made.status_code, made.json()["to"], made.json()["items"]) == (200, "1.2.0", 5)
    every = reviewer.client.get("/v1/editorial/upgrades", **head).json()
    assert [it["status"] for it in every["items"]] == ["open", "superseded"]
    (label,) = listed(reviewer, "?kind=changed-label")
    late = reviewer.send("PATCH", f"/items/{label['id']}", {"state": "seen"}, label["etag"])
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    lost = {"version": "9.9"}
    refused = reviewer.client.ask("POST", "/v1/editorial/upgrades", json=lost, **head)
    assert refused.json()["code"] == "release-not-found"


def test_wordings_are_remarked_on(reviewer: Desk) -> None:
    found = reviewer.get("/texts?language=nl&limit=2").json()
    assert len(found["items"]) == 2
    first = found["items"][0]
    said = {"state": "comment", "comment": "stiff", "proposal": "bakker"}
    path = f"/texts/{first['number']}"
    assert reviewer.send("PUT", path, said).status_code == 428
    done = reviewer.send("PUT", path, said, first["etag"])
    assert (done.json()["state"], done.json()["changed_by"]) == ("comment", "reviewer")
    assert reviewer.send("PUT", path, said, first["etag"]).status_code == 412
    assert len(reviewer.get("/texts?state=comment").json()["items"]) == 1
    rest = reviewer.get(f"/texts?language=nl&limit=2&cursor={found['next']}").json()
    assert len(rest["items"]) == 1


def test_answers_are_what_the_contract_describes(reviewer: Desk) -> None:
    (label,) = listed(reviewer, "?kind=changed-label")
    for path, model in (
        ("", wire.Upgrade),
        ("/items", wire.ItemList),
        (f"/items/{label['id']}", wire.ItemStory),
        ("/coverage", wire.UpgradeCoverage),
        ("/findings", wire.FindingList),
        ("/texts", wire.TextList),
    ):
        model.model_validate(reviewer.get(path).json())


@pytest.mark.parametrize("table", ["decisions", "texts", "comments"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_tables_are_taken_away(reviewer: Desk, table: str, ending: str) -> None:
    answer = reviewer.get(f"/tables/{table}.{ending}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK" if ending == "xlsx" else b"\xef\xbb\xbf")
    assert f"{NAME}-{table}.{ending}" in answer.headers["content-disposition"]


def test_the_lint_report_is_read(reviewer: Desk) -> None:
    answer = reviewer.get("/findings?limit=1")
    assert answer.status_code == 200
    assert len(answer.json()["items"]) <= 1
    assert reviewer.get("/findings?code=nothing").json() == {"items": []}


@pytest.mark.parametrize("path", ["/items/nonsense", f"/items/{'0' * 20}", "/texts/9999"])
def test_what_there_is_not_is_not_found(reviewer: Desk, path: str) -> None:
    answer = (
        reviewer.send("PUT", path, {"state": "fine"}, "*")
        if "texts" in path
        else reviewer.get(path)
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_what_is_new_is_adopted_in_a_changeset(reviewer: Desk) -> None:
    (first, *_) = listed(reviewer, "?kind=new-unmapped")
    path = f"/items/{first['id']}/adoption"
    assert reviewer.send("POST", path, {"kind": "profile"}).status_code == 428
    assert reviewer.send("POST", path, {"kind": "occupation"}, first["etag"]).status_code == 422
    answer = reviewer.send("POST", path, {"kind": "profile", "reason": "asked"}, first["etag"])
    told = wire.Adopted.model_validate(answer.json())
    assert (told.notation, told.item.state) == ("OP-13", "done")
    changeset = f"/v1/editorial/changesets/{told.changeset}"
    got = reviewer.client.get(changeset, authorization=f"Bearer {reviewer.key}")
    assert (got.status_code, "esco" in got.json()["title"]) == (200, True)
