"""What holds for every page of the site, in every reader's browser."""

from __future__ import annotations

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
    "changes": "/competent/1.11/changes?from=1.10",
    "first-release": "/esco/current/changes",
    "compare": "/competent/current/compare?a=OP-1&b=OP-2",
    "through-releases": "/competent/current/compare?a=OP-1&from=1.10",
    "choosing": "/competent/current/compare?a=fiets&b=zzzz",
    "pictures": "/competent/current/pictures",
    "growth": "/competent/current/pictures/growth",
    "isco-picture": "/competent/current/pictures/isco",
    "digital": "/competent/current/pictures/digital?of=OP-1",
    "sets": "/competent/current/pictures/sets?of=OP-1",
    "life": "/competent/current/pictures/life?of=OP-1",
    "remark": "/competent/current/feedback?concept=OP-1",
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
