"""A day at the workbench: in by a link, through its rooms, what was typed kept, and out again."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.auth.people import add_person, everybody, named
from app.auth.roles import LANGUAGES, Grant, Role
from tests.browser import signing_in
from tests.browser.looking import READERS, faults, options

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from app.context import Context
    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow

NAME = "Anna Vandenbroucke-Delacroix"
SCREENS = ("", "/people", "/audit", "/me", "/nowhere")
TABLET = {"viewport": {"width": 820, "height": 1180}}


def link(served: Context) -> str:
    """The path of a link that signs the administrator in."""
    grants = [Grant(it, LANGUAGES if it is Role.TRANSLATOR else ()) for it in Role]
    return signing_in.link_of(served, NAME, grants, "Bruxelles")


def signed_in(visit: Visit, served: Context, **more: object) -> Page:
    return signing_in.signed_in(visit, link(served), **more)


def wrong(visit: Visit, page: Page) -> dict[str, list[str]]:
    """What is wrong with the screen; that of a session has its cookie."""
    size = page.viewport_size
    found = {name: it for name, it in faults(visit, page).items() if name != "cookies"}
    if size:
        page.set_viewport_size(size)
    return found


@pytest.mark.parametrize("reader", [it for it in READERS if "phone" in it])
def test_the_first_screens_suit_a_phone(visit: Visit, served: Context, reader: str) -> None:
    page = signed_in(visit, served, **options(reader))
    for path in (*SCREENS, f"/people/{named(served.engine, NAME).key}"):
        page.goto(f"{visit.site}/workbench{path}")
        assert page.locator("html").get_attribute("lang") == READERS[reader][0]
        assert page.locator("h1").count() == 1
        assert (path, wrong(visit, page)) == (path, {})


@pytest.mark.parametrize("scripts", [True, False])
def test_an_administrator_lets_somebody_in_and_goes_home(
    visit: Visit, served: Context, *, scripts: bool
) -> None:
    page = signed_in(visit, served, java_script_enabled=scripts, **TABLET)
    page.get_by_role("link", name="People").click()
    name = f"Luc {scripts}"
    page.get_by_label("Name, as the record shall say").fill(name)
    page.get_by_label("Organisation").fill("Forem")
    page.get_by_role("button", name="Add").click()
    page.get_by_label(re.compile("^translator")).check()
    page.locator("#translator-fr").check()
    page.get_by_role("button", name="Save").click()
    assert "Saved" in page.locator(".notice").inner_text()
    page.get_by_role("button", name="Make a sign-in link").click()
    shown = page.locator(".copied pre").inner_text()
    assert [it.grants for it in everybody(served.engine) if it.name == name] == [
        {"translator": ("fr",)}
    ]
    other = visit.begin(java_script_enabled=scripts)
    other.goto(shown)
    other.get_by_role("main").get_by_role("button").click()
    other.wait_for_url("**/workbench")
    assert other.get_by_role("link", name="People").count() == 0
    page.get_by_role("link", name="Audit").click()
    assert "Luc" in page.locator("tbody tr").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    assert "You are signed out" in page.locator(".notice").inner_text()
    page.goto(f"{visit.site}/workbench/audit")
    assert page.url.endswith("/workbench/sign-in?to=%2Fworkbench%2Faudit")


def test_what_was_typed_outlives_a_lost_session_and_is_forgotten_once_saved(
    visit: Visit, served: Context
) -> None:
    page = signed_in(visit, served)
    key = add_person(served.engine, "Typed", by=signing_in.ROOT, at=datetime.now(UTC)).key
    page.goto(f"{visit.site}/workbench/people/{key}")
    page.get_by_label("Reason").fill("left for another <b>service</b>")
    page.context.clear_cookies()
    page.get_by_role("button", name="Close the access").click()
    assert "What you typed is kept" in page.get_by_role("main").inner_text()
    page.goto(visit.site + link(served))
    page.get_by_role("main").get_by_role("button").click()
    page.goto(f"{visit.site}/workbench/people/{key}")
    assert page.locator(".kept-draft blockquote").inner_text() == "left for another <b>service</b>"
    page.get_by_role("button", name="Put it back").click()
    page.get_by_role("button", name="Close the access").click()
    assert named(served.engine, "Typed").disabled_at
    page.goto(f"{visit.site}/workbench/people")
    page.goto(f"{visit.site}/workbench/people/{key}")
    page.get_by_role("button", name="Open the access again").click()
    page.goto(f"{visit.site}/workbench/people/{key}")
    assert page.locator(".kept-draft").count() == 0


def test_keys_do_what_buttons_do_and_can_be_turned_off(visit: Visit, served: Context) -> None:
    page = signed_in(visit, served)
    page.goto(f"{visit.site}/workbench/audit")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    assert "/" in dialog.inner_text()
    assert wrong(visit, page) == {}
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("/")
    assert page.locator("#concept").input_value() == "/"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("x")
    assert page.locator("#concept").input_value() == "/"
