from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow

SET = "/mappings/competent-1.11--esco-0.1"


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


@pytest.mark.parametrize(
    ("width", "shown", "hidden"), [(1280, ":not(.tall)", ".tall"), (375, ".tall", ":not(.tall)")]
)
def test_each_screen_has_one_picture_with_a_line_for_every_counterpart(
    visit: Visit, width: int, shown: str, hidden: str
) -> None:
    page = visit.open(f"{SET}/OP-14", viewport={"width": width, "height": 800})
    assert page.locator(f".spread{hidden}").is_hidden()
    drawn = page.locator(f".spread{shown}")
    lines = drawn.locator(".curve.narrow")
    seen = lines.evaluate_all("all => all.map(it => it.checkVisibility())")
    assert seen == [True] * page.locator(".cards tbody tr").filter(has_text="narrower").count()
    assert seen
    assert drawn.evaluate("it => it.getBoundingClientRect().right <= innerWidth")
