"""ESCO 1.1.1 → 1.2.0 from the table of EURES to a public edition, and thirty candidates judged by keyboard."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Role
from app.mapping_sets import stored_set
from app.upgrading.listing import upgrade_of
from taxonomy.vocabulary import MappingState
from tests.journeys.real import REAL_RELEASES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from app.upgrading.records import UpgradeRecord
    from tests.journeys.workbench.conftest import Office

pytestmark = REAL_RELEASES

ROLES = (Role.REVIEWER, Role.PUBLISHER)
SET = "competent-3.8--esco-1.2.0"
UPGRADE = f"/workbench/upgrades/{SET}"
MAPPINGS = f"/workbench/mappings/{SET}"
WORK = 300_000
"""Milliseconds that work of its own may take on a busy machine."""


@pytest.fixture(scope="module")
def eva(office: Office, shared_data: Path) -> Page:
    """The dashboard of Eva, who maps; the table of EURES is imported, and read against ESCO 1.1.1."""
    tables = sorted((shared_data / "eures").glob("BE_*.csv"))
    to = ("--object", "esco/1.1.1", "--lenient", "--publish", "--by", "Eva Peeters", "--json")
    office.home("import", "eures", *tables, *to)
    return office.sign_in("Eva Peeters", *ROLES)


@pytest.fixture(scope="module")
def opened(office: Office, eva: Page) -> UpgradeRecord:
    """The upgrade of the table to ESCO 1.2.0, which Eva opened on the screen."""
    eva.goto(f"{office.visit.site}/workbench/upgrades")
    eva.get_by_label("Release of ESCO").select_option("1.2.0")
    eva.get_by_role("button", name="Open").click()
    _ended(eva)
    return upgrade_of(office.context.engine, SET)


def test_an_upgrade_goes_from_the_import_to_a_public_edition(
    office: Office, eva: Page, opened: UpgradeRecord
) -> None:
    site, engine = office.visit.site, office.context.engine
    assert (opened.from_version, opened.created_by) == ("1.1.1", "Eva Peeters")
    assert opened.open == opened.items > 500
    _decide_one(eva, site)
    for kind, verb, least in (
        ("changed-label", "keep", ""),
        ("changed-meaning", "keep", ""),
        ("mapped-concept-gone", "remap", "50"),
        ("mapped-concept-gone", "reject", ""),
        ("new-unmapped", "map", "60"),
    ):
        _sweep(eva, f"{site}{UPGRADE}?kind={kind}", verb, least)
    eva.goto(f"{site}{UPGRADE}?kind=new-unmapped")
    adopted = _adopt(eva, 3)
    for kind in ("new-unmapped", "newly-linked-skills"):
        _sweep(eva, f"{site}{UPGRADE}?kind={kind}", "dismiss")
    done = upgrade_of(engine, SET)
    assert (done.open, done.done) == (0, done.items)
    eva.goto(site + UPGRADE)
    assert "100 %" in eva.locator(".covering").inner_text()
    eva.get_by_label("What do you want to say with it?").fill("Looked at as a whole.")
    eva.get_by_role("button", name="Sign off").click()
    assert "Looked at as a whole." in eva.get_by_role("main").inner_text()
    assert upgrade_of(engine, SET).sign_off["by"] == "Eva Peeters"
    eva.get_by_role("link", name="Publish the mappings").click()
    eva.get_by_role("button", name="Publish the edition").click()
    eva.get_by_role("link", name="See it on the public site").click()
    assert "esco" in eva.title().lower()
    eva.goto(f"{site}{adopted}")
    assert eva.locator("main ins").count() >= 3
    assert stored_set(engine, SET)[0].status == "published"


@pytest.mark.usefixtures("opened")
def test_comments_on_wordings_go_to_the_commission(office: Office, eva: Page) -> None:
    site = office.visit.site
    eva.goto(f"{site}{UPGRADE}/wordings?language=nl")
    first = eva.locator("article").first
    text = first.locator("strong").inner_text()
    first.get_by_label("Comment").fill("A <b>Fleming</b> says this otherwise")
    first.get_by_label("Better wording").fill("beter")
    first.get_by_role("button", name="Save the comment").click()
    eva.wait_for_url("**after=-1*")
    table = eva.request.get(f"{site}/v1/editorial/upgrades/{SET}/tables/comments.csv")
    (row,) = csv.DictReader(StringIO(table.body().decode("utf-8-sig")))
    assert row["concept"].startswith("http://data.europa.eu/esco/")
    assert (row["language"], row["proposal"], row["release"]) == ("nl", "beter", "esco 1.2.0")
    assert (row["text"] in text, row["comment"]) == (True, "A <b>Fleming</b> says this otherwise")
    book = eva.request.get(f"{site}/v1/editorial/upgrades/{SET}/tables/comments.xlsx")
    assert book.body()[:2] == b"PK"


def test_thirty_candidates_are_judged_by_keyboard(office: Office, eva: Page) -> None:
    site, engine = office.visit.site, office.context.engine
    eva.goto(f"{site}/workbench/mappings")
    eva.locator("#subject").select_option("competent/3.8")
    eva.locator("#object").select_option("esco/1.2.0")
    eva.get_by_label("Kinds").select_option("profile")
    eva.get_by_role("button", name="Start").click()
    _ended(eva)
    eva.goto(f"{site}{MAPPINGS}?queue=suggested")
    eva.keyboard.press("Enter")
    eva.wait_for_url("**/concept?**")
    first = eva.url
    for place in range(30):  # two keys at most for each
        keys = ("0",) if place % 6 == 5 else ("1", "Enter")
        _led_on(eva, *keys)
    _led_on(eva, "u")
    mine = [it for it in stored_set(engine, SET)[1] if it.reviewer == "Eva Peeters"]
    judged = {it.subject_id for it in mine if it.state is MappingState.ACCEPTED and it.review_date}
    assert len(judged) >= 29
    eva.goto(first)
    assert "suggested with" in eva.locator(".talk").inner_text()


def _ended(page: Page) -> None:
    """Wait until the work that the page shows has ended; the page looks again by itself."""
    page.locator(".running:not([data-running])").wait_for(timeout=WORK)
    page.keyboard.press("Enter")
    page.wait_for_url("**/workbench/*/competent-*")


def _decide_one(page: Page, site: str) -> None:
    """Keep the first one that was renamed, by keyboard."""
    page.goto(f"{site}{UPGRADE}?kind=changed-label")
    page.locator("tbody th a").first.press("Enter")
    page.locator(".touch .diff").first.wait_for()
    _led_on(page, "a")


def _sweep(page: Page, address: str, verb: str, least: str = "") -> None:
    """Decide all that is open of the list, after a look at it."""
    page.goto(address)
    page.locator("#all").select_option("1")
    page.locator("#verb").select_option(verb)
    if least:
        page.locator("#least").fill(least)
    page.locator("#many-reason").fill("looked at in the list")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Decide them").press("Enter")
    page.locator(".done").wait_for()


def _adopt(page: Page, count: int) -> str:
    """Adopt so many that are new; the path of the changeset that has them."""
    for box in page.locator("input[name=row]").all()[:count]:
        box.check()
    page.locator("#verb").select_option("adopt")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Decide them").press("Enter")
    found = page.locator(".done a").get_attribute("href")
    assert found
    return found


def _led_on(page: Page, *keys: str) -> None:
    """Press the keys, and wait for the screen that they lead to."""
    before = page.url
    for key in keys:
        page.keyboard.press(key)

    def another(now: str) -> bool:
        return now != before

    page.wait_for_url(another, wait_until="domcontentloaded")
