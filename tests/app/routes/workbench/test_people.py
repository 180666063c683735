"""The screens of people and of the audit: who sees them, and what two administrators see of each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.auth.people import named
from app.auth.roles import Grant, Role
from app.editing.protocols import protocols_of
from tests.app.routes.workbench.desk import Desk, person, workbench

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.serving import Client


@pytest.fixture
def service(context: Context, client: Client) -> Client:
    return workbench(context, client)


@pytest.fixture
def admin(context: Context, service: Client) -> Desk:
    made = person(context, "Anna", Grant(Role.ADMIN), Grant(Role.VIEWER), place="Actiris")
    return Desk.of(context, service, made)


def test_an_administrator_adds_somebody_and_lets_them_in(
    context: Context, service: Client, admin: Desk
) -> None:
    added = admin.post("/workbench/people", name="Luc <b>", organisation="Forem")
    page = added.headers["location"]
    admin.post(
        f"{page}/rights",
        organisation="Forem",
        role=["translator", "viewer"],
        translator_language=["fr", "de"],
    )
    assert named(context.engine, "luc <b>").grants == {"translator": ("fr", "de"), "viewer": ()}
    shown = admin.post(f"{page}/link").text
    token = re.search(r"sign-in/link\?token=([\w-]+)", shown)
    assert token
    assert "Luc &lt;b&gt;" in shown
    assert token[1] not in admin.get(page).text


def test_rules_of_review_are_said_by_administrators_and_read_by_all(
    context: Context, service: Client, admin: Desk
) -> None:
    page = "/workbench/protocols"
    etag = re.search(r'name="etag" value="([^"]+)"', admin.get(page).text)
    assert etag
    seen = etag[1].replace("&#34;", '"')
    told = {"scheme": "competent", "people.link": "2", "people.note": "1", "why": "<b>asked"}
    assert admin.post(page, etag=seen, **told).status_code == 303
    assert admin.post(page, etag=seen, **told).status_code == 412
    assert admin.post(page, **{"people.link": "3"}).status_code == 422
    assert protocols_of(context.engine, "competent")["link"] == 2
    vera = Desk.of(context, service, person(context, "Vera", Grant(Role.VIEWER)))
    shown = vera.get(page).text
    assert "An administrator says so." in shown
    assert 'type="radio"' not in shown
    acts = admin.get("/workbench/audit?act=protocol-set").text
    assert "&lt;b&gt;asked" in acts


def test_the_second_of_two_administrators_learns_of_the_first(
    context: Context, admin: Desk
) -> None:
    luc = person(context, "Luc")
    page = f"/workbench/people/{luc.key}"
    etag = re.search(r'name="etag" value="([^"]+)"', admin.get(page).text)
    assert etag
    seen = etag[1].replace("&#34;", '"')
    assert admin.post(f"{page}/rights", etag=seen, role="editor").status_code == 303
    refused = admin.post(f"{page}/rights", etag=seen, role="mapper")
    assert (refused.status_code, "Somebody was here before you" in refused.text) == (412, True)
    assert named(context.engine, "Luc").grants == {"editor": ()}


@pytest.mark.parametrize("fields", [{"role": "king"}, {"role": "translator"}])
def test_rights_that_there_are_not_are_refused(
    context: Context, admin: Desk, fields: dict[str, str]
) -> None:
    luc = person(context, "Luc", Grant(Role.VIEWER))
    answer = admin.post(f"/workbench/people/{luc.key}/rights", **fields)
    assert answer.status_code == 422
    assert named(context.engine, "Luc").grants == {"viewer": ()}


def test_closing_an_access_says_why_in_the_audit(context: Context, admin: Desk) -> None:
    luc = person(context, "Luc")
    admin.post(f"/workbench/people/{luc.key}/access", close="1", why="left <i>Forem")
    assert named(context.engine, "Luc").disabled_at
    audit = admin.get("/workbench/audit?act=person-disabled").text
    assert "left &lt;i&gt;Forem" in audit
    admin.post(f"/workbench/people/{luc.key}/access")
    assert named(context.engine, "Luc").disabled_at is None


@pytest.mark.parametrize("role", [it for it in Role if it is not Role.ADMIN])
def test_everybody_else_is_told_which_role_is_needed(
    context: Context, service: Client, role: Role
) -> None:
    made = person(context, "Luc", Grant(role))
    desk = Desk.of(context, service, made)
    at = f"/workbench/people/{made.key}"
    answers = [desk.get("/workbench/people"), desk.get(at)]
    answers += [
        desk.post(it) for it in ("/workbench/people", f"{at}/rights", f"{at}/access", f"{at}/link")
    ]
    assert {it.status_code for it in answers} == {403}
    assert all("administrator" in it.text for it in answers)
    assert "/workbench/people" not in desk.get("/workbench").text
    assert desk.get("/workbench/audit").status_code == 200


def test_who_has_no_role_yet_is_told_whom_to_ask(context: Context, service: Client) -> None:
    answer = Desk.of(context, service, person(context, "Luc")).get("/workbench")
    assert (answer.status_code, "Ask an administrator" in answer.text) == (403, True)


def test_the_audit_shows_what_was_there_before_and_after_page_by_page(
    context: Context, admin: Desk
) -> None:
    for number in range(26):
        person(context, f"Person {number}", Grant(Role.VIEWER))
    first = admin.get("/workbench/audit").text
    assert first.count('<tr id="act-') == 50
    older = re.search(r'href="(/workbench/audit\?before=\d+)"', first)
    assert older
    rest = admin.get(older[1]).text
    assert "Older" not in rest
    assert rest.count('<tr id="act-') == 26 * 2 + 3 - 50
    narrowed = admin.get("/workbench/audit?concept=Person+3&act=rights-changed").text
    assert narrowed.count('<tr id="act-') == 1
    assert "<ins>viewer</ins>" in narrowed
    assert "No act fits" in admin.get("/workbench/audit?actor=nobody").text


@pytest.mark.parametrize("path", ["/workbench/nowhere", "/workbench/people/99"])
def test_what_is_not_there_leads_back_to_the_dashboard(admin: Desk, path: str) -> None:
    answer = admin.get(path)
    assert (answer.status_code, "To the dashboard" in answer.text) == (404, True)
