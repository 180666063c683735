from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_archive import MOST_BYTES, SMALL_TARGETS, found_by_axe

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.slow

SET = "/mappings/competent-1.11--esco-0.1"
PAGES = {"sets": "/mappings", "set": f"{SET}/", "concept": f"{SET}/OP-1"}
PHONE = {"viewport": {"width": 375, "height": 800}, "color_scheme": "dark", "locale": "fr"}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_light_and_dark(visit: Visit, name: str) -> None:
    for options in ({"locale": "nl", "color_scheme": "light"}, PHONE):
        page = visit.open(PAGES[name], **options)
        page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
        assert found_by_axe(page) == []
        assert page.evaluate(SMALL_TARGETS, 44 if options is PHONE else 24) == []
    assert visit.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_mappings_is_small_and_reflows(visit: Visit, name: str) -> None:
    page = visit.open(PAGES[name], viewport={"width": 320, "height": 640})
    page.wait_for_load_state("networkidle")
    assert [it.url for it in visit.requests if not it.url.startswith(visit.site)] == []
    assert sum(it.sizes()["responseBodySize"] for it in visit.requests) <= MOST_BYTES
    for lang in ("nl", "fr", "de", "en"):
        page.goto(f"{visit.site}{PAGES[name]}?lang={lang}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_scripts_a_reader_finds_a_concept_and_looks_from_the_other_side(
    visit: Visit,
) -> None:
    page = visit.open("/mappings", java_script_enabled=False)
    page.get_by_role("link", name="Competent 1.11 → ESCO 0.1").click()
    page.get_by_label("Name or code").fill("bicycle mechanic")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=bicycle*")
    assert page.get_by_role("table", name="Every mapping").get_by_role("row").count() == 2
    page.get_by_role("link", name="Bicycle mechanic").click()
    name = "Bicycle mechanic: from Competent 1.11 to ESCO 0.1"
    assert page.get_by_role("img", name=name).is_visible()
    counterpart = page.get_by_role("row").filter(has_text="exact")
    counterpart.get_by_role("link").first.click()
    assert page.locator("h2").first.inner_text() == "What it is in Competent 1.11"
    assert page.get_by_role("row").filter(has_text="Bicycle mechanic").count() == 1


def test_a_picture_alone_is_drawn_where_others_show_it(visit: Visit) -> None:
    page = visit.open(f"{SET}/OP-1/picture.svg")
    assert page.evaluate("document.documentElement.tagName") == "svg"
    stroke = "getComputedStyle(document.querySelector('.curve')).stroke"
    assert page.evaluate(stroke) == "rgb(11, 93, 102)"
    assert visit.complaints == []
