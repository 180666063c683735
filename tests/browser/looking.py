"""How tests look at a page: its readers, and what is wrong with it for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.visiting import Visit

__all__ = ["MOST_BYTES", "READERS", "faults", "found_by_axe", "moved_by_scripts", "options", "sent"]

READERS = {  # each language, width and light with each page, without every combination of the three
    "nl-wide-light": ("nl", 1280, "light"),
    "fr-phone-dark": ("fr", 375, "dark"),
    "de-wide-dark": ("de", 1280, "dark"),
    "en-phone-light": ("en", 375, "light"),
}
MOST_BYTES = 100_000
NARROWEST = 320
_PHONE = 640
_LEAST = {True: 44, False: 24}
"""Pixels of a target on a phone, and elsewhere."""
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passed is not told node by node: half the time
}
_EXPECTED = "the server responded with a status of 4"
_UNFOLDED = """() => {
    document.querySelectorAll("main details").forEach(it => it.open = true);
    for (const it of document.querySelectorAll("main *"))
        if (getComputedStyle(it).position === "sticky") it.style.position = "static"; }"""
"""What sticks to an edge lies over something else, which is reached by scrolling."""
_SMALL_TARGETS = """least => [...document.querySelectorAll("a, button, summary")]
    .filter(it => it.checkVisibility() && !it.closest("p, dd, .hidden, .skip"))
    .filter(it => { const box = it.getBoundingClientRect();
                    return box.height < least || box.width < least })
    .map(it => it.outerHTML)"""
_TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("main *")]
    .filter(it => it.getBoundingClientRect().right > innerWidth && !it.closest(".sideways"))
    .map(it => it.outerHTML.slice(0, 200)).slice(0, 3)
    .concat([`${document.documentElement.scrollWidth} of ${innerWidth} pixels`])"""
_PAINTED = """() => new Promise(done => {
    const look = () => {
        const first = performance.getEntriesByName("first-contentful-paint").length;
        if (first && document.readyState === "interactive") done();
        else requestAnimationFrame(look);
    };
    look(); })"""
_WATCHED = """() => { window.moved = [];
    new PerformanceObserver(list => {
        for (const it of list.getEntries()) moved.push(`${it.value} at ${it.startTime}`);
    }).observe({type: "layout-shift"}); }"""
_MOVED = """() => new Promise(done => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved)))) })"""


def options(reader: str) -> dict[str, Any]:
    """What a browser of this reader is like."""
    lang, width, light = READERS[reader]
    return {
        "locale": lang,
        "viewport": {"width": width, "height": 800},
        "color_scheme": light,
    }


def found_by_axe(page: Page) -> list[str]:
    """What axe finds, each with the markup that it is about."""
    results = Axe().run(page, options=_RULES)
    return [
        f"{it['id']}: {node['html']} {node['failureSummary']}"
        for it in results.response["violations"]
        for node in it["nodes"]
    ]


def faults(visit: Visit, page: Page) -> dict[str, list[str]]:
    """What is wrong with the page as it is open, everything in it unfolded; at last it is made narrow."""
    size = page.viewport_size
    assert size
    page.evaluate(_UNFOLDED)
    found = {
        "axe": found_by_axe(page),
        "too small": page.evaluate(_SMALL_TARGETS, _LEAST[size["width"] < _PHONE]),
        "too wide": page.evaluate(_TOO_WIDE),
        "complaints": [it for it in visit.complaints if _EXPECTED not in it],
        "from elsewhere": [it.url for it in visit.requests if not it.url.startswith(visit.site)],
        "cookies": [it["name"] for it in page.context.cookies()],
    }
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    found["too wide for the narrowest"] = page.evaluate(_TOO_WIDE)
    return {name: it for name, it in found.items() if it}


def moved_by_scripts(visit: Visit, path: str, width: int = 1280) -> list[str]:
    """What moves on a page that is whole and painted before its scripts come, as on a slow line.

    What a browser paints of half a page is not asked: that depends on what else the machine does.
    """
    held: list[Route] = []
    page = visit.begin(viewport={"width": width, "height": 4000})
    page.route("**/*.js", lambda it: held.append(it))
    page.goto(visit.site + path, wait_until="commit")
    page.evaluate(_PAINTED)
    page.evaluate(_WATCHED)
    for it in held:
        it.continue_()
    page.wait_for_load_state("load")
    moved: list[str] = page.evaluate(_MOVED)
    return moved


def sent(visit: Visit) -> int:
    """The bytes of all that the visit fetched."""
    sizes = [it.sizes() for it in list(visit.requests)]
    return sum(it["responseBodySize"] + it["responseHeadersSize"] for it in sizes)
