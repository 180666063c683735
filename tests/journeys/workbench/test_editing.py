"""Editors over the real releases: a word that needs another's eyes, two who meet, and a split that goes public."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx

from app.auth.roles import Role
from tests.journeys.real import REAL_RELEASES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.workbench.conftest import Office

pytestmark = REAL_RELEASES


def test_a_word_of_one_editor_needs_another_to_come_into_the_draft(office: Office) -> None:
    eva = office.sign_in("Eva", Role.EDITOR)
    eva.goto(f"{office.visit.site}/workbench/concepts/OP-10")
    eva.locator('[name="label.preferred.fr"]').fill("Boucher-charcutier de campagne")
    eva.keyboard.press("Control+Enter")
    eva.wait_for_url("**done=saved**")
    at = eva.locator(".notice a").get_attribute("href")
    eva.goto(f"{office.visit.site}{at}")
    assert "campagne" in eva.locator("ins").first.inner_text()
    assert not eva.get_by_role("button", name="Accept into the draft").count()
    eva.get_by_role("button", name="Submit for review").click()
    otto = office.sign_in("Otto", Role.REVIEWER, organisation="Forem")
    otto.goto(f"{office.visit.site}{at}")
    otto.get_by_role("button", name="Accept into the draft").click()
    assert "accepted" in otto.locator(".mark").first.inner_text()


def test_two_editors_collide_and_nobody_loses_a_word(office: Office) -> None:
    eva = office.sign_in("Eva", Role.EDITOR)
    luc = office.sign_in("Luc", Role.EDITOR, organisation="Forem")
    eva.goto(f"{office.visit.site}/workbench/changesets")
    eva.locator('[name="title"]').fill("Two at once")
    eva.get_by_role("button", name="Begin").click()
    eva.wait_for_url("**/changesets/*")
    within = f"/workbench/concepts/OP-38?changeset={eva.url.rpartition('/')[2]}"
    for page in (eva, luc):
        page.goto(office.visit.site + within)
    eva.locator('[name="label.preferred.nl"]').fill("Van Eva")
    eva.locator('[name="label.preferred.de"]').fill("Von Eva")
    luc.locator('[name="label.preferred.nl"]').fill("Van Luc")
    luc.locator('[name="label.preferred.en"]').fill("By Luc")
    eva.keyboard.press("Control+Enter")
    eva.wait_for_url("**done=saved**")
    luc.keyboard.press("Control+Enter")
    luc.get_by_text("No word is lost").wait_for()
    theirs = luc.locator('[id="theirs-label.preferred.nl"]')
    assert "Van Eva" in luc.locator("td", has=theirs).inner_text()
    luc.locator('[id="mine-label.preferred.nl"]').check()
    luc.keyboard.press("Control+Enter")
    luc.wait_for_url("**done=saved**")
    kept = {
        tag: luc.locator(f'[name="label.preferred.{tag}"]').input_value()
        for tag in ("nl", "de", "en")
    }
    assert kept == {"nl": "Van Luc", "de": "Von Eva", "en": "By Luc"}


def test_a_split_skill_is_published_and_every_reader_learns_of_it(office: Office) -> None:
    eva = office.sign_in("Eva", Role.EDITOR)
    at = split(office, eva, "SK-4286", "Vlees van rund uitsnijden", "Vlees van varken uitsnijden")
    eva.get_by_role("button", name="Submit for review").click()
    otto = office.sign_in("Otto", Role.REVIEWER, organisation="Forem")
    otto.goto(f"{office.visit.site}{at}")
    otto.get_by_role("button", name="Accept into the draft").click()
    assert "accepted" in otto.locator(".mark").first.inner_text()
    paula = office.sign_in("Paula", Role.PUBLISHER)
    paula.goto(f"{office.visit.site}/workbench/release")
    assert "concept split" in paula.locator("#people").inner_text()
    version = paula.get_by_role("heading", level=1).locator(".soft").inner_text()
    paula.locator('[name="note.nl"]').fill("Vlees uitsnijden is gesplitst.")
    notes = paula.locator("form", has=paula.locator('[name="note.nl"]'))
    notes.get_by_role("button", name="Save").click()
    paula.wait_for_url("**done=notes")
    paula.get_by_role("button", name="Publish", exact=True).click(timeout=300_000)
    paula.wait_for_url("**done=published", timeout=300_000)
    with httpx.Client(base_url=office.visit.site, timeout=60) as reader:
        page = reader.get("/competent/current/concepts/SK-4286", headers={"accept": "text/html"})
        assert page.status_code == 410
        heirs = re.findall(r"Vlees van \w+ uitsnijden", page.text)
        assert {*heirs} == {"Vlees van rund uitsnijden", "Vlees van varken uitsnijden"}
        told = {"from": "3.11", "to": version, "ids": ["SK-4286"]}
        impact = reader.post("/v1/schemes/competent/impact", json=told).text
        assert '"split"' in impact
        stream = "/v1/schemes/competent/feed"
        assert f"{stream}/{version}/1" in reader.get(stream).text
        assert "Vlees van rund uitsnijden" in reader.get(f"{stream}/{version}/1").text


def split(office: Office, page: Page, code: str, *names: str) -> str:
    """The path of the changeset that splits the concept into parts of these names, by what the screens say."""
    page.goto(f"{office.visit.site}/workbench/concepts/{code}")
    page.get_by_role("link", name="Split it into several").click()
    for number, name in enumerate(names, 1):
        page.locator(f'[name="part{number}.label.nl"]').fill(name)
        page.locator(f'[name="part{number}.label.fr"]').fill(f"{name} (fr)")
    page.get_by_role("button", name="Show what would change").click()
    page.locator("#preview").wait_for()
    assert code in page.locator("#preview").inner_text()
    page.get_by_role("button", name="Split it").click()
    page.wait_for_url("**/workbench/changesets/*")
    return page.url.removeprefix(office.visit.site)
