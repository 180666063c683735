"""Mapping sets on the command line: from tables of EURES to published editions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import workbook

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "competent-3.8--esco-1.0.3"
HEAD = """\
Mapping project name,ESCO - BE
Mapping project author,somebody
Mapping project version,V1.0
Mapping project version date,2021-09-30
Classification 1 Name,ESCO
Classification 1 Concept type,Occupation
Classification 1 Version,1.0.3
Classification 1 Language,nl
Classification 1 Landing page,
Classification 2 Name,Competent2.0
Classification 2 Concept type,occupation
Classification 2 Version,"3,8"
Classification 2 Language,nl/fr
Classification 2 Landing page,


Classification 1 URI,Classification 1 PrefLabel,Classification 1 URL,Classification 2 URI,\
Classification 2 ID,Classification 2 PrefLabel NL,Classification 2 PrefLabel FR,Mapping relation
"""
HALAL = "http://data.europa.eu/esco/occupation/0019b951-c699-4191-8208-9822882d150c"
BUTCHER = "http://data.europa.eu/esco/occupation/00747307-6341-4266-a061-25416f7c6a96"
OP_10 = "9120ae69-1303-41b4-8c80-9a8ca2c4385a"


def row(uri: str, label: str, relation: str) -> str:
    return f"{uri},{label},{uri},{OP_10},OP-10,Slager,Boucher (h/f/x),{relation}\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "BE_occupations.csv"
    rows = (
        row(HALAL, "islamitisch slager", "skos:narrowMatch"),
        row(BUTCHER, "slager", "exactMatch"),
    )
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def test_a_table_becomes_a_draft(competent: Callable[..., Any], table: Path) -> None:
    result = competent("import", "eures", table, "--by", "Eva", "--json")
    told = result.lines[-1]
    assert result.code == 0
    assert (told["mapping_set"], told["status"], told["added"], told["known"]) == (
        f"{NAME}/1",
        "draft",
        2,
        0,
    )
    assert told["predicates"]["skos:narrowMatch"] == 1


def test_the_same_table_again_changes_nothing(competent: Callable[..., Any], table: Path) -> None:
    first = competent("import", "eures", table, "--publish", "--json").lines
    again = competent("import", "eures", table, "--publish", "--json").lines
    assert [it["digest"] for it in first if it["type"] == "published"] == [
        it["digest"] for it in again if it["type"] == "published"
    ]
    assert len(competent("mapping", "list", "--json").lines) == 1


def test_people_read_what_was_imported(competent: Callable[..., Any], table: Path) -> None:
    out = competent("import", "eures", table).out
    assert "2 mappings in the files (1 skos:exactMatch, 1 skos:narrowMatch), 2 new" in out


def test_a_refused_row_stops_the_import_and_is_told(
    competent: Callable[..., Any], table: Path, home: Path
) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write(row(BUTCHER, "slager", "samesame"))
    result = competent("import", "eures", table, "--json")
    assert result.code == 3
    assert competent("mapping", "list", "--json").lines == []
    report = home / f"reports/{NAME}.findings.jsonl"
    refused = [json.loads(line) for line in report.read_text().splitlines()]
    assert [it["place"]["row"] for it in refused if it["severity"] == "error"] == [20]


def test_lenient_takes_the_rest(competent: Callable[..., Any], table: Path) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write(row(BUTCHER, "slager", "samesame"))
    assert competent("import", "eures", table, "--lenient", "--json").lines[-1]["added"] == 2


def test_a_file_that_is_no_table_is_told(competent: Callable[..., Any], tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    result = competent("import", "eures", other)
    assert result.code == 1
    assert "no table of EURES" in result.err


def test_the_rejected_stay_rejected_and_the_unlisted_are_rejected_on_demand(
    competent: Callable[..., Any], table: Path
) -> None:
    competent("import", "eures", table)
    table.write_text(HEAD + row(BUTCHER, "slager", "exactMatch"), encoding="utf-8")
    told = competent("import", "eures", table, "--replace", "--json").lines[-1]
    assert told["unlisted"] == 1
    assert told["counts"] == {
        "accepted": {"skos:exactMatch": 1},
        "rejected": {"skos:narrowMatch": 1},
    }


def test_sets_are_listed_for_people(competent: Callable[..., Any], table: Path) -> None:
    assert "There is no mapping set yet" in competent("mapping", "list").out
    competent("import", "eures", table)
    assert NAME in competent("mapping", "list").out


def test_a_set_is_shown(competent: Callable[..., Any], table: Path) -> None:
    competent("import", "eures", table)
    out = competent("mapping", "show", NAME).out
    assert "skos:narrowMatch" in out
    assert "BE_occupations.csv" in out
    (told,) = competent("mapping", "show", NAME, "--json").lines
    assert (told["subject"], told["object"], told["edition"]) == ("competent/3.8", "esco/1.0.3", 1)


def test_an_edition_that_is_not_there_is_told(competent: Callable[..., Any], table: Path) -> None:
    competent("import", "eures", table)
    result = competent("mapping", "show", NAME, "--edition", 3)
    assert result.code == 1
    assert f"there are: {NAME}" in result.err


def test_a_draft_is_published_once(competent: Callable[..., Any], table: Path) -> None:
    competent("import", "eures", table)
    first = competent("mapping", "publish", NAME, "--json").lines
    assert first[0]["status"] == "published"
    assert competent("mapping", "list", "--json").lines[0]["published_at"] is not None


@pytest.mark.parametrize("name", ["x" * 300, "a\tb"])
def test_a_name_that_is_none_is_refused_or_mended(
    competent: Callable[..., Any], table: Path, name: str
) -> None:
    result = competent("import", "eures", table, "--by", name)
    assert result.code == (2 if len(name) > 200 else 0)


def imported_releases(competent: Callable[..., Any], tmp_path: Path) -> None:
    """ESCO 1.0.3 with both butchers, and 1.2.0 with one of them."""
    header = "conceptType,conceptUri,iscoGroup,code,preferredLabel,altLabels,status\n"
    group = "ISCOGroup,http://data.europa.eu/esco/isco/C7511,7511,slagers,\n"
    halal = f"Occupation,{HALAL},7511,7511.1.1,islamitisch slager,,released\n"
    butcher = f"Occupation,{BUTCHER},7511,7511.1,slager,,released\n"
    for version, rows in (("1.0.3", halal + butcher), ("1.2.0", butcher)):
        folder = tmp_path / version
        folder.mkdir()
        (folder / "occupations_nl.csv").write_text(header + rows)
        (folder / "ISCOGroups_nl.csv").write_text(
            "conceptType,conceptUri,code,preferredLabel,altLabels\n" + group
        )
        result = competent("import", "esco", folder, "--version", version, "--lenient")
        assert result.code == 0, result.err


def test_a_set_is_carried_to_a_newer_release(
    competent: Callable[..., Any], table: Path, tmp_path: Path
) -> None:
    imported_releases(competent, tmp_path)
    book = workbook.write(tmp_path / "competent-3.8.xlsx", workbook.sheets())
    competent("import", "competent", book, "--version", "3.8")
    competent("import", "eures", table)
    looked = competent("mapping", "carry", "--to", "esco/1.2.0", "--dry-run", "--json").lines
    assert (looked[-1]["kept"], looked[-1]["stale"]) == (1, 1)
    assert len(competent("mapping", "list", "--json").lines) == 1
    (done,) = competent("mapping", "carry", "--to", "esco/1.2.0", "--by", "Eva", "--json").lines
    assert done["mapping_set"] == "competent-3.8--esco-1.2.0"
    assert (done["added"], done["to_do"]["mapped-concept-gone"]) == (2, 1)
    out = competent("mapping", "carry", NAME, "--to", "esco/1.2.0").out
    assert "is carried to competent-3.8--esco-1.2.0/1, a draft" in out


@pytest.mark.parametrize(
    ("to", "code", "told"),
    [
        ("esco", 2, "names no release"),
        ("esco/1.2.0", 1, "no mapping set to carry"),
        ("rome/4.60", 1, "no mapping set to carry"),
    ],
)
def test_what_cannot_be_carried_is_told(
    competent: Callable[..., Any], to: str, code: int, told: str
) -> None:
    result = competent("mapping", "carry", "--to", to)
    assert result.code == code
    assert told in result.err


def test_a_set_is_checked(competent: Callable[..., Any], table: Path, home: Path) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write(row(HALAL, "islamitisch slager", "skos:exactMatch"))
    competent("import", "eures", table)
    result = competent("mapping", "check", NAME, "--json")
    assert result.code == 3
    codes = {it["code"] for it in result.lines if it["type"] == "finding"}
    assert {"mapping-disjoint", "mapping-several-exact"} <= codes
    assert result.lines[-1]["counts"]["error"] == 2  # what is disjoint goes round in a circle too
    assert (home / f"reports/{NAME}.1.checks.findings.jsonl").is_file()


def test_a_set_is_written_and_comes_back_as_it_was(
    competent: Callable[..., Any], table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    competent("import", "eures", table, "--publish")
    out = tmp_path / "not" / "there" / "yet"
    files = competent("mapping", "export", NAME, "--out", out, "--json").lines
    assert sorted(Path(it["file"]).name for it in files) == [
        f"{NAME}.eures-occupations.csv",
        f"{NAME}.skos.ttl",
        f"{NAME}.sssom.tsv",
    ]
    (before,) = competent("mapping", "list", "--json").lines
    monkeypatch.setenv("COMPETENT_HOME", str(tmp_path / "another"))
    told = competent("import", "sssom", out / f"{NAME}.sssom.tsv", "--publish", "--json").lines
    assert told[-1]["digest"] == before["digest"]


def test_a_folder_that_cannot_be_made_is_told(
    competent: Callable[..., Any], table: Path, tmp_path: Path
) -> None:
    competent("import", "eures", table)
    (tmp_path / "file").write_text("")
    result = competent("mapping", "export", NAME, "--out", tmp_path / "file" / "folder")
    assert result.code == 2
    assert "cannot be made a folder" in result.err


def test_who_knows_how_a_table_reads_says_so(competent: Callable[..., Any], table: Path) -> None:
    told = competent("import", "eures", table, "--direction", "1-to-2", "--json").lines[-1]
    assert told["predicates"]["skos:broadMatch"] == 1
    assert told["predicates"]["skos:narrowMatch"] == 0


def test_a_set_is_written_from_the_other_side(
    competent: Callable[..., Any], table: Path, tmp_path: Path
) -> None:
    competent("import", "eures", table)
    competent("mapping", "export", NAME, "--out", tmp_path, "--inverted")
    text = (tmp_path / "esco-1.0.3--competent-3.8.sssom.tsv").read_text()
    assert "skos:broadMatch" in text
    assert "skos:narrowMatch" not in text


def test_suggestions_go_into_the_draft(
    competent: Callable[..., Any], table: Path, tmp_path: Path
) -> None:
    imported_releases(competent, tmp_path)
    book = workbook.write(tmp_path / "competent-3.8.xlsx", workbook.sheets())
    competent("import", "competent", book, "--version", "3.8")
    arguments = ("mapping", "suggest", "competent/3.8", "esco/1.0.3", "--kind", "profile", "--json")
    (told,) = competent(*arguments).lines
    assert (told["mapping_set"], told["concepts"]) == (f"{NAME}/1", 2)
    assert set(told["counts"]) <= {"suggested"}
    (again,) = competent(*arguments).lines
    assert again["counts"] == told["counts"]
