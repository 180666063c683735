"""Tests of the release of DigComp 2.2 that ships with the project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from taxonomy import checks
from taxonomy.diff import diff
from taxonomy.model import Taxonomy
from taxonomy.sources import csv_package, digcomp
from taxonomy.vocabulary import LANGUAGES, Kind, NoteType, Predicate

PACKAGE = Path(__file__).parents[3] / "releases" / "digcomp" / "2.2"


@pytest.fixture(scope="module")
def release() -> csv_package.PackageReading:
    return csv_package.read(PACKAGE)


@pytest.fixture(scope="module")
def concepts(release: csv_package.PackageReading) -> Taxonomy:
    return Taxonomy.of(release.scheme, release.concepts)


def test_it_reads_clean_and_passes_every_check(
    release: csv_package.PackageReading, concepts: Taxonomy
) -> None:
    assert release.findings == ()
    assert list(checks.run(concepts)) == []


def test_it_is_the_real_release_of_march_2022(release: csv_package.PackageReading) -> None:
    assert (release.scheme, str(release.version), release.sample) == ("digcomp", "2.2", False)
    assert str(release.released) == "2022-03-17"


def test_it_has_five_areas_and_twenty_one_competences(concepts: Taxonomy) -> None:
    assert Counter(it.kind for it in concepts) == {
        Kind.COMPETENCE_AREA: 5,
        Kind.DIGITAL_COMPETENCE: 21,
    }


def test_everything_is_named_and_described_in_four_languages(concepts: Taxonomy) -> None:
    for it in concepts:
        assert set(it.pref_labels()) == set(LANGUAGES)
        assert set(it.note(NoteType.DESCRIPTION)) == set(LANGUAGES)


def test_a_competence_stands_under_the_area_of_its_number(concepts: Taxonomy) -> None:
    for it in concepts:
        assert it.framework == ("DigComp", "2.2", it.notation)
        if it.kind is Kind.DIGITAL_COMPETENCE:
            (area,) = it.targets(Predicate.BROADER)
            assert concepts.by_id[area].notation == it.notation[0]


@pytest.mark.real_data
def test_the_competences_of_version_3_are_the_same_concepts(
    shared_data: Path, concepts: Taxonomy
) -> None:
    path = shared_data / "digcomp" / "3.0" / "DigComp_3.0_Data_Supplement_en.jsonld"
    later = Taxonomy.of("digcomp", digcomp.read([path], version="3.0").concepts)
    assert {it.change for it in diff(concepts, later)}.isdisjoint({"retired", "kind-changed"})
