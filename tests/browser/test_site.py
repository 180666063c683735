from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_archive import (
    EXPECTED,
    LANGUAGES,
    MOST_BYTES,
    READERS,
    SMALL_TARGETS,
    found_by_axe,
    options,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.slow

PROFILE = "/competent/current/concepts/OP-1"
PAGES = {
    "home": "/",
    "release": "/competent/current/",
    "older": "/competent/1.10/",
    "profile": "/competent/1.11/concepts/OP-1",
    "skill": "/competent/current/concepts/SK-1",
    "set": "/competent/current/concepts/CS-1",
    "sector": "/competent/current/concepts/ES-1",
    "occupation": "/esco/current/concepts/7231.1",
    "not-found": "/competent/current/concepts/OP-999",
    "list": "/competent/current/kinds/skill",
    "isco": "/competent/current/isco",
    "search": "/competent/current/search?q=fiets",
    "nothing": "/competent/current/search?q=zzzz",
}
SHIFT = """() => new Promise(done => {
    let moved = 0;
    new PerformanceObserver(list => {
        for (const it of list.getEntries()) moved += it.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(moved), 300);
})"""


def unfolded(page: Page) -> Page:
    page.evaluate("document.querySelectorAll('main details').forEach(it => it.open = true)")
    return page


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit: Visit, name: str, reader: str) -> None:
    page = unfolded(visit.open(PAGES[name], **options(reader)))
    assert page.locator("h1").count() == 1
    assert found_by_axe(page) == []


def test_axe_finds_nothing_where_the_switch_of_releases_is_open(visit: Visit) -> None:
    page = visit.open("/", **options("en-phone-light"))
    page.locator(".switch summary").click()
    assert found_by_axe(page) == []
    page.keyboard.press("Escape")
    assert not page.locator(".switch .sheet").is_visible()


@pytest.mark.parametrize(("width", "least"), [(1280, 24), (375, 44)])
@pytest.mark.parametrize("name", PAGES)
def test_a_target_is_large_enough(visit: Visit, name: str, width: int, least: int) -> None:
    page = unfolded(visit.open(PAGES[name], viewport={"width": width, "height": 800}))
    assert page.evaluate(SMALL_TARGETS, least) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_small_still_and_asks_nobody_else(visit: Visit, name: str) -> None:
    page = visit.open(PAGES[name])
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFT) == 0
    assert [it.url for it in visit.requests if not it.url.startswith(visit.site)] == []
    sent = [it.sizes() for it in visit.requests]
    assert sum(it["responseBodySize"] + it["responseHeadersSize"] for it in sent) <= MOST_BYTES
    assert [it for it in visit.complaints if EXPECTED not in it] == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reflows_at_320_pixels(visit: Visit, name: str) -> None:
    page = visit.open(PAGES[name], viewport={"width": 320, "height": 640})
    mark = "&" if "?" in PAGES[name] else "?"
    widths = {}
    for lang in LANGUAGES:
        page.goto(f"{visit.site}{PAGES[name]}{mark}lang={lang}")
        widths[lang] = unfolded(page).evaluate("document.documentElement.scrollWidth")
    assert widths == dict.fromkeys(LANGUAGES, 320)


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
