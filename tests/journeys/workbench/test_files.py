"""Files over the real releases: a table of names from look to changeset, a release workbook, many profiles at once."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl

from app.auth.roles import Role
from tests.browser.looking import found_by_axe
from tests.journeys.real import REAL_RELEASES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.workbench.conftest import Office

pytestmark = REAL_RELEASES

ROOM = "/workbench/changesets/imports"
PROFILES = 60


def test_a_table_of_names_is_looked_at_and_becomes_a_changeset(
    office: Office, tmp_path: Path
) -> None:
    eva = office.sign_in("Eva of files", Role.EDITOR)
    send(office, eva, german_names(office.home.path, tmp_path / "namen.xlsx"))
    assert tiles(eva) == {"Changed": str(PROFILES), "New": "0", "Fields that stay": "10"}
    assert found_by_axe(eva) == []
    eva.get_by_role("link", name="What stays").click()
    assert eva.get_by_text("This text is approved").count() == 11
    assert eva.get_by_text("row 2", exact=False).first.is_visible()
    eva.get_by_label("Title of the changeset").fill("German names")
    eva.get_by_role("button", name="Take into a new changeset").click()
    eva.get_by_role("link", name="Go to the changeset").click()
    assert str(PROFILES) in eva.get_by_role("heading", name="Changes").inner_text()
    assert eva.locator("article ins").first.inner_text().endswith("0")


def test_a_release_workbook_is_read_against_the_release_that_it_was(
    office: Office, shared_data: Path
) -> None:
    eva = office.sign_in("Eva of workbooks", Role.EDITOR)
    send(office, eva, shared_data / "competent/reconstructed/competent-3.11.xlsx")
    eva.get_by_text("The file changes nothing").wait_for()
    assert "text-normalised" not in eva.content()
    assert found_by_axe(eva) == []


def test_a_soft_skill_comes_to_the_profiles_that_lack_it(office: Office) -> None:
    eva = office.sign_in("Eva of many", Role.EDITOR)
    eva.goto(f"{office.visit.site}/workbench/many")
    eva.get_by_label("Kind").select_option("profile")
    eva.get_by_label("Part of a name").fill("slager")
    eva.get_by_label("Act").select_option("add-link:softSkill")
    eva.get_by_label("Code or value").fill("SO-1")
    eva.get_by_role("button", name="Show what would change").click()
    heading = eva.get_by_role("heading", name="concepts would change").inner_text()
    assert heading == "2 of 3 concepts would change"
    assert found_by_axe(eva) == []
    eva.get_by_role("checkbox", name="OP-10", exact=True).uncheck()
    eva.keyboard.press("Control+Enter")
    eva.wait_for_url("**/workbench/changesets/*")
    assert [it.inner_text() for it in eva.locator("article ins").all()] == ["SO-1 Analyseren"]


def send(office: Office, page: Page, path: Path) -> None:
    """Send the file, and wait until it was read."""
    page.goto(f"{office.visit.site}{ROOM}")
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_role("button", name="Look at the file").click()
    page.locator("dl.tiles").wait_for(timeout=60_000)


def tiles(page: Page) -> dict[str, str]:
    """What the file would change, in figures."""
    names, counts = (page.locator(f"dl.tiles {it}").all_inner_texts() for it in ("dt", "dd"))
    return dict(list(zip(names, counts, strict=True))[:3])


def german_names(home: Path, path: Path) -> Path:
    """A table of the first profiles with another German name each, and another French one for ten."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("profile", 0)
    sheet.append(["Code", "fr", "de"])
    with zipfile.ZipFile(home / "archive/competent/3.11/csv.zip") as archive:
        text = io.TextIOWrapper(archive.open("profile.csv"), "utf-8-sig")
        for place, row in enumerate(list(csv.DictReader(text))[:PROFILES]):
            sheet.append([row["notation"], "Autrement" if place < 10 else "", f"Beruf {place}0"])
    book.save(path)
    return path
