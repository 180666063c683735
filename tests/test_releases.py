"""The sample releases that ship with the project keep what their README promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from taxonomy.findings import Severity
from taxonomy.formats import csv_package
from taxonomy.model import Concept, Taxonomy
from taxonomy.sources import sssom
from taxonomy.sources.csv_package import PackageReading, read
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.versions import Version
from taxonomy.vocabulary import Kind, NoteType, Predicate, RetirementReason, Status

_RELEASES = Path(__file__).parent.parent / "releases"
_PACKAGES = sorted(path.parent for path in _RELEASES.glob("*/*/release.toml"))
_WRITTEN = [it for it in _PACKAGES if it.parent.name in {"competent", "esco", "isco"}]
_COMPETENT = ("1.9", "1.10", "1.11")


@pytest.fixture(scope="module")
def readings() -> dict[str, PackageReading]:
    return {f"{path.parent.name}/{path.name}": read(path) for path in _PACKAGES}


@pytest.fixture(scope="module")
def taxonomies(readings: dict[str, PackageReading]) -> dict[str, Taxonomy]:
    return {name: Taxonomy.of(it.scheme, it.concepts) for name, it in readings.items()}


@pytest.fixture(scope="module", params=_COMPETENT)
def competent(request: pytest.FixtureRequest, taxonomies: dict[str, Taxonomy]) -> Taxonomy:
    return taxonomies[f"competent/{request.param}"]


def _active(taxonomy: Taxonomy, kind: Kind) -> list[Concept]:
    return [it for it in taxonomy if it.kind is kind and it.status is Status.ACTIVE]


def test_every_package_is_read_without_a_warning(readings: dict[str, PackageReading]) -> None:
    findings = {
        name: [str(it) for it in reading.findings if it.severity is not Severity.INFO]
        for name, reading in readings.items()
    }
    assert findings == {name: [] for name in readings}


def test_what_is_no_official_content_says_that_it_is_a_sample(
    readings: dict[str, PackageReading],
) -> None:
    written = [it for it in readings.values() if it.scheme in {"competent", "esco", "isco"}]
    assert len(written) == 5
    assert all(it.sample and "sample" in it.note and it.released for it in written)


def test_a_folder_bears_the_name_of_its_release(readings: dict[str, PackageReading]) -> None:
    assert list(readings) == [f"{it.scheme}/{it.version}" for it in readings.values()]


@pytest.mark.parametrize("package", _WRITTEN, ids=lambda it: f"{it.parent.name}-{it.name}")
def test_a_package_stands_in_the_order_of_the_writer(package: Path) -> None:
    reading = read(package)
    files = csv_package.write(
        Taxonomy.of(reading.scheme, reading.concepts),
        version=reading.version.text,
        released=reading.released,
        sample=reading.sample,
        note=reading.note,
    )
    shipped = {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file()
    }
    assert shipped == files


def test_the_versions_follow_each_other_by_number_and_by_date(
    readings: dict[str, PackageReading],
) -> None:
    versions = [Version.parse(it) for it in _COMPETENT]
    dates = [readings[f"competent/{it}"].released for it in _COMPETENT]
    assert versions == sorted(versions)
    assert [str(it) for it in dates] == ["2025-09-15", "2025-12-15", "2026-03-16"]


def test_there_are_forty_profiles_in_ten_sectors(competent: Taxonomy) -> None:
    profiles = _active(competent, Kind.PROFILE)
    sectors = {sector for it in profiles for sector in it.targets(Predicate.SECTOR)}
    assert len(profiles) >= 40
    assert len(sectors) >= 10


def test_a_profile_asks_for_enough_competences_to_be_matched(competent: Taxonomy) -> None:
    for profile in _active(competent, Kind.PROFILE):
        essential = profile.targets(Predicate.ESSENTIAL_COMPETENCE)
        optional = profile.targets(Predicate.OPTIONAL_COMPETENCE)
        assert (profile.notation, len(essential) in range(8, 17)) == (profile.notation, True)
        assert (profile.notation, len(optional) in range(3, 11)) == (profile.notation, True)
        assert not set(essential) & set(optional)


def test_a_technical_competence_has_one_skill(competent: Taxonomy) -> None:
    competences = _active(competent, Kind.TECHNICAL_COMPETENCE)
    assert len(competences) >= 250
    assert {len(it.targets(Predicate.SKILL)) for it in competences} == {1}
    assert {len(it.targets(Predicate.KNOWLEDGE)) for it in competences} <= set(range(5))


def test_many_competences_are_shared_by_profiles(competent: Taxonomy) -> None:
    used = [
        target
        for profile in _active(competent, Kind.PROFILE)
        for predicate in (Predicate.ESSENTIAL_COMPETENCE, Predicate.OPTIONAL_COMPETENCE)
        for target in profile.targets(predicate)
    ]
    shared = {it for it in used if used.count(it) > 1}
    assert len(shared) >= 90


def test_everything_that_has_a_name_has_it_in_dutch_and_french(competent: Taxonomy) -> None:
    nameless = [
        it.notation
        for it in competent
        if it.kind is not Kind.TECHNICAL_COMPETENCE and not {"nl", "fr"} <= set(it.pref_labels())
    ]
    assert nameless == []


def test_profiles_are_named_in_four_languages_and_described(competent: Taxonomy) -> None:
    for profile in _active(competent, Kind.PROFILE):
        assert set(profile.pref_labels()) == {"nl", "fr", "en", "de"}
        assert profile.pref_labels()["fr"].endswith("(h/f/x)")
        assert {"nl", "fr", "en"} <= set(profile.note(NoteType.DESCRIPTION))
        assert {"nl", "fr"} <= set(profile.note(NoteType.WORKING_CONTEXT))


def test_the_fourteen_digital_skills_stand_in_digcomp(competent: Taxonomy) -> None:
    frameworks = [it.framework for it in _active(competent, Kind.DIGITAL_SKILL)]
    assert len(frameworks) == 14
    assert {(it.name, it.version) for it in frameworks if it} == {("DigComp", "2.2")}


def test_sets_say_where_they_are_used_and_hold_several_kinds(competent: Taxonomy) -> None:
    for it in _active(competent, Kind.COMPETENCE_SET):
        kinds = {competent.by_id[member].kind for member in it.targets(Predicate.MEMBER)}
        assert set(it.note(NoteType.DISAMBIGUATOR)) == {"nl", "fr", "en", "de"}
        assert len(kinds) > 1


def test_nothing_active_links_to_what_is_retired(competent: Taxonomy) -> None:
    wrong = [
        f"{it.notation} {link.predicate} {competent.by_id[link.target].notation}"
        for it in competent
        if it.status is Status.ACTIVE
        for link in it.links
        if competent.by_id[link.target].status is Status.RETIRED
    ]
    assert wrong == []


def test_no_two_concepts_share_a_notation(competent: Taxonomy) -> None:
    assert len(competent.by_notation) == len(competent)


@pytest.mark.parametrize(("before", "after"), [("1.9", "1.10"), ("1.10", "1.11")])
def test_a_release_lists_everything_of_the_one_before(
    taxonomies: dict[str, Taxonomy], before: str, after: str
) -> None:
    old, new = taxonomies[f"competent/{before}"], taxonomies[f"competent/{after}"]
    assert set(old.by_id) < set(new.by_id)
    assert all(new.by_id[it.id].notation == it.notation for it in old)
    assert all(
        new.by_id[it.id].status is Status.RETIRED for it in old if it.status is Status.RETIRED
    )


def test_profiles_retire_for_every_known_reason_and_name_their_successors(
    taxonomies: dict[str, Taxonomy],
) -> None:
    newest = taxonomies["competent/1.11"]
    retired = {
        it.retirement: len(it.replaced_by)
        for it in newest
        if it.kind is Kind.PROFILE and it.status is Status.RETIRED
    }
    assert retired == {
        RetirementReason.NONE: 0,
        RetirementReason.MERGED: 1,
        RetirementReason.REPLACED: 1,
        RetirementReason.SPLIT: 2,
    }
    assert all(it.status is Status.ACTIVE for it in taxonomies["competent/1.9"])


@pytest.mark.parametrize(("before", "after"), [("1.9", "1.10"), ("1.10", "1.11")])
def test_a_release_renames_moves_and_adds(
    taxonomies: dict[str, Taxonomy], before: str, after: str
) -> None:
    old, new = taxonomies[f"competent/{before}"], taxonomies[f"competent/{after}"]
    pairs = [(it, new.by_id[it.id]) for it in _active(old, Kind.PROFILE)]
    renamed = [a.notation for a, b in pairs if a.pref_labels() != b.pref_labels()]
    described = [
        a.notation for a, b in pairs if a.note(NoteType.DESCRIPTION) != b.note(NoteType.DESCRIPTION)
    ]
    moved = [
        a.notation
        for a, b in pairs
        if set(a.targets(Predicate.OPTIONAL_COMPETENCE))
        & set(b.targets(Predicate.ESSENTIAL_COMPETENCE))
    ]
    digital = [
        a.notation
        for a, b in pairs
        if a.targets(Predicate.DIGITAL_SKILL) != b.targets(Predicate.DIGITAL_SKILL)
    ]
    added = [it for it in new if it.kind is Kind.PROFILE and it.id not in old.by_id]
    sets = [
        it.notation
        for it in _active(old, Kind.COMPETENCE_SET)
        if it.targets(Predicate.MEMBER) != new.by_id[it.id].targets(Predicate.MEMBER)
    ]
    assert all([renamed, described, moved, digital, added, sets])


def test_every_isco_code_of_a_profile_is_a_group_with_its_ancestors(
    taxonomies: dict[str, Taxonomy],
) -> None:
    groups = taxonomies["isco/0.1"]
    for profile in (it for it in taxonomies["competent/1.11"] if it.kind is Kind.PROFILE):
        for code in (it.value for it in profile.notations if it.system == "isco-08"):
            for length in range(1, len(code)):
                group = groups.by_notation[code[: length + 1]]
                assert group.targets(Predicate.BROADER) == [groups.by_notation[code[:length]].id]


def test_the_esco_sample_has_a_counterpart_in_every_group_of_a_profile(
    taxonomies: dict[str, Taxonomy],
) -> None:
    esco = taxonomies["esco/0.1"]
    occupations = _active(esco, Kind.OCCUPATION)
    covered = {it.notation.split(".")[0] for it in occupations}
    assert len(occupations) >= 45
    assert len(_active(esco, Kind.SKILL)) >= 90
    for profile in _active(taxonomies["competent/1.11"], Kind.PROFILE):
        assert {it.value for it in profile.notations} & covered


def test_foreign_samples_have_addresses_of_their_own(taxonomies: dict[str, Taxonomy]) -> None:
    ids = [it.id for name in ("esco/0.1", "isco/0.1") for it in taxonomies[name]]
    assert all(it.startswith("https://competent.example/sample/") for it in ids)


def test_the_samples_stay_small() -> None:
    size = sum(path.stat().st_size for path in _RELEASES.rglob("*") if path.is_file())
    assert size < 1_500_000


def _mappings() -> MappingReading:
    return sssom.read(_RELEASES / "mappings/competent-1.11--esco-0.1.sssom.tsv")


def test_the_sample_mappings_name_concepts_of_the_samples(taxonomies: dict[str, Taxonomy]) -> None:
    found = _mappings().mapping_set
    assert (found.subject.name, found.object.name) == ("competent/1.11", "esco/0.1")
    subjects, objects = (taxonomies[it.name].by_id for it in (found.subject, found.object))
    assert [it for it in found if it.subject_id not in subjects] == []
    assert [it for it in found if it.object_id not in objects] == []


def test_the_sample_mappings_are_read_without_a_word_and_say_what_they_are() -> None:
    read = _mappings()
    assert read.findings == ()
    assert "sample" in read.mapping_set.comment


def test_every_active_profile_of_the_newest_sample_is_mapped(
    taxonomies: dict[str, Taxonomy],
) -> None:
    profiles = {it.id for it in _active(taxonomies["competent/1.11"], Kind.PROFILE)}
    assert profiles == set(_mappings().mapping_set.by_subject)
