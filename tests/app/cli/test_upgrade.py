"""`competent upgrade …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.context import Context
from tests.app.upgrading.scene import DRONE, NAME, with_releases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result
    from tests.app.kept import Kept

    Competent = Callable[..., Result]


@pytest.fixture
def upgraded(competent: Competent, home: Path, kept: Kept) -> Competent:
    context = Context.open(Settings(home=home))
    kept.fill(context, with_releases)
    context.engine.dispose()
    assert competent("upgrade", "esco", "1.1.1", "--by", "Eva").code == 0
    return competent


def test_opening_tells_what_there_is_to_do(upgraded: Competent) -> None:
    (told,) = upgraded("upgrade", "esco", "1.1.1", "--json").lines
    assert (told["type"], told["name"], told["items"], told["added"]) == ("upgrade", NAME, 4, 0)
    shown = upgraded("upgrade", "esco", "1.1.1").out
    assert "mapped-concept-gone" in shown
    assert "Open checks of languages: nl 1" in shown
    assert "Next: competent upgrade export" in shown


def test_our_side_may_be_named(upgraded: Competent) -> None:
    found = upgraded("upgrade", "esco", "1.2.0", "--subject", "competent/3.8", "--json")
    assert found.lines[0]["superseded"] == NAME
    lost = upgraded("upgrade", "esco", "1.2.0", "--subject", "competent/9.9")
    assert lost.code == 1


def test_upgrades_items_and_figures_are_listed(upgraded: Competent) -> None:
    assert NAME in upgraded("upgrade", "list").out
    assert upgraded("upgrade", "list", "--json").lines[0]["open"] == 4
    assert upgraded("upgrade", "show", "--json").lines[0]["percent"] == 0
    items = upgraded("upgrade", "items", "--json").lines
    assert items[0]["kind"] == "mapped-concept-gone"
    table = upgraded("upgrade", "items", "--kind", "changed-label", "--language", "nl").out
    assert "broodbakker" in table
    assert upgraded("upgrade", "items", "--language", "it").code == 2
    assert upgraded("upgrade", "findings").code == 0
    assert all(it["type"] == "finding" for it in upgraded("upgrade", "findings", "--json").lines)


def test_a_table_is_csv_or_a_workbook(upgraded: Competent, tmp_path: Path) -> None:
    found = upgraded("upgrade", "export", tmp_path / "list.txt")
    assert (found.code, found.err.partition(":")[0]) == (2, "invalid-query")
    (told,) = upgraded("upgrade", "export", tmp_path / "list.xlsx", "--json").lines
    assert told["items"] == 4


def test_a_table_that_decides_nothing_changes_nothing(upgraded: Competent, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    upgraded("upgrade", "export", file)
    (told,) = upgraded("upgrade", "record", file, "--json").lines
    assert (told["changed"], told["same"], told["newer"]) == (0, 0, 0)


def test_a_table_with_a_row_that_does_not_fit_is_refused(
    upgraded: Competent, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    upgraded("upgrade", "export", file, "--kind", "mapped-concept-gone")
    lines = file.read_text("utf-8-sig").splitlines()
    file.write_text("\n".join([lines[0], "keep" + lines[1]]))
    found = upgraded("upgrade", "record", file)
    assert found.code == 3
    assert "decision-unfit" in found.err


def test_signing_off_tells_how_much(upgraded: Competent) -> None:
    (told,) = upgraded("upgrade", "sign-off", "--reason", "so", "--by", "Piet", "--json").lines
    assert (told["sign_off"]["open"], told["sign_off"]["by"]) == (4, "Piet")
    assert "4 by Piet" in upgraded("upgrade", "list").out


def test_wordings_are_listed_sent_out_and_taken_in(upgraded: Competent, tmp_path: Path) -> None:
    assert "broodbakker" in upgraded("upgrade", "translations", "--lang", "nl").out
    assert len(upgraded("upgrade", "translations", "--json").lines) == 5
    file = tmp_path / "wordings.csv"
    upgraded("upgrade", "translations", "--out", file)
    lines = file.read_text("utf-8-sig").splitlines()
    place = next(at for at, line in enumerate(lines) if DRONE in line and ",fr," in line)
    lines[place] = lines[place].replace("open,,", "comment,te lang,", 1)
    file.write_text("\n".join(lines))
    dry = upgraded("upgrade", "translations", "--record", file, "--dry-run")
    assert "1 wordings changed" in dry.out
    assert upgraded("upgrade", "translations", "--state", "comment", "--json").lines == []
    upgraded("upgrade", "translations", "--record", file, "--by", "Eva")
    out = tmp_path / "comments.csv"
    assert "1 wordings" in upgraded("upgrade", "translations", "--comments", out).out
    assert "European Commission" in out.read_text("utf-8-sig")


def test_without_an_open_upgrade_the_way_to_one_is_told(competent: Competent) -> None:
    found = competent("upgrade", "show")
    assert found.code == 1
    assert "competent upgrade esco VERSION" in found.err
