"""Drafts and changesets over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.keys import add_key
from app.config import Settings
from app.main import create_app
from tests.app.editing.scene import ADA, EVA, OTTO, PAULA, with_release
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    import httpx

    from app.auth.roles import Actor
    from app.context import Context
    from tests.app.kept import Kept

AT = "/v1/editorial"


class People:
    """A service, and a key for each of those who talk to it."""

    def __init__(self, client: Client, context: Context) -> None:
        self.client = client
        self.context = context
        self.keys: dict[str, str] = {}

    def ask(
        self,
        who: Actor,
        method: str,
        path: str,
        body: Any = None,
        etag: str | None = None,
    ) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.key(who)}"} | (
            {"if_match": etag} if etag else {}
        )
        return self.client.ask(method, f"{AT}{path}", json=body, **headers)

    def got(self, path: str) -> Any:
        return self.ask(EVA, "GET", path).json()

    def key(self, who: Actor) -> str:
        if who.name not in self.keys:
            now = datetime.now(UTC)
            _, key = add_key(self.context.engine, who, at=now, valid=timedelta(days=1))
            self.keys[who.name] = key.get_secret_value()
        return self.keys[who.name]

    def begun(self) -> str:
        """The path of a new changeset."""
        told = self.ask(EVA, "POST", "/changesets", {"title": "Words", "reason": "Better ones."})
        return f"/changesets/{told.json()['id']}"

    def renamed(self, at: str, text: str) -> httpx.Response:
        """The butcher gets another name."""
        found = self.ask(EVA, "GET", f"{at}/concepts/OP-10")
        concept = found.json()
        labels = [it for it in concept["labels"] if (it["lang"], it["type"]) != ("nl", "preferred")]
        told = {name: concept[name] for name in ("kind", "notation", "links", "notes")}
        told["labels"] = [*labels, {"lang": "nl", "type": "preferred", "text": text}]
        body = {"concept": told, "why": "shorter"}
        return self.ask(EVA, "PUT", f"{at}/concepts/u10", body, found.headers["etag"])

    def move(self, who: Actor, at: str, move: str, **more: str) -> httpx.Response:
        etag = self.ask(EVA, "GET", at).headers["etag"]
        return self.ask(who, "POST", f"{at}/moves", {"move": move, **more}, etag)


@pytest.fixture
def people(context: Context, client: Client, kept: Kept) -> People:
    kept.fill(context, with_release)
    app = create_app(Settings(public_url=PUBLIC_URL, access_log=False), context)
    return People(client.over(app), context)


def test_a_word_comes_into_the_draft_and_back_out_of_it(people: People) -> None:
    at = people.begun()
    saved = people.renamed(at, "Vleesbewerker")
    assert (saved.status_code, saved.headers["etag"]) == (200, f'"{saved.json()["revision"]}"')
    outlook = people.got(f"{at}/outlook")
    assert (outlook["people"], outlook["because_of"], outlook["errors"]) == (2, ["label-nl"], 0)
    assert people.move(EVA, at, "submit").json()["state"] == "submitted"
    assert people.move(EVA, at, "accept").status_code == 403
    accepted = people.move(OTTO, at, "accept").json()
    assert (accepted["state"], accepted["accepted_in"]) == ("accepted", "3.12")
    concept = people.got("/drafts/competent/concepts/OP-10")
    assert {"lang": "nl", "type": "preferred", "text": "Vleesbewerker"} in concept["labels"]
    assert people.got("/drafts/competent")["version"] == "3.12"
    states = people.got("/drafts/competent/concepts/u10/states")["items"]
    assert [it["releases"] for it in states] == [["3.12"], ["3.11"]]
    undone = people.move(EVA, at, "undo").json()
    assert (undone["undoes"], undone["state"], undone["concepts"]) == (accepted["id"], "open", 1)


def test_a_dashboard_tells_what_waits_for_whom(people: People) -> None:
    at = people.begun()
    people.renamed(at, "Vleesbewerker")
    (begun,) = people.ask(EVA, "GET", "/dashboard").json()["mine"]["begun"]
    assert at == f"/changesets/{begun['id']}"
    people.move(EVA, at, "submit")
    eva, otto = (people.ask(it, "GET", "/dashboard").json() for it in (EVA, OTTO))
    assert eva["waiting"]["changesets"] == [{"id": begun["id"], "title": begun["title"]}]
    assert otto["mine"]["to_review"] == [{**begun, "author": EVA.name}]
    assert otto["mine"]["to_review_total"] == 1
    acts = [it["act"] for it in otto["since"]["acts"] if it["about"] == "changeset"]
    assert acts == ["changeset-submitted", "changeset-begun"]
    later = people.ask(OTTO, "GET", "/dashboard?since=2199-01-01T00:00:00%2B01:00").json()
    assert later["since"]["acts"] == []
    assert people.ask(OTTO, "GET", "/dashboard?since=yesterday").status_code == 422


def test_concepts_of_the_draft_are_looked_for_page_by_page(people: People) -> None:
    skills = people.got("/drafts/competent/concepts?kind=skill&limit=2")
    assert [it["notation"] for it in skills["items"]] == ["SK-1", "SK-2"]
    assert skills["total"] == 3
    behind = people.got(f"/drafts/competent/concepts?kind=skill&limit=2&cursor={skills['next']}")
    assert [it["pref_label"]["nl"] for it in behind["items"]] == ["Vijlen"]
    assert "next" not in behind
    (found,) = people.got("/drafts/competent/concepts?q=ZAG")["items"]
    assert (found["notation"], found["status"]) == ("SK-1", "active")
    assert people.got("/drafts/competent/concepts?q=op-10")["items"][0]["notation"] == "OP-10"
    lacking = people.got("/drafts/competent/concepts?gap=profile.isco")
    assert {it["kind"] for it in lacking["items"]} <= {"profile"}
    for query, status in (("gap=profile.luck", 404), ("kind=trade", 422), (f"q={'a' * 301}", 422)):
        answer = people.ask(EVA, "GET", f"/drafts/competent/concepts?{query}")
        assert answer.status_code == status, query


def test_what_a_changeset_changes_is_told_field_by_field_and_page_by_page(people: People) -> None:
    at = people.begun()
    people.renamed(at, "Vleesbewerker")
    for number in range(2):
        body = {"kind": "skill", "labels": {"nl": f"Nieuw {number}"}}
        assert (
            people.ask(EVA, "POST", f"{at}/concepts", body).json()["notation"] == f"SK-{4 + number}"
        )
    page = people.got(f"{at}/changes?limit=1")
    assert page["total"] == 3
    assert page["items"][0]["fields"] == [
        {"field": "label.preferred.nl", "before": ["Slager"], "after": ["Vleesbewerker"]}
    ]
    rest = people.got(f"{at}/changes?limit=5&cursor={page['next']}")
    assert [it["act"] for it in rest["items"]] == ["create", "create"]
    assert "next" not in rest
    assert people.ask(EVA, "DELETE", f"{at}/concepts/u10").json()["concepts"] == 2


def test_a_save_names_what_it_has_seen_and_a_conflict_shows_both(people: People) -> None:
    at, other = people.begun(), people.begun()
    people.renamed(at, "Vleesbewerker")
    body = {"concept": {"kind": "profile", "notation": "OP-10"}}
    assert people.ask(EVA, "PUT", f"{at}/concepts/u10", body).status_code == 428
    stale = people.ask(EVA, "PUT", f"{at}/concepts/u10", body, f'"{"0" * 64}"')
    assert (stale.status_code, stale.json()["code"]) == (412, "concept-moved")
    assert stale.json()["conflicts"][0]["notation"] == "OP-10"
    mine = people.renamed(other, "Vleeshouwer").headers["etag"]
    for it in (at, other):
        people.move(EVA, it, "submit")
    people.move(OTTO, at, "accept")
    met = people.move(OTTO, other, "accept")
    assert (met.status_code, met.json()["code"]) == (409, "edit-conflict")
    people.move(EVA, other, "take-back")
    path = f"{other}/concepts/u10/resolution"
    assert people.ask(EVA, "PUT", path, {"mine": {}}, mine).status_code == 422
    told = people.ask(EVA, "PUT", path, {"mine": {"label.preferred.nl": True}}, mine)
    assert told.json()["concepts"] == 1
    assert people.got(f"{other}/outlook")["conflicts"] == []


def test_a_concept_ends_in_two_others_and_lives_again(people: People) -> None:
    at = people.begun()
    found = people.ask(EVA, "GET", f"{at}/concepts/SK-1")
    body = {"reason": "split", "successors": ["SK-2", "SK-3"], "relink": True}
    path = f"{at}/concepts/s1/retirement"
    bad = people.ask(EVA, "PUT", path, body | {"successors": ["SK-2"]}, found.headers["etag"])
    assert (bad.status_code, bad.json()["code"]) == (422, "edit-refused")
    assert [it["code"] for it in bad.json()["findings"]] == ["successor-count"]
    ended = people.ask(EVA, "PUT", path, body, found.headers["etag"])
    assert ended.json()["replaced_by"] == ["s2", "s3"]
    submitted = people.move(EVA, at, "submit")
    assert {it["code"] for it in submitted.json()["findings"]} >= {"not-one-skill"}
    path = f"{at}/concepts/s1/restoration"
    assert people.ask(EVA, "PUT", path, {}, "*").status_code == 422
    assert people.ask(EVA, "PUT", path, {}, ended.headers["etag"]).json()["status"] == "active"
    merged = people.ask(EVA, "POST", f"{at}/mergers", {"survivor": "SK-2", "others": ["SK-3"]})
    assert (merged.status_code, merged.json()["concepts"]) == (200, 2)


def test_what_does_not_go_on_in_a_merger_is_named_and_told(people: People) -> None:
    at = people.begun()
    body = {"survivor": "SK-2", "others": ["SK-1"], "apply": False}
    shown = people.ask(EVA, "POST", f"{at}/mergers", body).json()
    assert {(it["group"], it["value"]) for it in shown["choices"]} == {
        ("label", "Zagen"),
        ("label", "Scier"),
        ("user", "c1"),
        ("user", "cs1"),
    }
    assert (shown["applied"], shown["lost"], shown["findings"]) == (False, [], [])
    member = {"group": "user", "name": "member", "value": "CS-1"}
    told = people.ask(EVA, "POST", f"{at}/mergers", body | {"without": [member]}).json()
    assert told["lost"] == [{**member, "value": "cs1", "lang": "", "because": "left"}]
    assert [it["code"] for it in told["findings"]] == ["empty-set"]
    strange = [member | {"value": "OP-10"}]
    bad = people.ask(EVA, "POST", f"{at}/mergers", body | {"without": strange})
    assert (bad.status_code, "link.member 'u10'" in bad.json()["detail"]) == (422, True)
    odd = [member | {"group": "user", "name": "nonsense"}]
    assert people.ask(EVA, "POST", f"{at}/mergers", body | {"without": odd}).status_code == 422
    done = people.ask(EVA, "POST", f"{at}/mergers", body | {"without": [member], "apply": True})
    assert (done.json()["applied"], people.got(f"{at}/concepts/CS-1").get("links")) == (True, None)


def test_what_no_part_of_a_split_takes_over_is_told(people: People) -> None:
    at = people.begun()
    etag = people.ask(EVA, "GET", f"{at}/concepts/SK-1").headers["etag"]
    parts = [
        {"labels": {"nl": "Zagen"}, "users": ["CP-1"]},
        {
            "labels": {"nl": "Handzagen"},
            "names": [{"lang": "nl", "type": "alternative", "text": "Met de hand zagen"}],
            "users": [],
            "notations": [{"system": "rome", "value": "H1"}],
            "collections": [],
        },
    ]
    body = {"parts": parts, "apply": False}
    shown = people.ask(EVA, "PUT", f"{at}/concepts/s1/split", body, etag).json()
    assert [(it["group"], it["value"]) for it in shown["lost"]] == [
        ("label", "Scier"),
        ("user", "cs1"),
    ]
    assert "empty-set" in {it["code"] for it in shown["findings"]}
    assert [it["concept"].get("notation") for it in shown["items"]][:3] == ["SK-1", "SK-4", "SK-5"]


def test_words_are_replaced_once_they_were_looked_at(people: People) -> None:
    at = people.begun()
    body = {"find": "Zagen", "by": "Verzagen", "langs": ["nl"]}
    shown = people.ask(EVA, "POST", f"{at}/rewordings", body).json()
    assert (shown["concepts"], shown["applied"]) == (1, False)
    assert people.got(f"{at}/changes")["total"] == 0
    assert people.ask(EVA, "POST", f"{at}/rewordings", body | {"apply": True}).json()["applied"]
    assert people.got(f"{at}/changes")["total"] == 1


def test_changesets_are_talked_about_found_and_described(people: People) -> None:
    first, second, third = (people.begun() for _ in range(3))
    said = people.ask(PAULA, "POST", f"{first}/comments", {"text": "Why?", "concept": "u10"})
    assert said.json() == people.got(f"{first}/comments")
    assert said.json()["items"][0]["author"] == "Paula"
    page = people.got("/changesets?limit=2&state=open&author=Eva&text=better")
    rest = people.got(
        f"/changesets?limit=2&state=open&author=Eva&text=better&cursor={page['next']}"
    )
    ids = [f"/changesets/{it['id']}" for it in (*page["items"], *rest["items"])]
    assert ids == [third, second, first]
    assert page["states"]["open"] == 3
    etag = people.ask(EVA, "GET", first).headers["etag"]
    told = people.ask(EVA, "PATCH", first, {"title": "Others"}, etag)
    assert (told.json()["title"], told.json()["reason"]) == ("Others", "")
    assert people.ask(EVA, "PATCH", first, {"title": "Others"}, etag).status_code == 412
    assert people.move(EVA, first, "discard").json()["state"] == "discarded"
    assert people.ask(EVA, "GET", "/changesets/999").status_code == 404


def test_a_draft_is_opened_described_and_given_rules(people: People) -> None:
    assert people.ask(EVA, "GET", "/drafts/competent").status_code == 404
    made = people.ask(EVA, "POST", "/drafts/competent", {})
    assert made.json()["version"] == "3.12"
    day = (datetime.now(UTC) + timedelta(days=21)).date().isoformat()
    notes = {"notes": {"nl": "Beter."}, "planned_for": day}
    told = people.ask(PAULA, "PATCH", "/drafts/competent", notes, made.headers["etag"])
    assert (told.json()["notes"], told.json()["planned_for"]) == ({"nl": "Beter."}, day)
    stale = people.ask(PAULA, "PATCH", "/drafts/competent", notes, made.headers["etag"])
    assert stale.status_code == 412
    rule = {"change": "note", "people": 2}
    at = "/drafts/competent/protocols"
    read = people.ask(ADA, "GET", at).headers["etag"]
    assert people.ask(EVA, "PUT", at, rule, read).status_code == 403
    assert people.ask(ADA, "PUT", at, rule).status_code == 428
    assert people.ask(ADA, "PUT", at, rule, read).headers["etag"] != read
    assert people.ask(ADA, "PUT", at, rule, read).status_code == 412
    assert people.got("/drafts/competent/protocols")["people"]["note"] == 2
