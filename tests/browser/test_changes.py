"""What changed, comparisons, pictures and remarks, as visitors meet them."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from tests.app.every_page import PAGES
from tests.browser.looking import found_by_axe, options

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow


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
