"""Digital skills over the real releases: evidence read, many profiles ticked by keyboard, accepted by somebody else."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Role
from app.editing.protocols import set_protocols
from app.editing.records import By
from tests.app.editing.scene import ADA
from tests.browser.looking import faults
from tests.journeys.real import REAL_RELEASES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.workbench.conftest import Office

pytestmark = REAL_RELEASES
AT = "/workbench/digital-skills"


@pytest.fixture(scope="module", autouse=True)
def sources(office: Office, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """DigComp 2.2, and Belgium's table of competences as if it had been made for ESCO 1.2.0.

    What of it is gone in that release is refused; two people are needed for links.
    """
    told = (shared_data / "eures/BE_competences_competent-3.8_esco-1.0.3.csv").read_text()
    table = tmp_path_factory.mktemp("eures") / "competences.csv"
    table.write_text(told.replace("V1.0.3", "V1.2.0"))
    office.home("import", "eures", table, "--lenient", "--publish", "--json")
    office.home("import", "digcomp", "--version", "2.2", "--publish", "--json")
    by = By(ADA, datetime.now(UTC))
    set_protocols(office.context.engine, "competent", {"link": 2}, by)


def with_evidence(page: Page, path: str) -> None:
    """The matrix at this path, as soon as the service has noticed what was published."""
    end = time.monotonic() + 60
    while True:
        page.goto(path)
        if page.locator(".evidence").count() > 1 or time.monotonic() > end:
            return
        page.wait_for_timeout(500)


SUGGESTED = "input:checked:not(.has):not(#without)"


def taken(page: Page, number: int) -> str:
    """The address of the changeset into which what is ticked was taken, by keyboard alone."""
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="What changes").wait_for()
    assert page.locator("ins").count() == number
    page.get_by_label("Reason").fill("Two competences or more speak for it.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/workbench/changesets/*")
    return page.url


def test_digital_skills_of_many_profiles_are_assigned_with_evidence(office: Office) -> None:
    site = office.visit.site
    eva = office.sign_in("Eva", Role.EDITOR)
    with_evidence(eva, f"{site}{AT}?lacking=2&evidence=2")
    suggested = eva.locator(SUGGESTED)
    rows = eva.locator("tbody tr").filter(has=suggested)
    assert rows.count() > 9
    code = rows.first.locator("th code").inner_text()
    eva.locator("tbody tr input[type=checkbox]").first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowUp", "End", "Space"):
        eva.keyboard.press(key)
    last = eva.locator("tbody tr").first.locator("input[type=checkbox]").last
    assert last.evaluate("it => it === document.activeElement && it.checked !== it.defaultChecked")
    eva.keyboard.press("Space")
    at = taken(eva, suggested.count())
    eva.get_by_role("button", name="Submit for review").click()
    otto = office.sign_in("Otto", Role.REVIEWER, organisation="Forem")
    otto.goto(f"{site}{AT}/{code}")
    assert "→" in otto.locator(".skills .evidence-list li").first.inner_text()
    otto.goto(at)
    otto.get_by_role("button", name="Accept into the draft").click()
    assert "accepted" in otto.locator(".mark").first.inner_text()
    otto.goto(f"{site}{AT}?lacking=2&evidence=2")
    assert otto.locator(SUGGESTED).count() == 0
    otto.goto(f"{site}{AT}?q={code}")
    assert otto.locator("tbody tr").first.locator("input.has:checked").count() > 1
    otto.goto(f"{site}{AT}?neighbours=6")
    assert faults(office.visit, otto).keys() <= {"cookies"}


def test_two_releases_of_digcomp_stand_side_by_side(office: Office) -> None:
    page = office.sign_in("Otto", Role.REVIEWER)
    page.goto(f"{office.visit.site}/workbench/frameworks/digcomp?left=2.2&right=3.0")
    assert page.locator("tbody").first.locator("tr").count() == 26
    assert page.get_by_text("renamed", exact=True).count() == 16
    page.goto(f"{office.visit.site}/workbench/frameworks/digital-skills?right=2.2")
    assert page.get_by_text("suggestion", exact=True).count() == 12
