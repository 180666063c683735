"""Belgium's mappings to ESCO 1.0.3, as they are given, carried to 1.1.1 and 1.2.0."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from taxonomy.currency import Carried, End, Sides, TouchKind, assess, carry, worklist
from taxonomy.mapping import Mapping, MappingSet, Side
from taxonomy.model import Taxonomy
from taxonomy.sources.esco_csv import read
from taxonomy.vocabulary import Kind, MappingPredicate, MappingState, Status
from tests.taxonomy.test_migration import over_all

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.index import ReleaseIndex

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

PACKAGES = {
    "1.0.3": ("v1.0.x/assembled-fr-en-csv.zip",),
    "1.1.1": (
        "v1.1.1/official-en-csv.zip",
        "v1.1.1/official-relations-csv.zip",
        "v1.1.1/assembled-fr-csv.zip",
        "v1.1.1/assembled-nl-csv.zip",
        "v1.1.1/assembled-de-csv.zip",
    ),
    "1.2.0": (
        "v1.2.0/assembled-en-csv.zip",
        "v1.2.0/assembled-fr-csv.zip",
        "v1.2.0/assembled-nl-csv.zip",
        "v1.2.0/assembled-relations-csv.zip",
    ),
}
TABLES = ("competent_occ__esco_occ", "competent_comp__esco_skill")


@pytest.fixture(scope="module")
def releases(shared_data: Path) -> dict[str, ReleaseIndex]:
    return {
        version: over_all(
            Taxonomy.of(
                "esco",
                read([shared_data / "esco" / it for it in paths], version=version).concepts,
            ),
            version,
        )
        for version, paths in PACKAGES.items()
    }


@pytest.fixture(scope="module")
def table(shared_data: Path) -> MappingSet:
    found = {}
    for name in TABLES:
        text = (shared_data / f"gold/{name}.dev.tsv").read_text()
        for row in csv.DictReader(text.splitlines(), delimiter="\t"):
            mapping = Mapping(
                subject_id=row["subject_id"],
                predicate=MappingPredicate(row["predicate_id"]),
                object_id=row["object_id"],
                reviewer="Belgium",
            )
            found[mapping.order] = mapping
    return MappingSet.of(Side("competent", "3.8"), Side("esco", "1.0.3"), found.values())


@pytest.fixture(scope="module")
def steps(releases: dict[str, ReleaseIndex], table: MappingSet) -> tuple[Carried, Carried]:
    one, two, three = (Sides(object=releases[it]) for it in PACKAGES)
    first = carry(table, one, two)
    return first, carry(first.now, two, three)


def test_every_mapping_is_kept_with_its_review_or_stale_with_its_reasons(
    steps: tuple[Carried, Carried], table: MappingSet
) -> None:
    for carried in steps:
        assert len(carried.kept) + len(carried.stale) == len(table) == 7464
        assert {it.reviewer for it in carried.now} == {"Belgium"}
        assert all(it.mapping.reasons for it in carried.stale)
    assert set(steps[1].kept) <= set(table)
    assert len(steps[1].kept) > 0.85 * len(table)


def test_the_gone_concepts_are_those_that_the_release_does_not_hold(
    steps: tuple[Carried, Carried], releases: dict[str, ReleaseIndex], table: MappingSet
) -> None:
    known, last = releases["1.0.3"].taxonomy.by_id, releases["1.2.0"].taxonomy.by_id
    gone = {it for it in table.by_object if it in known and it not in last}
    told = {
        it.concept_id
        for stale in steps[1].gone
        for it in stale.touches
        if it.kind is TouchKind.GONE
    }
    assert told == gone
    kinds = [known[it].kind for it in gone]
    assert (kinds.count(Kind.OCCUPATION), len(kinds)) == (2, 64)


def test_a_code_that_changed_re_opens_nothing(
    steps: tuple[Carried, Carried], releases: dict[str, ReleaseIndex]
) -> None:
    before, after = releases["1.0.3"].taxonomy.by_id, releases["1.1.1"].taxonomy.by_id
    moved = {
        key
        for key, it in before.items()
        if it.kind is Kind.OCCUPATION and key in after and after[key].notations != it.notations
    }
    assert moved & {it.object_id for it in steps[0].kept}
    told = {touch.change for stale in steps[0].stale for touch in stale.touches}
    assert told == {"retired", "kind-changed", "renamed", "note-changed"}


def test_the_worklist_holds_each_stale_mapping_once(steps: tuple[Carried, Carried]) -> None:
    for carried in steps:
        found = worklist(carried)
        ids = [id for it in found.items if it.touches for id in it.mappings]
        assert sorted(ids) == sorted(carried.now.id_of(it.mapping) for it in carried.stale)
    counts = worklist(steps[1]).counts()
    assert counts["mapped-concept-gone"] == 64
    assert counts["stale-before"] == 0


def test_the_unmapped_occupations_are_all_but_those_that_the_table_names(
    steps: tuple[Carried, Carried], releases: dict[str, ReleaseIndex], table: MappingSet
) -> None:
    active = {it.id for it in releases["1.2.0"].listed(Kind.OCCUPATION)}
    assert len(active) == 3039
    unmapped = {it.id for it in steps[1].unmapped[End.OBJECT] if it.kind is Kind.OCCUPATION}
    assert unmapped == active - table.by_object.keys()
    standing = assess(steps[1].now, None, releases["1.2.0"])
    (figures,) = (it for it in standing.coverage["object"] if it.kind == "occupation")
    assert figures.uncovered == len(unmapped)


def test_texts_of_skills_that_are_in_other_languages_are_told_as_unseen(
    releases: dict[str, ReleaseIndex], table: MappingSet
) -> None:
    direct = carry(table, Sides(object=releases["1.0.3"]), Sides(object=releases["1.2.0"]))
    assert len(direct.unseen[End.OBJECT]) > 3000
    assert direct.linked == ()
    assert {it.mapping.state for it in direct.stale} == {MappingState.STALE}
    assert all(it.concept.status is Status.ACTIVE for it in direct.new)
