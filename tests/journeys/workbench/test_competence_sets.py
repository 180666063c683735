"""A competence set over the real releases: made by keyboard, filled from suggestions, given to five profiles, accepted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.auth.roles import Actor, Role
from app.editing.protocols import set_protocols
from app.editing.records import By
from tests.journeys.real import REAL_RELEASES
from tests.moments import NOON

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.workbench.conftest import Office

pytestmark = REAL_RELEASES

ROOM = "/workbench/competence-sets"


def test_a_set_is_made_filled_and_given_to_profiles(office: Office) -> None:
    ada = By(Actor.of("Ada", Role.ADMIN), NOON)
    set_protocols(office.context.engine, "competent", {"creation": 2}, ada)
    eva = office.sign_in("Eva of sets", Role.EDITOR)
    eva.goto(f"{office.visit.site}{ROOM}")
    before = _sets(eva)
    _begin(eva)
    _take_three(eva)
    codes = _give_to_five(eva)
    eva.keyboard.press("c")
    eva.wait_for_url("**/workbench/changesets/**")
    eva.keyboard.press("s")
    eva.get_by_text("to review").first.wait_for()
    otto = office.sign_in("Otto of sets", Role.REVIEWER, organisation="Forem")
    otto.goto(eva.url)
    assert otto.locator("main ins").count() >= 6
    otto.keyboard.press("a")
    otto.locator(".mark", has_text="accepted").first.wait_for()
    otto.goto(f"{office.visit.site}{ROOM}?q=vlees+uitsnijden")
    assert _sets(otto) == before + 1
    row = otto.locator(".board tbody tr")
    assert [it.inner_text() for it in row.locator(".count").all()[:2]] == ["5", "5"]
    row.locator("th a").first.click()
    told = otto.locator("#profiles").inner_text()
    assert all(it in told for it in codes)


def _sets(page: Page) -> int:
    """How many sets the board has."""
    return int(page.locator(".tile strong").first.inner_text())


def _begin(page: Page) -> None:
    """Begin a set of two skills of butchers without a mouse."""
    page.keyboard.press("n")
    for place, text in (
        ('[name="label.nl"]', "Vlees uitsnijden"),
        ('[name="label.fr"]', "Découper la viande"),
        ("#new-add", "SK-4286 SK-6419"),
    ):
        page.locator(place).focus()
        page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**done=saved**")
    assert page.locator("#members tbody tr").count() == 2


def _take_three(page: Page) -> None:
    """Take the first suggestion three times, each of which says why."""
    reasons = page.locator(".suggested .reasons").first.inner_text()
    assert re.search(r"\d+ of the \d+ profiles that ask for its members", reasons)
    for members in (3, 4, 5):
        page.locator("#suggestions").get_by_role("button").first.press("Enter")
        page.locator("#members h2 .soft", has_text=str(members)).wait_for()


def _give_to_five(page: Page) -> list[str]:
    """The codes of five profiles that ask for a member, and have the set now."""
    page.keyboard.press("p")
    page.locator('[name="least"]').fill("1")
    page.keyboard.press("Enter")
    page.wait_for_url("**least=1**")
    codes = [it.inner_text() for it in page.locator(".choices label code").all()[:5]]
    for box in page.locator('[name="add"][type="checkbox"]').all()[:5]:
        box.press("Space")
    page.keyboard.press("Control+Enter")
    page.locator("#preview").wait_for()
    assert page.locator("#preview tbody ins").count() == 5
    page.keyboard.press("Control+Enter")
    page.locator("#profiles h2 .soft", has_text="5").wait_for()
    return codes
