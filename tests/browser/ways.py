"""What people come for, as somebody does it who was never here before."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.visiting import Visit

__all__ = ["Known", "compares_and_downloads", "follows_an_identifier", "reads_a_profile"]

_PHRASED = r"(\d[\d.]*) concepten?, (\d[\d.]*) wijziging"


class Known(NamedTuple):
    """What the releases hold that are visited."""

    profile: str
    first: str
    last: str


def reads_a_profile(visit: Visit, known: Known) -> None:
    """Finds the butcher, reads it in French, its digital skills, and what changed since the first release."""
    page = visit.open("/", locale="nl-BE")
    page.get_by_role("combobox", name="Zoeken in Competent").fill("slager")
    page.keyboard.press("Enter")
    page.locator(".results").get_by_role("link", name="Slager", exact=True).click()
    page.wait_for_url(f"**/competent/current/concepts/{known.profile}")
    page.locator(".contents-in").get_by_role("link", name="fr").click()
    assert page.locator("h1").inner_text().startswith("Boucher")
    assert page.locator("h1 span").first.get_attribute("lang") == "fr"
    page.locator(".side").get_by_role("link", name="Digitale vaardigheden", exact=True).click()
    skills = page.locator(".part").filter(has=page.get_by_role("heading", name="Digitale vaard"))
    names = skills.first.locator("li a span[lang=fr]")
    assert names.count() > 0
    page.get_by_role("link", name=f"Wat er wijzigde sinds {known.first}").click()
    page.wait_for_url(f"**from={known.first}**")
    assert f"van {known.first} naar {known.last}" in page.locator("h1").inner_text()
    assert page.locator(".results, .empty").first.is_visible()


def compares_and_downloads(visit: Visit, known: Known, folder: Path) -> None:
    """Compares the first and the last release, takes both along, and checks the file of the archive."""
    page = visit.open("/", locale="nl-BE")
    page.get_by_role("link", name="Wijzigingen", exact=True).click()
    page.get_by_label("Van uitgave").select_option(known.first)
    page.get_by_label("naar uitgave").select_option(known.last)
    page.get_by_role("button", name="Vergelijken").click()
    page.wait_for_url(f"**/competent/{known.last}/changes?from={known.first}")
    told = re.search(_PHRASED, page.locator(".found [role=status]").inner_text())
    assert told
    numbers = [int(it.replace(".", "")) for it in told.groups()]
    rows = list(csv.DictReader(StringIO(_taken(page, "Deze wijzigingen als tabel", folder))))
    assert [len({it["concept"] for it in rows}), len(rows)] == numbers
    page.get_by_role("link", name=f"Alle bestanden van {known.last}").click()
    _taken(page, "changes.csv", folder)
    _taken(page, "SHA256SUMS", folder)
    shown = page.get_by_role("row").filter(has_text="changes.csv").locator("code").inner_text()
    assert hashlib.sha256((folder / "changes.csv").read_bytes()).hexdigest() == shown
    assert f"{shown}  changes.csv" in (folder / "SHA256SUMS").read_text().splitlines()


def follows_an_identifier(visit: Visit, known: Known) -> None:
    """Lands on the page from the identifier, and gets the same concept as JSON-LD and as Turtle."""
    page = visit.open(f"/id/competent/{known.profile}", locale="nl-BE")
    assert page.locator("h1").inner_text().startswith("Slager")
    for name, mark in (("JSON-LD", '"@context"'), ("Turtle", "skos:prefLabel")):
        link = page.locator("#cite ~ dl").get_by_role("link", name=name)
        answer = page.request.get(visit.site + (link.get_attribute("href") or ""))
        assert answer.headers["content-type"].startswith(link.get_attribute("type") or "?")
        assert mark in answer.text()
        assert "Slager" in answer.text()
        same = page.request.get(
            f"{visit.site}/id/competent/{known.profile}",
            headers={"Accept": link.get_attribute("type") or ""},
        )
        assert same.ok
        assert "Slager" in same.text()
    described = page.locator("script[type='application/ld+json']").inner_text()
    assert json.loads(described)["@type"] == "Occupation"


def _taken(page: Page, name: str, folder: Path) -> str:
    """What the link of this name downloads."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    saved = folder / download.value.suggested_filename
    download.value.save_as(saved)
    return saved.read_text()
