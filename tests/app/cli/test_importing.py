from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests import workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook.write(tmp_path / "competent-3.8.xlsx", workbook.sheets())


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A workbook in which one profile has another UUID in a detail sheet."""
    content = workbook.sheets()
    content[workbook.CODES][1][0] = workbook.uid("somebody else")
    return workbook.write(tmp_path / "broken.xlsx", content)


def test_a_workbook_becomes_a_draft(competent: Callable[..., Any], book: Path) -> None:
    result = competent("import", "competent", book, "--version", "3.8", "--json")
    assert result.code == 0
    told = result.lines[-1]
    assert (told["release"], told["outcome"], told["status"]) == (
        "competent/3.8",
        "created",
        "draft",
    )
    assert told["counts"]["profile"] == 2


def test_publish_makes_it_current(competent: Callable[..., Any], book: Path) -> None:
    competent("import", "competent", book, "--version", "3.8", "--publish")
    (row,) = competent("releases", "--json").lines
    assert (row["release"], row["status"], row["current"]) == (
        "competent/3.8",
        "published",
        "current",
    )


def test_the_day_of_the_release_is_kept(competent: Callable[..., Any], book: Path) -> None:
    competent("import", "competent", book, "--version", "3.8", "--released", "2021-06-08")
    assert competent("show", "competent", "3.8", "--json").lines[0]["released_at"] == "2021-06-08"


def test_a_second_import_of_the_same_file_changes_nothing(
    competent: Callable[..., Any], book: Path
) -> None:
    first = competent("import", "competent", book, "--version", "3.8", "--publish", "--json")
    again = competent("import", "competent", book, "--version", "3.8", "--publish", "--json")
    assert again.code == 0
    assert [it["outcome"] for it in again.lines if it["type"] == "imported"] == ["unchanged"]
    assert again.lines[-1]["digest"] == first.lines[-1]["digest"]
    assert (first.lines[-1]["already"], again.lines[-1]["already"]) == (False, True)


def test_publishing_by_an_import_says_where_it_was_published_before(
    competent: Callable[..., Any], book: Path
) -> None:
    arguments = ("import", "competent", book, "--version", "3.8", "--publish")
    assert "competent/3.8 is published: sha256:" in competent(*arguments).out
    assert "competent/3.8 was published already: sha256:" in competent(*arguments).out


def test_refused_rows_stop_the_import_and_are_all_told(
    competent: Callable[..., Any], broken: Path, home: Path
) -> None:
    result = competent("import", "competent", broken, "--version", "3.8", "--json")
    assert result.code == 3
    (finding,) = [it for it in result.lines if it.get("severity") == "error"]
    assert finding["code"] == "code-with-two-ids"
    assert finding["place"]["sheet"] == workbook.CODES
    assert finding["place"]["row"] == 2
    assert competent("releases", "--json").lines == []
    report = (home / "reports" / "competent-3.8.findings.jsonl").read_text().splitlines()
    assert {json.loads(line)["code"] for line in report} >= {"code-with-two-ids"}
    assert "1 error, so nothing was imported" in result.err


def test_a_refusal_names_the_file_that_holds_every_finding(
    competent: Callable[..., Any], broken: Path, home: Path
) -> None:
    result = competent("import", "competent", broken, "--version", "3.8")
    assert f"Every finding (1): {home}/reports/competent-3.8.findings.jsonl" in result.err
    assert result.err.count("code-with-two-ids") == 1


def test_a_report_that_cannot_be_written_stops_no_import(
    competent: Callable[..., Any], book: Path, home: Path
) -> None:
    home.mkdir()
    (home / "reports").write_text("in the way")
    result = competent("import", "competent", book, "--version", "3.8")
    assert result.code == 0
    assert "the findings could not be written" in result.err


@pytest.mark.parametrize("lenient", [(), ("--lenient",)])
def test_a_workbook_without_a_concept_is_refused(
    competent: Callable[..., Any], tmp_path: Path, lenient: tuple[str, ...]
) -> None:
    headers = {name: rows[:1] for name, rows in workbook.sheets().items()}
    empty = workbook.write(tmp_path / "empty.xlsx", headers)
    result = competent("import", "competent", empty, "--version", "3.8", "--publish", *lenient)
    assert result.code == 3
    assert "holds no concept" in result.err
    assert competent("releases", "--json").lines == []


def test_lenient_imports_the_rest(competent: Callable[..., Any], broken: Path) -> None:
    result = competent("import", "competent", broken, "--version", "3.8", "--lenient")
    assert result.code == 0
    assert "code-with-two-ids" in result.err


@pytest.mark.parametrize("version", ["3,8", "v3.8", "3.8 ", "", "3.1e1", "³.8"])
def test_what_is_no_version_is_wrong_usage(
    competent: Callable[..., Any], book: Path, version: str
) -> None:
    result = competent("import", "competent", book, "--version", version)
    assert result.code == 2
    assert "invalid-version" in result.err


def test_a_day_that_is_none_is_wrong_usage(competent: Callable[..., Any], book: Path) -> None:
    result = competent("import", "competent", book, "--version", "3.8", "--released", "44355")
    assert result.code == 2
    assert "write it as 2021-06-08" in result.err


def test_a_file_that_is_no_workbook_fails(competent: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_text("code;label")
    result = competent("import", "competent", tmp_path / "x.xlsx", "--version", "3.8")
    assert result.code == 1
    assert "source-unreadable" in result.err


def test_a_version_that_exists_with_other_content_is_a_conflict(
    competent: Callable[..., Any], book: Path, tmp_path: Path
) -> None:
    competent("import", "competent", book, "--version", "3.8", "--publish")
    content = workbook.sheets()
    content[workbook.PROFILES][1][4] = "Meat cutter"
    other = workbook.write(tmp_path / "other.xlsx", content)
    result = competent("import", "competent", other, "--version", "3.8", "--replace")
    assert result.code == 4
    assert "release-exists" in result.err


def test_esco_comes_from_a_folder_of_its_csv_files(
    competent: Callable[..., Any], tmp_path: Path
) -> None:
    columns = ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels"]
    uri = "http://data.europa.eu/esco/occupation/1"
    text = io.StringIO()
    csv.writer(text).writerows(
        [[*columns, "description"], ["Occupation", uri, "7511", "butcher", "meat cutter", "Cuts."]]
    )
    (tmp_path / "esco").mkdir()
    (tmp_path / "esco" / "occupations_en.csv").write_text(text.getvalue())
    result = competent("import", "esco", tmp_path / "esco", "--version", "1.0.3", "--json")
    assert result.lines[-1]["counts"] == {"occupation": 1}


def test_digcomp_2_2_ships_with_the_service(competent: Callable[..., Any]) -> None:
    result = competent("import", "digcomp", "--version", "2.2", "--publish", "--json")
    assert result.code == 0
    assert result.lines[-2]["counts"] == {"competence-area": 5, "digital-competence": 21}


def test_the_digcomp_that_ships_keeps_its_day_and_note(competent: Callable[..., Any]) -> None:
    competent("import", "digcomp", "--version", "2.2")
    (told,) = competent("show", "digcomp", "2.2", "--json").lines
    assert told["released_at"] == "2022-03-17"
    assert "the authoritative text is the JRC's" in told["note"]


def test_another_digcomp_asks_for_its_files(competent: Callable[..., Any]) -> None:
    result = competent("import", "digcomp", "--version", "3.0")
    assert result.code == 2
    assert "name its files" in result.err


def test_esco_comes_as_rdf_in_the_languages_that_are_named(
    competent: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "esco.nt"
    skill = "<http://data.europa.eu/esco/skill/forge>"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    path.write_text(
        f"{skill} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <http://data.europa.eu/esco/model#Skill> .\n"
        f'{skill} {label} "forge"@en .\n{skill} {label} "forjar"@es .\n'
    )
    first = competent("import", "esco", path, "--version", "1.2.0", "--json")
    assert (first.code, first.lines[-1]["counts"]) == (0, {"skill": 1})
    named = ("--lang", "es, en", "--replace", "--json")
    again = competent("import", "esco", path, "--version", "1.2.0", *named)
    assert again.lines[-1]["outcome"] == "replaced"


def test_a_code_of_rome_is_an_occupation(competent: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "unix_referentiel_code_rome_v460_utf8.csv"
    path.write_text("code_rome,code_ogr,libelle_rome\nD1101,80,Boucher / Bouchère\n", "utf-8")
    result = competent("import", "rome", path, "--version", "4.60", "--publish", "--json")
    assert (result.code, result.lines[-1]["release"]) == (0, "rome/4.60")
    assert competent("show", "rome", "4.60", "--json").lines[0]["counts"] == {"occupation": 1}
