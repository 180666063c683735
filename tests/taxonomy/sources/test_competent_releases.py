"""The real-scale release workbooks, read and held against naive readings of the same files."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from taxonomy.model import Concept
from taxonomy.sources.competent_workbook import read
from taxonomy.sources.reading import Reading
from taxonomy.vocabulary import Kind, Predicate

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

VERSIONS = ("3.8", "3.9", "3.10", "3.11")
ENDS = ("3.8", "3.11")
"""All four have the same sheets: of the first and the last every link is looked at."""
Rows = list[list[Any]]


def workbook_of(shared_data: Path, version: str) -> Path:
    return shared_data / "competent" / "reconstructed" / f"competent-{version}.xlsx"


@pytest.fixture(scope="module")
def releases(competent_of: Callable[[str], Reading]) -> dict[str, Reading]:
    return {it: competent_of(it) for it in VERSIONS}


@pytest.fixture(scope="module")
def rows_of(shared_data: Path) -> Callable[[str, str], Rows]:
    """The rows of a sheet of a release below its head, each sheet read once."""

    @cache
    def found(version: str, sheet: str) -> Rows:
        book = CalamineWorkbook.from_path(workbook_of(shared_data, version))
        return book.get_sheet_by_name(sheet).to_python()[1:]

    return found


def by_notation(reading: Reading) -> dict[str, Concept]:
    return {it.notation: it for it in reading.concepts}


def codes_of(reading: Reading, kind: Kind) -> set[str]:
    return {it.notation for it in reading.concepts if it.kind is kind}


@pytest.mark.parametrize("version", VERSIONS)
def test_no_row_of_a_release_is_refused(releases: dict[str, Reading], version: str) -> None:
    assert releases[version].refused == ()


@pytest.mark.parametrize(
    ("version", "kind", "count"),
    [
        ("3.8", Kind.PROFILE, 614),
        ("3.11", Kind.PROFILE, 608),
        ("3.8", Kind.SOFT_SKILL, 26),
        ("3.8", Kind.DIGITAL_SKILL, 14),
    ],
)
def test_a_release_has_as_many_concepts_as_announced(
    releases: dict[str, Reading], version: str, kind: Kind, count: int
) -> None:
    assert len(codes_of(releases[version], kind)) == count


@pytest.mark.parametrize("version", VERSIONS)
def test_every_row_is_counted(
    shared_data: Path, releases: dict[str, Reading], version: str
) -> None:
    book = CalamineWorkbook.from_path(workbook_of(shared_data, version))
    naive = {it: book.get_sheet_by_name(it).height - 1 for it in book.sheet_names}
    assert dict(releases[version].rows) == naive


def test_op_10_is_the_butcher(shared_data: Path, releases: dict[str, Reading]) -> None:
    with (shared_data / "competent" / "v3.8" / "occupations.csv").open(encoding="utf-8") as file:
        uuids = {row["id"]: row["uuid"] for row in csv.DictReader(file)}
    butcher = by_notation(releases["3.8"])["OP-10"]
    assert (butcher.id, butcher.pref_label("nl")) == (uuids["OP-10"], "Slager")


def test_skills_and_knowledge_have_their_published_ids(
    shared_data: Path, releases: dict[str, Reading]
) -> None:
    with (shared_data / "competent" / "v3.8" / "competences.csv").open(encoding="utf-8") as file:
        uuids = {row["id"]: row["uuid"] for row in csv.DictReader(file)}
    derived = {it.concept for it in releases["3.8"].findings if it.code == "id-derived"}
    compared = [
        (it.id, uuids[it.notation])
        for it in releases["3.8"].concepts
        if it.kind in {Kind.SKILL, Kind.KNOWLEDGE, Kind.SOFT_SKILL} and it.id not in derived
    ]
    assert len(compared) > 3_000
    assert [pair for pair in compared if pair[0] != pair[1]] == []


@pytest.mark.parametrize("version", ENDS)
@pytest.mark.parametrize(
    ("sheet", "predicate"),
    [
        ("Occ.Prof - Essential Competence", Predicate.ESSENTIAL_COMPETENCE),
        ("Occ.Prof - Optional Competences", Predicate.OPTIONAL_COMPETENCE),
        ("Occ.Prof - Soft Skills", Predicate.SOFT_SKILL),
        ("Occ.Prof - Competentiesets", Predicate.COMPETENCE_SET),
    ],
)
def test_profiles_link_to_what_their_rows_name(
    rows_of: Callable[[str, str], Rows],
    releases: dict[str, Reading],
    version: str,
    sheet: str,
    predicate: Predicate,
) -> None:
    naive = {(row[1], row[5]) for row in rows_of(version, sheet)}
    notation = {it.id: it.notation for it in releases[version].concepts}
    profiles = [it for it in releases[version].concepts if it.kind is Kind.PROFILE]
    assert naive == {
        (it.notation, notation[target]) for it in profiles for target in it.targets(predicate)
    }


@pytest.mark.parametrize("version", ENDS)
def test_competences_are_made_of_what_their_rows_name(
    rows_of: Callable[[str, str], Rows], releases: dict[str, Reading], version: str
) -> None:
    sheets = ("Occ.Prof - Essential Competence", "Occ.Prof - Optional Competences")
    naive = {(row[4], row[7]) for sheet in sheets for row in rows_of(version, sheet)}
    competences = [it for it in releases[version].concepts if it.kind is Kind.TECHNICAL_COMPETENCE]
    assert naive == {(it.id, link.target) for it in competences for link in it.links}


@pytest.mark.parametrize(("before", "after"), [("3.8", "3.9"), ("3.9", "3.10"), ("3.10", "3.11")])
def test_codes_come_and_go_as_announced(
    shared_data: Path, releases: dict[str, Reading], before: str, after: str
) -> None:
    path = shared_data / "competent" / "reconstructed" / "changes.json"
    announced = json.loads(path.read_text(encoding="utf-8"))[after]
    old, new = (codes_of(releases[it], Kind.PROFILE) for it in (before, after))
    assert {"retired": old - new, "new": new - old} == {
        key: set(values) for key, values in announced.items()
    }


def test_ids_known_from_a_release_before_are_kept_or_reported(
    shared_data: Path, releases: dict[str, Reading]
) -> None:
    known = {it.notation: it.id for it in releases["3.8"].concepts}
    following = read(workbook_of(shared_data, "3.9"), version="3.9", known=known)
    changed = {it.id for it in following.concepts if known.get(it.notation, it.id) != it.id}
    assert changed == {it.concept for it in following.findings if it.code == "id-changed"}
    assert len(changed) < 5


def test_every_link_leads_to_a_concept_of_the_release(releases: dict[str, Reading]) -> None:
    ids = {it.id for it in releases["3.8"].concepts}
    dangling = Counter(
        link.predicate
        for it in releases["3.8"].concepts
        for link in it.links
        if link.target not in ids
    )
    assert dangling == Counter()
