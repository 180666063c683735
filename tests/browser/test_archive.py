from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import moved_by_scripts

if TYPE_CHECKING:
    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("width", [320, 1280])
def test_a_picture_of_many_releases_scrolls_within_the_page_to_the_newest(
    visit: Visit, width: int
) -> None:
    page = visit.open("/archive", viewport={"width": width, "height": 640})
    page.evaluate("document.querySelector('.chart svg').setAttribute('width', 3000)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    right = "it => Math.round(it.getBoundingClientRect().right)"
    edges = [page.locator(it).first.evaluate(right) for it in (".chart svg", ".chart .sideways")]
    assert edges[0] == edges[1]


def test_the_keyboard_leads_from_the_archive_to_a_copied_checksum(visit: Visit) -> None:
    page = visit.open("/archive", permissions=["clipboard-read", "clipboard-write"])
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    assert page.locator(":focus").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if "/archive/competent/1.11/" in (page.locator(":focus").get_attribute("href") or ""):
            break
    assert page.locator(":focus").evaluate("it => getComputedStyle(it).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/archive/competent/1.11/")
    button = page.get_by_role("button", name="Copy: csv.zip")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Copied").wait_for(state="attached")
    shown = page.get_by_role("row").filter(has_text="csv.zip").locator("code").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == shown


def test_without_scripts_a_file_is_downloaded_and_is_what_the_page_says(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.open("/archive/competent/1.11/", java_script_enabled=False)
    assert page.get_by_role("button", name="Copy").count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="csv.zip").click()
    saved = tmp_path / "csv.zip"
    download.value.save_as(saved)
    shown = page.get_by_role("row").filter(has_text="csv.zip").locator("code").inner_text()
    assert hashlib.sha256(saved.read_bytes()).hexdigest() == shown


def test_the_language_that_was_chosen_is_kept_from_page_to_page(visit: Visit) -> None:
    page = visit.open("/archive")
    page.get_by_role("link", name="Français").click()
    page.get_by_role("link", name="Competent 1.11", exact=True).last.click()
    assert page.url.endswith("/archive/competent/1.11/?lang=fr")
    assert page.locator("h2").first.inner_text() == "Fichiers"
    page.get_by_role("link", name="Archives").first.click()
    assert page.locator("h1").inner_text() == "Archives"


def test_whoever_wants_no_motion_gets_none(visit: Visit) -> None:
    durations = (
        "[...document.querySelectorAll('*')].map(it => getComputedStyle(it).transitionDuration)"
    )
    page = visit.open("/archive/competent/1.11/", reduced_motion="reduce")
    assert set(page.evaluate(durations)) == {"0s"}


def test_on_paper_a_page_has_no_navigation_and_names_its_address(visit: Visit) -> None:
    page = visit.open("/archive/competent/1.11/")
    page.emulate_media(media="print")
    assert page.get_by_role("navigation").count() == 0
    assert page.locator(".printed").inner_text() == f"{visit.site}/archive/competent/1.11/"
    assert page.locator("main details p").first.is_visible()


def test_search_engines_read_every_file_of_a_release(visit: Visit) -> None:
    page = visit.open("/archive/competent/1.11/")
    told = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    link = page.get_by_role("link", name="taxonomy.jsonl", exact=True)
    assert told["@type"] == "Dataset"
    assert link.get_attribute("href") == "/archive/competent/1.11/taxonomy.jsonl"
    assert f"{visit.site}/archive/competent/1.11/taxonomy.jsonl" in {
        it["contentUrl"] for it in told["distribution"]
    }


def test_a_signed_release_names_the_key_that_proves_it(visit: Visit) -> None:
    page = visit.open("/archive/competent/1.11/")
    key = page.request.get(f"{visit.site}/archive/minisign.pub").text().splitlines()[-1]
    assert (
        f"minisign -Vm SHA256SUMS -P {key}" in page.locator("#verify ~ .copied").last.inner_text()
    )


def test_buttons_to_copy_with_find_their_places_kept_on_a_phone(visit: Visit) -> None:
    assert moved_by_scripts(visit, "/archive/competent/1.11/", width=375) == []
