"""What changed, comparisons, pictures and remarks, as visitors meet them."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

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
from tests.browser.test_site import SHIFT, unfolded

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.slow

PAGES = {
    "changes": "/competent/1.11/changes?from=1.10",
    "first-release": "/esco/current/changes",
    "compare": "/competent/current/compare?a=OP-1&b=OP-2",
    "through-releases": "/competent/current/compare?a=OP-1&from=1.10",
    "choosing": "/competent/current/compare?a=fiets&b=zzzz",
    "pictures": "/competent/current/pictures",
    "growth": "/competent/current/pictures/growth",
    "isco": "/competent/current/pictures/isco",
    "digital": "/competent/current/pictures/digital?of=OP-1",
    "sets": "/competent/current/pictures/sets?of=OP-1",
    "life": "/competent/current/pictures/life?of=OP-1",
    "remark": "/competent/current/feedback?concept=OP-1",
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit: Visit, name: str, reader: str) -> None:
    page = unfolded(visit.open(PAGES[name], **options(reader)))
    assert page.locator("h1").count() == 1
    assert found_by_axe(page) == []


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


def test_without_scripts_two_releases_are_chosen_sifted_and_taken_along(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.open("/competent/current/changes", java_script_enabled=False)
    page.get_by_label("From release").select_option("1.10")
    page.get_by_label("to release").select_option("1.11")
    page.locator(".choosing button").click()
    assert page.url.endswith("/competent/1.11/changes?from=1.10")
    page.get_by_role("navigation", name="What happened").get_by_role("link", name="New").click()
    assert "what=added" in page.url
    number = page.locator(".turned [aria-current] strong").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="These changes as a table (CSV)").click()
    saved = tmp_path / "changes.csv"
    download.value.save_as(saved)
    rows = list(csv.DictReader(StringIO(saved.read_text())))
    assert len({it["concept"] for it in rows}) == int(number)
    page.get_by_role("link", name="The other way round").click()
    assert "/competent/1.10/changes?from=1.11" in page.url


def test_the_keyboard_chooses_two_profiles_to_compare(visit: Visit) -> None:
    page = visit.open("/competent/current/compare?lang=en")
    for field in ("Compare", "with"):
        box = page.get_by_role("combobox", name=field, exact=True)
        box.focus()
        page.keyboard.type("me")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        if field == "with":
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert box.input_value().startswith("OP-")
        assert box.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.locator(".columns").wait_for()
    assert page.locator(".column").count() == 3
    assert "lang=en" in page.url


def test_a_picture_alone_is_one_that_a_browser_draws(visit: Visit) -> None:
    page = visit.open("/competent/current/pictures/digital?of=OP-1")
    page.get_by_role("link", name="The picture alone (SVG)").click()
    page.wait_for_url("**/digital.svg?of=OP-1")
    drawn = page.locator("svg")
    assert drawn.get_attribute("role") == "img"
    assert drawn.locator(".lit").first.evaluate("it => getComputedStyle(it).fill") != "rgb(0, 0, 0)"
    body = page.request.get(page.url).body()
    assert ElementTree.fromstring(body).tag.endswith("svg")  # noqa: S314 -- of our own making


def test_without_scripts_a_remark_is_mended_and_sent(visit: Visit) -> None:
    page = visit.open("/competent/current/concepts/OP-1", java_script_enabled=False)
    page.get_by_role("link", name="Something is wrong or missing here").click()
    page.get_by_label("What is wrong or missing?").fill("Two lines\nof <text>")
    page.get_by_role("button", name="Send the remark").click()
    page.get_by_role("link", name="Choose what your remark is about.").click()
    assert page.url.endswith("#about-wrong")
    assert page.get_by_label("What is wrong or missing?").input_value() == "Two lines\nof <text>"
    page.get_by_label("Something is missing").check()
    page.get_by_role("button", name="Send the remark").click()
    assert page.locator("h1").inner_text() == "Thank you"
    assert page.context.cookies() == []


def test_axe_finds_nothing_in_a_form_that_came_back(visit: Visit) -> None:
    page = visit.open(PAGES["remark"], **options("de-wide-dark"))
    page.locator(".remark button").click()
    page.locator(".summary-of-flaws").wait_for()
    assert found_by_axe(page) == []


def test_on_paper_changes_have_no_controls(visit: Visit) -> None:
    page = visit.open(PAGES["changes"])
    page.emulate_media(media="print")
    assert page.get_by_role("navigation").count() == 0
    assert page.locator(".choosing").is_hidden()
    assert page.locator(".changed").first.is_visible()
