"""Translations of the real releases: cleared by keyboard, re-opened by a source, reviewed in a campaign by file."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from app.auth.roles import Grant, Role
from tests.journeys.real import REAL_RELEASES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.workbench.conftest import Office

pytestmark = REAL_RELEASES

AT = "/workbench/translations"
MANY = 20
SECONDS_EACH = 3.0
"""Far less than it takes to read a text: the screen keeps nobody waiting, on whatever machine."""


def pressed(page: Page, *keys: str) -> None:
    """Press the keys, and wait for the page that says what was done."""
    was = page.url
    for key in keys[:-1]:
        page.keyboard.press(key) if len(key) == 1 else page.keyboard.insert_text(key)
    page.keyboard.press(keys[-1])
    page.wait_for_url(lambda url: url != was)
    page.locator(".ok-notice").wait_for()


def left(page: Page) -> int:
    """How many texts the queue still has."""
    return int(re.sub(r"\D", "", page.locator(".count-left").inner_text().split(" ")[0]))


def luc(office: Office) -> Page:
    languages = ("fr", "de", "en")
    return office.sign_in("Luc", Grant(Role.TRANSLATOR, languages), organisation="Forem")


def pressed_here(page: Page, *keys: str) -> None:
    """Press the keys, and wait for the page that the last one leads to."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def test_a_label_from_its_source_to_the_draft_and_all_of_it_told(office: Office) -> None:
    site, writer = office.visit.site, luc(office)
    fien = office.sign_in("Fien", Role.REVIEWER, organisation="Actiris")
    writer.goto(f"{site}{AT}/de?state=missing&kind=profile&field=pref_label")
    code = writer.locator(".unit-head code").inner_text()
    concept = writer.locator(".unit-head a").first.get_attribute("href") or ""
    cleared(writer, fien, f"{site}{AT}/de?state=review")
    source, changeset = renamed(office, code)
    fien.goto(f"{site}{changeset}")
    fien.get_by_role("button", name="Accept into the draft").click()
    fien.locator(".mark", has_text="accepted").first.wait_for()
    for lang in ("fr", "de"):
        fien.goto(f"{site}{AT}/{lang}?state=stale&changeset={changeset.split('/')[-1]}")
        assert left(fien) == 1
        assert fien.locator(".texts ins").first.inner_text().strip() == "Ambachtelijke"
    fien.goto(f"{site}/workbench/audit?concept={concept.split('/')[-1]}")
    rows = fien.locator("table.audit tbody tr")
    acts = rows.locator("td:nth-child(3)").all_inner_texts()[::-1]
    assert acts[:3] == ["translation submitted", "concept changed", "translation approved"]
    assert len(acts) > 3
    people = {it.split(" ")[0] for it in rows.locator("td:nth-child(2)").all_inner_texts()}
    assert people == {"Luc", "Fien", "Eva"}
    whole = fien.locator("table.audit").inner_text()
    assert "Fachkraft 0" in whole
    assert f"Ambachtelijke {source}" in whole


def cleared(writer: Page, reviewer: Page, review: str) -> None:
    """Twenty texts, written and approved by keyboard alone; the last one is taken back, and approved again."""
    began, before = time.perf_counter(), left(writer)
    for number in range(MANY):
        pressed(writer, "e", f"Fachkraft {number}", "Control+Enter")
    assert left(writer) == before - MANY
    reviewer.goto(review)
    for _ in range(MANY):
        pressed(reviewer, "a")
    assert left(reviewer) == 0
    assert (time.perf_counter() - began) / (2 * MANY) < SECONDS_EACH
    pressed(reviewer, "u")
    assert "to review" in reviewer.locator(".unit-head .mark").first.inner_text()
    pressed(reviewer, "a")


def renamed(office: Office, code: str) -> tuple[str, str]:
    """How a profile was called in Dutch, and the path of the changeset in which an editor renames it."""
    eva = office.sign_in("Eva", Role.EDITOR)
    eva.goto(f"{office.visit.site}/workbench/concepts/{code}")
    name = eva.locator('[name="label.preferred.nl"]')
    source = name.input_value()
    name.fill(f"Ambachtelijke {source}")
    eva.keyboard.press("Control+Enter")
    eva.wait_for_url("**done=saved**")
    changeset = eva.locator(".notice a").get_attribute("href") or ""
    eva.goto(f"{office.visit.site}{changeset}")
    eva.get_by_role("button", name="Submit for review").click()
    return source, changeset


def test_a_french_campaign_goes_out_and_comes_back_as_a_file(
    office: Office, tmp_path: Path
) -> None:
    site, file = office.visit.site, tmp_path / "fr.xlf"
    rita = office.sign_in("Rita", Role.REVIEWER, organisation="VDAB")
    begun(rita, f"{site}{AT}")
    campaign = rita.url
    with rita.expect_download() as loading:
        rita.get_by_role("link", name="XLIFF 1.2").click()
    loading.value.save_as(file)
    file.write_text(translated(file.read_text()))
    writer = luc(office)
    writer.goto(f"{site}{AT}/package")
    writer.get_by_label("File").set_input_files(file)
    writer.get_by_role("button", name="Show what would change").click()
    assert f"{MANY} texts would be proposed" in writer.locator(".notice").inner_text()
    writer.get_by_role("button", name="Propose it").first.click()
    writer.locator(".ok-notice", has_text=f"{MANY} texts were proposed").wait_for()

    rita.goto(f"{site}{AT}/fr/list?campaign=french-review-3.12&state=review")
    pressed_here(rita, "*", "a")
    assert rita.locator(".outcome tbody tr").count() == MANY
    pressed_here(rita, "Control+Enter")
    rita.goto(campaign)
    assert f"{MANY} of " in rita.locator(".lead").inner_text()
    rows = rita.locator("table.cards tbody tr").all()
    people = {it.locator("th").inner_text(): it.locator("td").all_inner_texts() for it in rows}
    assert people["Luc"][0] == people["Rita"][1] == str(MANY)

    writer.goto(f"{site}{AT}/package")
    writer.get_by_label("File").set_input_files(file)
    writer.get_by_role("button", name="Propose it").click()
    assert "0 texts were proposed" in writer.locator(".notice").inner_text()
    writer.goto(f"{site}{AT}/fr/list?campaign=french-review-3.12&state=approved&text=précision")
    assert left(writer) == MANY


def begun(page: Page, overview: str) -> None:
    """Begin a campaign of the French of competence sets, and go to its page."""
    page.goto(overview)
    page.locator("details.begin summary").click()
    page.get_by_label("Title").fill("French review 3.12")
    page.locator("#kind-competence-set").check()
    page.locator("#deadline").fill("2099-12-20")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.wait_for_url("**/campaigns/**")


def translated(text: str) -> str:
    """The file after a translator gave texts to the first that had none."""
    units = re.findall(r"<trans-unit .*?</trans-unit>", text, re.S)
    missing = [it for it in units if 'state="new"' in it or "<target" not in it][:MANY]
    assert len(units) > len(missing) == MANY
    for number, it in enumerate(missing):
        bare = re.sub(r"\s*<target.*?(?:</target>|/>)", "", it, flags=re.S)
        target = f'<target state="translated">précision {number}</target>'
        text = text.replace(it, bare.replace("</source>", f"</source>{target}"))
    return text
