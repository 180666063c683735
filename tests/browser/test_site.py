from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import found_by_axe, options

if TYPE_CHECKING:
    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow

PROFILE = "/competent/current/concepts/OP-1"


def test_axe_finds_nothing_where_the_switch_of_releases_is_open(visit: Visit) -> None:
    page = visit.open("/", **options("en-phone-light"))
    page.locator(".switch summary").click()
    assert found_by_axe(page) == []
    page.keyboard.press("Escape")
    assert not page.locator(".switch .sheet").is_visible()


def test_three_keystrokes_and_the_keyboard_find_a_profile(visit: Visit) -> None:
    page = visit.open("/?lang=nl")
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("fie")
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/concepts/**")
    assert "lang=nl" in page.url


def test_suggestions_are_chosen_with_the_mouse_and_leave_with_the_focus(visit: Visit) -> None:
    page = visit.open(f"{PROFILE}?lang=fr")
    box = page.get_by_role("combobox")
    box.click()
    page.keyboard.type("vélo")
    page.get_by_role("option").first.wait_for()
    assert found_by_axe(page) == []
    page.keyboard.press("Tab")
    assert page.get_by_role("option").count() == 0
    box.click()
    page.keyboard.type("s")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/concepts/**lang=fr")


def test_without_scripts_a_first_visitor_finds_and_reads_a_profile(visit: Visit) -> None:
    page = visit.open("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("bicycle mechanic")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=bicycle*")
    page.get_by_role("link", name="Bicycle mechanic").first.click()
    assert page.locator("h1").inner_text().startswith("Bicycle mechanic")
    page.get_by_role("navigation", name="Which competences").get_by_text("Essential").click()
    assert "show=essential" in page.url
    page.locator(".contents-in").get_by_text("fr").click()
    assert "show=essential&content=fr" in page.url
    assert page.locator("h1 span").first.get_attribute("lang") == "fr"
    page.locator(".switch summary").click()
    page.locator(".switch").get_by_role("link", name="1.10").click()
    assert "/competent/1.10/concepts/" in page.url
    page.get_by_role("link", name="See it in 1.11").click()
    assert "/competent/current/concepts/" in page.url


def test_the_same_address_gives_people_a_page_and_programs_data(visit: Visit) -> None:
    page = visit.open("/id/competent/OP-1")
    assert page.url == f"{visit.site}{PROFILE}"
    for wanted in ("application/ld+json", "text/turtle"):
        answer = page.request.get(f"{visit.site}/id/competent/OP-1", headers={"Accept": wanted})
        assert answer.headers["content-type"] == wanted
    told = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert told["@type"] == "Occupation"


def test_on_paper_a_profile_has_no_navigation(visit: Visit) -> None:
    page = visit.open(PROFILE)
    page.emulate_media(media="print")
    assert page.get_by_role("navigation").count() == 0
    assert page.get_by_role("search").count() == 0
    assert page.locator(".held details p").first.is_visible()
