"""A reviewer of mappings at the keyboard, and an upgrade from its worklist to the sign-off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Role
from app.mapping_runs.starting import Suggesting, runs_of, start_suggesting
from app.mapping_sets import stored_set
from app.upgrading.listing import upgrade_of
from taxonomy.mapping import Side
from tests.app.mapping_review import scene as review
from tests.app.upgrading import scene as upgrade
from tests.browser import signing_in
from tests.browser.looking import faults, options
from tests.browser.visiting import CHROMIUM, Visit, browsing, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from app.context import Context

pytestmark = pytest.mark.slow

WHO = "Eva Peeters"
ROLES = (Role.REVIEWER, Role.PUBLISHER)
TABLET = {"viewport": {"width": 820, "height": 1180}}
MAPPINGS = f"/workbench/mappings/{review.NAME}"
UPGRADE = f"/workbench/upgrades/{upgrade.NAME}"


@pytest.fixture(scope="module")
def drafting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install the Debian package chromium")
    with listening(tmp_path_factory.mktemp("draft"), review.with_draft) as context:
        yield context


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install the Debian package chromium")
    with listening(tmp_path_factory.mktemp("upgrade"), upgrade.with_upgrade) as context:
        yield context


@pytest.fixture(scope="module")
def browser(drafting: Context, moving: Context) -> Iterator[Browser]:
    """Chromium, begun when both services listen."""
    assert drafting is not moving
    with browsing() as opened:
        yield opened


@pytest.fixture
def reviewing(browser: Browser, drafting: Context) -> Iterator[Visit]:
    made = Visit(browser, drafting.settings.public_url)
    yield made
    made.close()


@pytest.fixture
def upgrading(browser: Browser, moving: Context) -> Iterator[Visit]:
    made = Visit(browser, moving.settings.public_url)
    yield made
    made.close()


def signed_in(visit: Visit, context: Context, **more: object) -> Page:
    return signing_in.signed_in(visit, signing_in.link_of(context, WHO, ROLES, "VDAB"), **more)


def wrong(visit: Visit, page: Page, path: str) -> dict[str, list[str]]:
    """What is wrong with the screen at this path; that of a session has its cookie."""
    size = page.viewport_size
    page.goto(visit.site + path)
    found = {name: it for name, it in faults(visit, page).items() if name != "cookies"}
    if size:
        page.set_viewport_size(size)
    return found


def under_way(context: Context) -> str:
    """The screen of work that was begun and is not done: as its people see it in the first second."""
    asked = Suggesting(Side("competent", "3.8"), Side("esco", "1.0.3"))
    now = datetime.now(UTC)
    running = [it for it in runs_of(context.engine, now) if it.alive]
    run = running[0] if running else start_suggesting(context.engine, asked, review.EVA, now)
    return f"/workbench/mappings/runs/{run.key}"


def test_forms_of_the_screens_of_a_review_suit_who_works_there(
    reviewing: Visit, drafting: Context
) -> None:
    page = signed_in(reviewing, drafting, **options("nl-wide-light"))
    paths = (
        "/workbench/mappings",
        under_way(drafting),
        MAPPINGS,
        f"{MAPPINGS}/publication",
        *(f"{MAPPINGS}/concept?id={it}" for it in ("u12", "u13")),
    )
    assert {it: found for it in paths if (found := wrong(reviewing, page, it))} == {}


def test_forms_of_the_screens_of_an_upgrade_suit_who_works_there(
    upgrading: Visit, moving: Context
) -> None:
    page = signed_in(upgrading, moving, **options("de-wide-dark"))
    kinds = ("changed-label", "mapped-concept-gone", "new-unmapped")
    items = [f"{UPGRADE}/items/{upgrade.item(moving, it).id}" for it in kinds]
    paths = ("/workbench/upgrades", UPGRADE, f"{UPGRADE}/wordings", *items)
    assert {it: found for it in paths if (found := wrong(upgrading, page, it))} == {}


def test_wordings_are_judged_row_by_row_by_keyboard(upgrading: Visit, moving: Context) -> None:
    page = signed_in(upgrading, moving)
    page.goto(f"{upgrading.site}{UPGRADE}/wordings?state=open")
    rows = page.locator("[data-row]")
    ids = [it.get_attribute("id") for it in rows.all()]
    current = page.locator("[data-row][aria-current]")
    page.keyboard.press("j")
    assert current.get_attribute("id") == ids[1]
    page.keyboard.press("e")
    page.keyboard.type("jk")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == ids[1]
    page.keyboard.press("?")
    assert {"j", "k", "e", "a"} <= set(page.locator("dialog kbd").all_inner_texts())
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "count => document.querySelectorAll('[data-row]').length < count", arg=len(ids)
    )
    assert ids[1] not in [it.get_attribute("id") for it in rows.all()]
    assert current.get_attribute("id") == (ids[2] if len(ids) > 2 else ids[0])


def test_concepts_are_judged_by_keyboard_alone(reviewing: Visit, drafting: Context) -> None:
    page = signed_in(reviewing, drafting)
    page.goto(f"{reviewing.site}{MAPPINGS}?queue=suggested")
    page.keyboard.press("Enter")
    page.wait_for_url("**/concept**")
    for keys, following in (("1cEnter", "u15"), ("s", "u13"), ("12nEnter", "end=1")):
        for key in keys.replace("Enter", "↵"):
            page.keyboard.press("Enter" if key == "↵" else key)
        page.wait_for_url(f"**{following}**")
    content = stored_set(drafting.engine, review.NAME)[1]
    told = {
        (it.subject_id, it.predicate.name): it.state.value
        for it in content
        if it.reviewer == WHO and it.state.value == "accepted"
    }
    assert set(told) == {("u10", "CLOSE"), ("u13", "NARROW")}
    page.goto(f"{reviewing.site}{MAPPINGS}/concept?id=u14")
    page.keyboard.press("u")
    page.wait_for_url("**id=u13**")
    assert page.locator("#pick-1").is_visible()


def test_a_review_needs_no_scripts(reviewing: Visit, drafting: Context) -> None:
    page = signed_in(reviewing, drafting, java_script_enabled=False, **TABLET)
    page.goto(f"{reviewing.site}{MAPPINGS}/concept?id=u12")
    page.locator("#pick-2").check()
    page.get_by_role("button", name="Save and next").click()
    page.goto(f"{reviewing.site}{MAPPINGS}/concept?id=u12")
    assert "smith" in page.locator(".ours").inner_text()
    page.get_by_role("button", name="Undo the last decision").click()
    assert "wood" in page.locator(".touch").first.inner_text()


def test_an_upgrade_goes_from_its_worklist_to_the_sign_off(
    upgrading: Visit, moving: Context
) -> None:
    page = signed_in(upgrading, moving)
    page.goto(f"{upgrading.site}{UPGRADE}?kind=mapped-concept-gone")
    page.locator("tbody th a").first.click()
    page.locator("#target").fill(upgrade.MEAT)
    page.get_by_role("button", name="Map to another concept").click()
    page.wait_for_url("**/upgrades/*?kind=**")
    page.goto(f"{upgrading.site}{UPGRADE}?kind=new-unmapped")
    for box in page.locator("input[name=row]").all():
        box.check()
    page.locator("#verb").select_option("dismiss")
    page.locator("#many-reason").fill("no jobs here")
    page.get_by_role("button", name="Look at it").click()
    found = {name: it for name, it in faults(upgrading, page).items() if name != "cookies"}
    assert found == {}
    page.get_by_role("button", name="Decide them").click()
    page.wait_for_url("**done=2**")
    page.goto(upgrading.site + UPGRADE)
    page.locator("summary", has_text="Sign off").click()
    page.get_by_label("Why may it be published so?").fill("The name follows.")
    page.get_by_role("button", name="Sign off").click()
    assert "The name follows." in page.get_by_role("main").inner_text()
    signed = upgrade_of(moving.engine, upgrade.NAME)
    assert (signed.open, signed.sign_off["open"], signed.sign_off["by"]) == (1, 1, WHO)
