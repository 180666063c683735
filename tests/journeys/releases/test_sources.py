"""The real releases, imported as an operator would and asked as a matching engine would."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from python_calamine import CalamineWorkbook

from app.config import Settings
from app.context import Context
from app.rebuilding import rebuild
from tests.journeys.real import ESCO, REAL_RELEASES, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.real import Home

pytestmark = REAL_RELEASES


def rows_of(package: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(package) as archive:
        text = archive.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_releases_stand_in_order_and_current_is_the_newest(
    competent: Callable[..., list[dict[str, Any]]],
) -> None:
    rows = competent("releases", "--json")
    names = [row["release"] for row in rows]
    assert names == [
        *(f"competent/{version}" for version in VERSIONS),
        "digcomp/3.0",
        *(f"esco/{version}" for version in ("1.1.0", "1.1.1", "1.2.0")),
        "isco/08",
    ]
    current = [row["release"] for row in rows if row["current"]]
    assert current == ["competent/3.11", "digcomp/3.0", "esco/1.2.0", "isco/08"]


@pytest.mark.parametrize(
    ("release", "counts"),
    [
        ("competent/releases/3.8", {"profile": 614, "soft-skill": 26, "digital-skill": 14}),
        ("competent/releases/3.11", {"profile": 608}),
        ("esco/releases/1.1.0", {"occupation": 3008, "isco-group": 619}),
        ("esco/releases/1.1.1", {"occupation": 3007, "isco-group": 619}),
        ("esco/releases/1.2.0", {"occupation": 3039, "isco-group": 619}),
        ("digcomp/releases/3.0", {"competence-area": 5, "digital-competence": 21}),
        ("isco/releases/08", {"isco-group": 619}),
    ],
)
def test_counts_are_those_of_the_sources(
    ask: Callable[[str], Any], release: str, counts: dict[str, int]
) -> None:
    assert counts.items() <= ask(release)["counts"].items()


@pytest.mark.parametrize(
    ("version", "skills"), [("1.1.0", 13891), ("1.1.1", 13896), ("1.2.0", 13939)]
)
def test_skills_and_knowledge_together_are_those_of_the_source(
    ask: Callable[[str], Any], version: str, skills: int
) -> None:
    counts = ask(f"esco/releases/{version}")["counts"]
    assert counts["skill"] + counts["knowledge"] == skills


def test_the_butcher_is_the_one_that_competent_publishes(
    ask: Callable[[str], Any], shared_data: Path
) -> None:
    with (shared_data / "competent/v3.8/occupations.csv").open(newline="") as file:
        published = {row["id"]: row for row in csv.DictReader(file)}["OP-10"]
    profile = ask("competent/releases/3.8/profiles/OP-10")
    assert profile["id"] == published["uuid"]
    assert profile["pref_label"]["nl"] == published["label_nl"] == "Slager"
    assert profile["pref_label"]["fr"] == published["label_fr"]
    assert profile["essential_competences"][0]["skill"]["pref_label"]["nl"]


def test_profiles_ask_for_the_competences_of_their_sheets(
    ask: Callable[[str], Any], shared_data: Path
) -> None:
    book = CalamineWorkbook.from_path(
        str(shared_data / "competent/reconstructed/competent-3.8.xlsx")
    )
    for sheet, field in (
        ("Occ.Prof - Essential Competence", "essential_competences"),
        ("Occ.Prof - Optional Competences", "optional_competences"),
    ):
        asked: defaultdict[str, set[str]] = defaultdict(set)
        for row in book.get_sheet_by_name(sheet).to_python()[1:]:
            asked[str(row[1])].add(str(row[5]))
        for code in sorted(asked)[::20]:
            profile = ask(f"competent/releases/3.8/profiles/{code}")
            assert {it["notation"] for it in profile[field]} == asked[code], code


def test_linked_to_finds_every_profile_that_asks_for_a_skill(
    ask: Callable[[str], Any], shared_data: Path
) -> None:
    book = CalamineWorkbook.from_path(
        str(shared_data / "competent/reconstructed/competent-3.8.xlsx")
    )
    asking: defaultdict[str, set[str]] = defaultdict(set)
    for sheet in ("Occ.Prof - Essential Competence", "Occ.Prof - Optional Competences"):
        for row in book.get_sheet_by_name(sheet).to_python()[1:]:
            asking[str(row[8])].add(str(row[1]))
    for code in sorted(asking)[::150]:
        path = f"competent/releases/3.8/concepts?linked_to={code}&kind=profile&limit=1000"
        assert {it["notation"] for it in ask(path)["items"]} == asking[code], code


@pytest.mark.parametrize("version", ["1.1.1", "1.2.0"])
def test_occupations_ask_for_the_skills_of_their_csv(
    ask: Callable[[str], Any], shared_data: Path, version: str
) -> None:
    folder = shared_data / "esco"
    package = next(folder / name for name in ESCO[version] if "relations" in name)
    asked: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows_of(package, "occupationSkillRelations.csv"):
        asked[row["occupationUri"], row["relationType"]].add(row["skillUri"])
    occupations = rows_of(folder / ESCO[version][0], "occupations_en.csv")
    for row in occupations[::60]:
        uri = row["conceptUri"]
        occupation = ask(f"esco/releases/{version}/occupations/{quote(uri, safe='')}")
        for relation in ("essential", "optional"):
            found = {it["id"] for it in occupation[f"{relation}_skills"]}
            assert found == asked[uri, relation], (uri, relation)
        by_code = ask(f"esco/releases/{version}/occupations/{row['code']}")
        assert by_code["id"] == uri


def test_the_diff_names_the_codes_that_came_and_went(
    competent: Callable[..., list[dict[str, Any]]], shared_data: Path
) -> None:
    told = json.loads((shared_data / "competent/reconstructed/changes.json").read_text())
    for before, after in (("3.8", "3.9"), ("3.9", "3.10"), ("3.10", "3.11")):
        rows = competent("diff", "competent", before, after, "--kind", "profile", "--json")
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            found[row["change"]].add(row["concept"]["notation"])
        assert found["added"] == set(told[after]["new"])
        assert found["retired"] == set(told[after]["retired"])
        assert found["renamed"] or after == "3.9"


def test_esco_1_2_adds_35_occupations_and_removes_3(
    competent: Callable[..., list[dict[str, Any]]],
) -> None:
    rows = competent("diff", "esco", "1.1.1", "1.2.0", "--kind", "occupation", "--json")
    changes = [row["change"] for row in rows]
    assert (changes.count("added"), changes.count("retired")) == (35, 3)


def test_the_record_rebuilt_from_the_archive_has_every_digest_and_file(
    competent: Home, tmp_path: Path
) -> None:
    archive = str(competent.path / "archive")
    standing = Context.open(Settings(home=competent.path))
    other = Context.open(Settings(home=tmp_path, archive_url=archive))
    rebuild(other.engine, other.archive)
    assert other.catalogue() == standing.catalogue()
    assert competent("archive", "verify", "--json")[-1]["errors"] == 0
    for context in (standing, other):
        context.engine.dispose()


def test_importing_everything_again_changes_nothing(
    competent: Callable[..., list[dict[str, Any]]], shared_data: Path
) -> None:
    files = [shared_data / "esco" / name for name in ESCO["1.1.1"]]
    told = competent("import", "esco", *files, "--version", "1.1.1", "--json")
    assert told[-1]["outcome"] == "unchanged"
    file = shared_data / "competent/reconstructed/competent-3.10.xlsx"
    told = competent("import", "competent", file, "--version", "3.10", "--json")
    assert told[-1]["outcome"] == "unchanged"
