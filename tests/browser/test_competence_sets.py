"""Competence sets in a browser: made and given to profiles without scripts, measured while they are typed, looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Role
from tests.browser.looking import faults
from tests.browser.signing_in import link_of, signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

    from app.context import Context
    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow

TABLET: ViewportSize = {"width": 820, "height": 1180}
ROOM = "/workbench/competence-sets"


def eva(visit: Visit, served: Context, **more: object) -> Page:
    return signed_in(visit, link_of(served, "Eva of sets", [Role.EDITOR]), **more)


def test_a_set_is_made_and_given_to_profiles_without_scripts(visit: Visit, served: Context) -> None:
    page = eva(visit, served, java_script_enabled=False)
    page.goto(f"{visit.site}{ROOM}")
    page.locator('[name="label.nl"]').fill("Zonder script <i>")
    page.locator('[name="add"]').fill("SK-1")
    page.get_by_role("button", name="Begin").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Zonder script <i> [nl]"
    page.locator('[name="add"]').first.fill("SK-2")
    page.get_by_role("button", name="Add", exact=True).first.click()
    assert page.locator("#members tbody tr").count() == 2
    page.get_by_role("link", name="Give it to profiles").click()
    page.locator('[name="add"][type="checkbox"]').first.check()
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Take into the changeset").click()
    assert page.locator("#profiles li").count() >= 1
    page.locator(".done a").click()
    assert page.get_by_text("Zonder script <i>").count() >= 1


def test_a_short_label_is_measured_and_held_against_others_while_it_is_typed(
    visit: Visit, served: Context
) -> None:
    page = eva(visit, served)
    page.goto(f"{visit.site}{ROOM}/CS-1")
    taken = page.locator('[name="label.nl"]').input_value()
    page.goto(f"{visit.site}{ROOM}")
    page.keyboard.press("n")
    place = page.locator('.named[data-lang="nl"]')
    place.locator('[name="label.nl"]').fill(f" {taken.upper()} ")
    assert place.locator(".figure").inner_text() == f"{len(taken)} / 60"
    place.locator(".doubt a").wait_for()
    assert "CS-1" in place.locator(".doubt").inner_text()
    place.locator('[name="disambiguator.nl"]').fill("elders")
    place.locator(".doubt a").wait_for(state="detached")
    place.locator('[name="label.nl"]').fill("lang" * 16)
    assert "64 / 60" in place.locator(".length.over").inner_text()


def test_a_member_is_found_as_one_types_and_taken_by_keyboard(
    visit: Visit, served: Context
) -> None:
    page = eva(visit, served)
    page.goto(f"{visit.site}{ROOM}/uncovered")
    name = page.locator(".uncovered tbody th a").first.inner_text()
    page.locator('.uncovered [name="member"]').first.check()
    assert "1 chosen" in page.locator("[data-ticked]").inner_text()
    page.get_by_role("button", name="Begin a set").click()
    assert page.locator("#new-add").input_value().startswith("SK-")
    page.goto(f"{visit.site}{ROOM}/CS-1")
    members = page.locator("#members tbody tr").count()
    page.locator("#add-member").fill(name)
    page.locator("#add-member-suggestions li").first.wait_for()
    for key in ("ArrowDown", "Enter", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**done=saved**")
    assert page.locator("#members tbody tr").count() == members + 1
    assert name in page.locator("#members").inner_text()


def test_forms_of_the_screens_of_sets_suit_a_tablet(visit: Visit, served: Context) -> None:
    page = eva(visit, served, viewport=TABLET)
    for path in (
        *("?order=name", "?q=zzzz", "/CS-1", "/uncovered", "/CS-1/profiles"),
        "/CS-1/profiles?add=OP-1&add=OP-999&remove=OP-2&preview=1",
    ):
        page.set_viewport_size(TABLET)
        page.goto(f"{visit.site}{ROOM}{path}")
        found = {name: it for name, it in faults(visit, page).items() if name != "cookies"}
        assert (path, found) == (path, {})
