from __future__ import annotations

import codecs
import csv
import gc
import io
import re
import threading
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taxonomy.errors import SourceUnreadableError
from taxonomy.findings import Severity
from taxonomy.model import Concept, Label, Link, Notation, Note, Taxonomy
from taxonomy.sources.esco_csv import read
from taxonomy.sources.process_wide import long_cells
from taxonomy.text import normalise_label
from taxonomy.vocabulary import (
    Kind,
    LabelType,
    NoteType,
    Predicate,
    RetirementReason,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from taxonomy.findings import Finding
    from taxonomy.sources.reading import Reading

BASE = "http://data.europa.eu/esco/"
SMITH, BAKER = f"{BASE}occupation/smith", f"{BASE}occupation/baker"
FORGE, WELD, STEEL = f"{BASE}skill/forge", f"{BASE}skill/weld", f"{BASE}skill/steel"
GROUP, METAL = f"{BASE}skill/S", f"{BASE}skill/S1"
ISCO = f"{BASE}isco/C7221"

OCCUPATION = {
    "conceptType": "Occupation",
    "conceptUri": SMITH,
    "iscoGroup": "7221",
    "preferredLabel": "smith",
    "altLabels": "",
    "hiddenLabels": "",
    "status": "released",
    "modifiedDate": "2024-01-25T11:28:50.295Z",
    "regulatedProfessionNote": f"{BASE}regulated-professions/unregulated",
    "scopeNote": "",
    "definition": "",
    "inScheme": f"{BASE}concept-scheme/occupations,\n{BASE}concept-scheme/member-occupations",
    "description": "",
    "code": "7221.1",
}
SKILL = {
    "conceptType": "KnowledgeSkillCompetence",
    "conceptUri": FORGE,
    "skillType": "skill/competence",
    "reuseLevel": "sector-specific",
    "preferredLabel": "forge",
    "altLabels": "",
    "hiddenLabels": "",
    "status": "released",
    "modifiedDate": "2024-01-25T11:28:50.295Z",
    "scopeNote": "",
    "definition": "",
    "inScheme": "",
    "description": "",
}
SKILL_GROUP = {
    "conceptType": "SkillGroup",
    "conceptUri": GROUP,
    "preferredLabel": "skills",
    "status": "released",
    "code": "S",
}
ISCO_GROUP = {
    "conceptType": "ISCOGroup",
    "conceptUri": ISCO,
    "code": "7221",
    "preferredLabel": "Blacksmiths",
    "status": "released",
}
LEVELS = [f"Level {number} URI" for number in range(4)]


def occupation(**cells: str) -> dict[str, str]:
    return OCCUPATION | cells


def skill(**cells: str) -> dict[str, str]:
    return SKILL | cells


def table(*rows: dict[str, str]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def relations(*rows: tuple[str, str, str]) -> bytes:
    columns = ("occupationUri", "relationType", "skillType", "skillUri")
    return table(*[dict(zip(columns, (a, b, "", c), strict=True)) for a, b, c in rows])


def broader(*rows: tuple[str, str]) -> bytes:
    columns = ("conceptType", "conceptUri", "broaderType", "broaderUri")
    return table(*[dict(zip(columns, ("", a, "", b), strict=True)) for a, b in rows])


def folder(path: Path, **files: bytes) -> Path:
    path.mkdir(exist_ok=True)
    for name, data in files.items():
        (path / f"{name}.csv").write_bytes(data)
    return path


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.csv", data)
    return path


def read_files(path: Path, **files: bytes) -> Reading:
    return read([folder(path / "esco", **files)], version="1.2.0")


def only(reading: Reading) -> Concept:
    (concept,) = reading.concepts
    return concept


def by_id(reading: Reading) -> dict[str, Concept]:
    return {it.id: it for it in reading.concepts}


def found(reading: Reading, code: str) -> list[Finding]:
    return [it for it in reading.findings if it.code == code]


def the(reading: Reading, code: str) -> Finding:
    (finding,) = found(reading, code)
    return finding


def texts(concept: Concept, lang: str, type: LabelType) -> list[str]:
    return [it.text for it in concept.labels if (it.lang, it.type) == (lang, type)]


# What is read


def test_an_occupation_is_read_with_everything_that_is_said_of_it(tmp_path: Path) -> None:
    row = occupation(
        altLabels="blacksmith\nfarrier",
        hiddenLabels="smit",
        description="Works iron.\nBy hand.",
        definition="A smith.",
        scopeNote="Excludes silver.",
    )
    assert only(read_files(tmp_path, occupations_en=table(row))) == Concept(
        scheme="esco",
        id=SMITH,
        kind=Kind.OCCUPATION,
        notation="7221.1",
        labels=(
            Label("en", LabelType.PREFERRED, "smith"),
            Label("en", LabelType.ALTERNATIVE, "blacksmith"),
            Label("en", LabelType.ALTERNATIVE, "farrier"),
            Label("en", LabelType.HIDDEN, "smit"),
        ),
        notes=(
            Note("en", NoteType.DESCRIPTION, "Works iron.\nBy hand."),
            Note("en", NoteType.DEFINITION, "A smith."),
            Note("en", NoteType.SCOPE_NOTE, "Excludes silver."),
        ),
        notations=(Notation("isco-08", "7221"),),
        attributes=(
            ("modified", "2024-01-25T11:28:50.295Z"),
            ("regulatedProfession", f"{BASE}regulated-professions/unregulated"),
        ),
    )


def test_a_clean_package_has_no_findings(tmp_path: Path) -> None:
    assert read_files(tmp_path, occupations_en=table(OCCUPATION)).findings == ()


@pytest.mark.parametrize(
    ("file", "row", "kind", "notation"),
    [
        ("skills_en", skill(), Kind.SKILL, ""),
        ("skills_en", skill(skillType="knowledge"), Kind.KNOWLEDGE, ""),
        ("skillGroups_en", SKILL_GROUP, Kind.SKILL_GROUP, "S"),
        ("ISCOGroups_en", ISCO_GROUP, Kind.ISCO_GROUP, "7221"),
    ],
)
def test_the_file_and_the_skill_type_tell_the_kind(
    tmp_path: Path, file: str, row: dict[str, str], kind: Kind, notation: str
) -> None:
    concept = only(read_files(tmp_path, **{file: table(row)}))
    assert (concept.kind, concept.notation) == (kind, notation)


@pytest.mark.parametrize("skill_type", ["", "skill/competence knowledge"])
def test_a_skill_of_no_clear_type_is_a_skill_with_a_warning(
    tmp_path: Path, skill_type: str
) -> None:
    reading = read_files(tmp_path, skills_en=table(skill(skillType=skill_type)))
    assert only(reading).kind is Kind.SKILL
    assert the(reading, "skill-type").severity is Severity.WARNING


def test_the_languages_of_several_packages_meet_in_one_concept(tmp_path: Path) -> None:
    english = zipped(tmp_path / "en.zip", occupations_en=table(OCCUPATION))
    dutch = zipped(tmp_path / "nl.zip", occupations_nl=table(occupation(preferredLabel="smid")))
    concept = only(read([dutch, english], version="1.2.0"))
    assert concept.pref_labels() == {"en": "smith", "nl": "smid"}


def test_two_languages_may_share_one_zip_and_a_region_is_part_of_the_tag(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "esco.zip",
        **{"occupations_en-us": table(OCCUPATION)},
        occupations_fr=table(occupation(preferredLabel="forgeron")),
    )
    labels = only(read([path], version="1.0")).pref_labels()
    assert labels == {"en-US": "smith", "fr": "forgeron"}


def test_a_single_file_is_a_source_too(tmp_path: Path) -> None:
    path = folder(tmp_path, occupations_en=table(OCCUPATION)) / "occupations_en.csv"
    assert only(read([path], version="1.2.0")).id == SMITH


@pytest.mark.parametrize("cell", ["7221", f"{BASE}isco/C7221", "C7221"])
def test_the_isco_group_is_a_notation_however_it_is_written(tmp_path: Path, cell: str) -> None:
    concept = only(read_files(tmp_path, occupations_en=table(occupation(iscoGroup=cell))))
    assert concept.notations == (Notation("isco-08", "7221"),)


def test_nace_codes_are_joined_with_a_space(tmp_path: Path) -> None:
    row = occupation() | {"naceCode": "http://nace/2599,\nhttp://nace/2410"}
    concept = only(read_files(tmp_path, occupations_en=table(row)))
    assert dict(concept.attributes)["naceCode"] == "http://nace/2410 http://nace/2599"


def test_a_concept_that_is_not_released_is_retired(tmp_path: Path) -> None:
    reading = read_files(tmp_path, occupations_en=table(occupation(status="obsolete")))
    concept = only(reading)
    assert (concept.status, concept.retirement) == (Status.RETIRED, RetirementReason.UNKNOWN)
    assert the(reading, "not-released").severity is Severity.INFO


def test_links_collections_and_shares_join_the_concepts(tmp_path: Path) -> None:
    skill_columns = ("originalSkillUri", "relationType", "relatedSkillUri")
    reading = read_files(
        tmp_path,
        occupations_en=table(OCCUPATION),
        skills_en=table(skill(), skill(conceptUri=STEEL, skillType="knowledge")),
        skillGroups_en=table(SKILL_GROUP),
        ISCOGroups_en=table(ISCO_GROUP),
        occupationSkillRelations=relations((SMITH, "essential", FORGE), (SMITH, "optional", STEEL)),
        skillSkillRelations_en=table(
            dict(zip(skill_columns, (FORGE, "related", STEEL), strict=True))
        ),
        broaderRelationsOccPillar_en=broader((SMITH, ISCO)),
        broaderRelationsSkillPillar=broader((FORGE, GROUP)),
        greenSkillsCollection_en=table({"conceptUri": FORGE}),
        researchSkillsCollection_en=table({"conceptUri": FORGE}),
        greenShareOcc_en=table({"conceptUri": SMITH, "greenShare": "0.25"}),
    )
    concepts = by_id(reading)
    assert set(concepts[SMITH].links) == {
        Link(Predicate.BROADER, ISCO),
        Link(Predicate.ESSENTIAL_SKILL, FORGE),
        Link(Predicate.OPTIONAL_SKILL, STEEL),
    }
    assert set(concepts[FORGE].links) == {
        Link(Predicate.BROADER, GROUP),
        Link(Predicate.RELATED_SKILL, STEEL),
    }
    assert concepts[FORGE].collections == ("green", "research")
    assert dict(concepts[SMITH].attributes)["greenShare"] == "0.25"
    assert reading.findings == ()
    assert reading.rows["occupationSkillRelations.csv"] == 2


def test_the_levels_of_the_hierarchy_are_broader_links_and_its_short_rows_are_normal(
    tmp_path: Path,
) -> None:
    header = ",".join([*LEVELS, "Description", "Level 0 code"])
    reading = read_files(
        tmp_path,
        skillGroups_en=table(SKILL_GROUP, SKILL_GROUP | {"conceptUri": METAL, "code": "S1"}),
        skillsHierarchy_en=f"{header}\n{GROUP},,,\n{GROUP},{METAL},,,\n".encode(),
    )
    assert by_id(reading)[METAL].links == (Link(Predicate.BROADER, GROUP),)
    assert reading.findings == ()


def test_progress_is_told_with_the_name_of_each_file(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    path = folder(tmp_path / "esco", occupations_en=table(OCCUPATION))
    read([path], version="1.2.0", progress=lambda name, rows: told.append((name, rows)))
    assert told == [("occupations_en.csv", 1)]


# What two languages or rows say of one concept


def test_an_empty_cell_never_contradicts(tmp_path: Path) -> None:
    bare = {"conceptUri": FORGE, "preferredLabel": "smeden", "reuseLevel": "", "status": ""}
    reading = read_files(tmp_path, skills_en=table(skill()), skills_nl=table(bare))
    assert dict(only(reading).attributes)["reuseLevel"] == "sector-specific"
    assert reading.findings == ()


def test_a_translation_fills_what_english_leaves_empty(tmp_path: Path) -> None:
    reading = read_files(
        tmp_path,
        skills_en=table(skill(skillType="")),
        skills_nl=table(skill(preferredLabel="smeedkunst", skillType="knowledge")),
    )
    assert only(reading).kind is Kind.KNOWLEDGE


def test_english_wins_a_contradiction_and_a_warning_tells(tmp_path: Path) -> None:
    reading = read_files(
        tmp_path,
        occupations_de=table(occupation(preferredLabel="Schmied", code="1")),
        occupations_en=table(OCCUPATION),
    )
    assert only(reading).notation == "7221.1"
    assert the(reading, "contradiction").severity is Severity.WARNING


def test_a_concept_of_a_translation_only_is_taken_with_a_warning(tmp_path: Path) -> None:
    others = [skill(conceptUri=f"{FORGE}{number}") for number in range(200)]
    reading = read_files(
        tmp_path, skills_en=table(*others), skills_nl=table(*others, skill(conceptUri=WELD))
    )
    assert WELD in by_id(reading)
    assert the(reading, "only-translated").concept == WELD
    assert reading.refused == ()


def test_a_translation_of_another_version_is_an_error(tmp_path: Path) -> None:
    reading = read_files(
        tmp_path, skills_en=table(skill()), skills_nl=table(skill(), skill(conceptUri=WELD))
    )
    assert the(reading, "other-version").severity is Severity.ERROR


def test_a_row_that_stands_there_twice_is_taken_once(tmp_path: Path) -> None:
    reading = read_files(tmp_path, occupations_en=table(OCCUPATION, OCCUPATION))
    assert only(reading).pref_labels() == {"en": "smith"}
    assert the(reading, "repeated-row").severity is Severity.WARNING


def test_rows_that_differ_in_dates_and_lists_are_merged(tmp_path: Path) -> None:
    first = occupation(altLabels="farrier") | {"naceCode": "http://nace/1"}
    second = first | {
        "altLabels": "farrier\nblacksmith",
        "modifiedDate": "2025-11-26T10:02:16.164Z",
        "naceCode": "http://nace/2",
    }
    reading = read_files(tmp_path, occupations_en=table(first, second))
    concept = only(reading)
    assert texts(concept, "en", LabelType.ALTERNATIVE) == ["blacksmith", "farrier"]
    assert dict(concept.attributes)["modified"] == "2025-11-26T10:02:16.164Z"
    assert dict(concept.attributes)["naceCode"] == "http://nace/1 http://nace/2"
    assert "modifiedDate, naceCode, altLabels" in the(reading, "repeated-row").message


def test_two_preferred_labels_in_one_language_are_an_error(tmp_path: Path) -> None:
    second = occupation(preferredLabel="blacksmith")
    reading = read_files(tmp_path, occupations_en=table(OCCUPATION, second))
    assert only(reading).pref_labels() == {"en": "smith"}
    finding = the(reading, "two-labels")
    assert finding.severity is Severity.ERROR
    assert finding.place is not None
    assert (finding.place.file, finding.place.row) == ("occupations_en.csv", 3)


def test_a_uri_of_two_kinds_is_an_error(tmp_path: Path) -> None:
    reading = read_files(
        tmp_path, occupations_en=table(OCCUPATION), skills_en=table(skill(conceptUri=SMITH))
    )
    assert only(reading).kind is Kind.OCCUPATION
    assert the(reading, "id-with-two-kinds").severity is Severity.ERROR


def test_the_same_package_twice_is_read_once(tmp_path: Path) -> None:
    first = zipped(tmp_path / "a.zip", occupations_en=table(OCCUPATION))
    second = zipped(tmp_path / "b.zip", occupations_en=table(OCCUPATION))
    reading = read([first, second, first], version="1.2.0")
    assert reading.rows == {"a.zip/occupations_en.csv": 1}
    assert [it.code for it in reading.findings] == ["repeated-file"]


# Labels


def test_a_label_that_repeats_another_is_dropped_with_a_remark(tmp_path: Path) -> None:
    row = occupation(altLabels="farrier\nsmith\nfarrier\n", hiddenLabels="farrier\nsmit")
    reading = read_files(tmp_path, occupations_en=table(row))
    assert texts(only(reading), "en", LabelType.ALTERNATIVE) == ["farrier"]
    assert texts(only(reading), "en", LabelType.HIDDEN) == ["smit"]
    assert {it.severity for it in found(reading, "repeated-label")} == {Severity.INFO}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("a\n\nb\n a")
@example("\u00a0\n\u200b\nsmith")
def test_the_labels_of_any_cell_are_its_normalised_lines(cell: str) -> None:
    with TemporaryDirectory() as path:
        row = occupation(altLabels=cell.replace("|", "/"))
        reading = read_files(Path(path), occupations_en=table(row))
    lines = {normalise_label(it) for it in re.split(r"\r\n|\r|\n", cell.replace("|", "/"))}
    assert set(texts(only(reading), "en", LabelType.ALTERNATIVE)) == lines - {"", "smith"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_labels_end_with_any_line_end_and_without_a_word(tmp_path: Path, end: str) -> None:
    row = occupation(altLabels="farrier\nblacksmith", scopeNote="One.\nTwo.")
    data = table(row).decode().replace("\r\n", "\n").replace("\n", end)
    reading = read_files(tmp_path, occupations_en=data.encode())
    assert texts(only(reading), "en", LabelType.ALTERNATIVE) == ["blacksmith", "farrier"]
    assert "farrier" not in " ".join(it.message for it in reading.findings)


def test_a_csv_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError, match="there is no such file"):
        read([tmp_path / "occupations_en.csv"], version="1.2.0")


def test_labels_divided_by_bars_are_several(tmp_path: Path) -> None:
    reading = read_files(tmp_path, occupations_en=table(occupation(altLabels="a | b")))
    assert texts(only(reading), "en", LabelType.ALTERNATIVE) == ["a", "b"]


def test_a_row_without_preferred_label_is_taken_with_a_warning(tmp_path: Path) -> None:
    reading = read_files(tmp_path, occupations_en=table(occupation(preferredLabel=" ")))
    assert only(reading).pref_labels() == {}
    assert the(reading, "label-missing").severity is Severity.WARNING


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("\u00a0smith ", "smith"),
        ("black  smith", "black smith"),
        ("smi\x00th\x07", "smith"),
        ("forge\u0301", "forg\u00e9"),
    ],
)
def test_a_label_is_normalised_and_the_repair_told(tmp_path: Path, cell: str, stored: str) -> None:
    reading = read_files(tmp_path, occupations_en=table(occupation(preferredLabel=cell)))
    assert only(reading).pref_labels() == {"en": stored}
    assert the(reading, "text-normalised").severity is Severity.WARNING


def test_right_to_left_text_is_stored_as_it_is(tmp_path: Path) -> None:
    reading = read_files(tmp_path, occupations_ar=table(occupation(preferredLabel="حداد")))
    assert only(reading).pref_labels() == {"ar": "حداد"}
    assert reading.findings == ()


def test_a_label_of_a_hundred_thousand_characters_is_refused(tmp_path: Path) -> None:
    reading = read_files(tmp_path, occupations_en=table(occupation(preferredLabel="x" * 100_000)))
    assert the(reading, "text-too-long").severity is Severity.ERROR


# Links that do not hold


def test_a_dangling_link_is_dropped_with_a_warning(tmp_path: Path) -> None:
    skills = [skill(conceptUri=f"{FORGE}{number}") for number in range(150)]
    rows = [(SMITH, "essential", it["conceptUri"]) for it in skills]
    reading = read_files(
        tmp_path,
        occupations_en=table(OCCUPATION),
        skills_en=table(*skills),
        occupationSkillRelations=relations(*rows, (SMITH, "essential", WELD)),
    )
    assert len(by_id(reading)[SMITH].links) == 150
    finding = the(reading, "dangling-link")
    assert finding.place is not None
    assert (finding.place.row, finding.place.column) == (152, "skillUri")
    assert reading.refused == ()


def test_relations_without_their_concepts_are_of_another_version(tmp_path: Path) -> None:
    path = folder(tmp_path, occupationSkillRelations=relations((SMITH, "optional", FORGE)))
    reading = read([path], version="1.2.0")
    assert reading.concepts == ()
    assert [it.code for it in reading.refused] == ["other-version"]
    assert "100.0 % of its links (1 of 1)" in the(reading, "other-version").message


def linked(tmp_path: Path, *rows: tuple[str, str, str]) -> Reading:
    return read_files(
        tmp_path,
        occupations_en=table(OCCUPATION, occupation(conceptUri=BAKER, code="7512.1")),
        skills_en=table(skill()),
        occupationSkillRelations=relations(*rows),
    )


def test_a_skill_that_is_essential_and_optional_keeps_both_links(tmp_path: Path) -> None:
    reading = linked(tmp_path, (SMITH, "essential", FORGE), (SMITH, "optional", FORGE))
    assert len(by_id(reading)[SMITH].links) == 2
    assert the(reading, "essential-and-optional").severity is Severity.WARNING


def test_a_link_given_twice_is_one(tmp_path: Path) -> None:
    rows = [(SMITH, "essential", FORGE), (BAKER, "essential", FORGE), (SMITH, "essential", FORGE)]
    reading = linked(tmp_path, *rows)
    assert len(by_id(reading)[SMITH].links) == 1
    finding = the(reading, "repeated-row")
    assert finding.place is not None
    assert finding.place.row == 4


def test_blanks_around_a_uri_are_repaired_in_each_row(tmp_path: Path) -> None:
    reading = linked(tmp_path, (f" {SMITH}", "Essential ", FORGE), (SMITH, "optional", f"{FORGE} "))
    assert len(by_id(reading)[SMITH].links) == 2
    assert len(found(reading, "uri-trimmed")) == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((SMITH, "vital", FORGE), "relation-type"),
        ((SMITH, "", FORGE), "relation-type"),
        ((SMITH, "essential", BAKER), "wrong-kind"),
        ((FORGE, "essential", FORGE), "self-link"),
    ],
)
def test_a_link_that_cannot_be_is_left_out(
    tmp_path: Path, row: tuple[str, str, str], code: str
) -> None:
    reading = linked(tmp_path, row)
    assert [it.code for it in reading.findings] == [code]
    assert all(not it.links for it in reading.concepts)


def test_a_bad_row_takes_no_link_of_the_row_before(tmp_path: Path) -> None:
    reading = linked(tmp_path, (SMITH, "essential", FORGE), ("", "essential", FORGE))
    assert sum(len(it.links) for it in reading.concepts) == 1
    assert len(found(reading, "dangling-link")) == 1


# Files and rows


@pytest.mark.parametrize(
    ("cell", "code"),
    [("", "missing-id"), ("  ", "missing-id"), ("smith", "not-a-uri"), ("http://a b", "not-a-uri")],
)
def test_a_row_without_a_uri_is_refused(tmp_path: Path, cell: str, code: str) -> None:
    reading = read_files(tmp_path, occupations_en=table(occupation(conceptUri=cell)))
    assert reading.concepts == ()
    assert the(reading, code).severity is Severity.ERROR


def test_blanks_around_the_uri_of_a_concept_are_repaired(tmp_path: Path) -> None:
    row = occupation(conceptUri=f"\ufeff{SMITH}\u00a0")
    reading = read_files(tmp_path, occupations_en=table(row))
    assert only(reading).id == SMITH
    assert the(reading, "uri-trimmed").concept == SMITH


@pytest.mark.parametrize(
    "changed",
    [
        lambda data: codecs.BOM_UTF8 + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data + b"\n\n",
    ],
    ids=["byte order mark", "CRLF", "empty lines"],
)
def test_marks_and_line_ends_change_nothing(
    tmp_path: Path, changed: Callable[[bytes], bytes]
) -> None:
    plain = read_files(tmp_path, occupations_en=table(OCCUPATION))
    reading = read_files(tmp_path, occupations_en=changed(table(OCCUPATION)))
    assert reading.concepts == plain.concepts
    assert reading.findings == ()


def test_semicolons_are_read_and_reported_once(tmp_path: Path) -> None:
    data = table(OCCUPATION, occupation(conceptUri=BAKER)).replace(b'","', b'";"')
    reading = read_files(tmp_path, occupations_en=data)
    assert len(reading.concepts) == 2
    assert [it.code for it in reading.findings] == ["delimiter"]


def test_columns_may_stand_in_any_order_and_unknown_ones_are_told_once(tmp_path: Path) -> None:
    row = {"mood": "good", "PreferredLabel ": "smith", "conceptUri": SMITH, "": "x"}
    reading = read_files(tmp_path, occupations_en=table(row))
    assert only(reading).pref_labels() == {"en": "smith"}
    assert "mood" in the(reading, "unknown-column").message


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"{BAKER}", "too-few-cells"),
        (f"{BAKER},baker,x", "too-many-cells"),
        (f'{BAKER},"ba"ker', "csv-broken"),
        (f'{BAKER},"baker', "unclosed-quote"),
    ],
)
def test_a_broken_row_is_refused_with_its_number_and_the_others_stay(
    tmp_path: Path, line: str, code: str
) -> None:
    data = f"conceptUri,preferredLabel\n{SMITH},smith\n{line}\n"
    reading = read_files(tmp_path, occupations_en=data.encode())
    assert only(reading).id == SMITH
    finding = the(reading, code)
    assert finding.severity is Severity.ERROR
    assert finding.place is not None
    assert finding.place.row == 3
    assert reading.rows["occupations_en.csv"] == 2


def test_reading_goes_on_after_a_broken_row(tmp_path: Path) -> None:
    data = f'conceptUri,preferredLabel\n{SMITH},"smi"th\n{BAKER},baker\n'
    reading = read_files(tmp_path, occupations_en=data.encode())
    assert only(reading).id == BAKER


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (table(OCCUPATION).decode().encode("utf-16"), "UTF-16"),
        (table(OCCUPATION).decode().encode("utf-16-le"), "UTF-16"),
        ("conceptUri,preferredLabel\nhttp://a,é".encode("latin-1"), "0xe9 at offset 35"),
        (b"", "is empty"),
        (b"conceptUri,altLabels\n", "lacks the column preferredLabel"),
        (b'"conceptUri\n', "no readable header"),
    ],
)
def test_a_file_that_is_no_utf8_table_is_unreadable(
    tmp_path: Path, data: bytes, words: str
) -> None:
    with pytest.raises(SourceUnreadableError, match=r"occupations_en\.csv.*" + words):
        read_files(tmp_path, occupations_en=data)


def test_a_forgotten_package_of_relations_is_told(tmp_path: Path) -> None:
    files = {"occupations_en": table(OCCUPATION), "skills_en": table(SKILL)}
    assert the(read_files(tmp_path, **files), "relations-missing").severity is Severity.WARNING


def test_unknown_files_are_told_and_schemes_and_dictionary_only_counted(tmp_path: Path) -> None:
    reading = read_files(
        tmp_path,
        occupations_en=table(OCCUPATION),
        holidays_en=b"a,b\n",
        conceptSchemes_en=table({"conceptSchemeUri": BASE, "hasTopConcept": "x" * 300_000}),
        dictionary_en=table({"filename": "occupations"}),
    )
    assert reading.rows["conceptSchemes_en.csv"] == 1
    assert reading.rows["dictionary_en.csv"] == 1
    assert [it.code for it in reading.findings] == ["unknown-file"]


def test_a_file_of_concepts_without_language_is_an_error(tmp_path: Path) -> None:
    reading = read_files(tmp_path, occupations=table(OCCUPATION), skills_en=table(skill()))
    assert only(reading).id == FORGE
    assert the(reading, "language-unknown").severity is Severity.ERROR


def test_files_that_a_packer_hides_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "esco.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ESCO v1.2/occupations_en.csv", table(OCCUPATION))
        archive.writestr("__MACOSX/._occupations_en.csv", b"\x00\x05")
    assert read([path], version="1.2.0").findings == ()


@pytest.mark.parametrize("name", ["gone.zip", "gone.csv", "gone"])
def test_a_path_without_a_file_is_unreadable(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceUnreadableError):
        read([tmp_path / name], version="1.2.0")


def test_a_folder_without_any_file_of_esco_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError, match=r"found holidays\.csv"):
        read([folder(tmp_path / "x", holidays=b"a\n")], version="1.2.0")


def test_no_path_at_all_is_unreadable() -> None:
    with pytest.raises(SourceUnreadableError, match="no path"):
        read([], version="1.2.0")


def test_the_limits_of_the_process_are_what_they_were(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    read_files(tmp_path, occupations_en=table(OCCUPATION))
    assert csv.field_size_limit() == before
    assert gc.isenabled()


def test_the_limit_stays_lifted_until_the_last_thread_leaves() -> None:
    before = csv.field_size_limit()
    entered, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with long_cells():
            entered.set()
            leave.wait(10)

    thread = threading.Thread(target=stay)
    with long_cells():
        thread.start()
        entered.wait(10)
    lifted = csv.field_size_limit()
    leave.set()
    thread.join()
    assert lifted > before
    assert csv.field_size_limit() == before


# Real releases


@cache
def release(root: Path, version: str) -> Reading:
    return read(sorted((root / f"esco/v{version}").glob("*.zip")), version=version)


def counts(concepts: Iterable[Concept]) -> tuple[int, int, int, int]:
    kinds = Counter(it.kind for it in concepts)
    skills = kinds[Kind.SKILL] + kinds[Kind.KNOWLEDGE]
    return kinds[Kind.OCCUPATION], skills, kinds[Kind.ISCO_GROUP], kinds[Kind.SKILL_GROUP]


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.parametrize(
    ("version", "expected", "links"),
    [
        ("1.0.x", (2942, 13485, 619, 17), 0),
        ("1.1.0", (3008, 13891, 619, 643), 123_852),
        ("1.1.1", (3007, 13896, 619, 640), 123_855),
        ("1.2.0", (3039, 13939, 619, 640), 129_004),
    ],
)
def test_a_real_release_is_read_whole_and_without_errors(
    shared_data: Path, version: str, expected: tuple[int, ...], links: int
) -> None:
    reading = release(shared_data, version)
    assert counts(reading.concepts) == expected
    assert reading.rows.get("occupationSkillRelations.csv", 0) == links
    assert reading.refused == ()


@pytest.mark.real_data
@pytest.mark.slow
def test_the_partial_release_is_read_and_its_lonely_relations_are_named(shared_data: Path) -> None:
    reading = release(shared_data, "1.2.1")
    assert counts(reading.concepts) == (3039, 0, 619, 640)
    assert reading.rows["occupations_en.csv"] == 3043
    assert len(found(reading, "repeated-row")) == 4
    assert {it.code for it in reading.refused} == {"other-version"}


@pytest.mark.real_data
@pytest.mark.slow
def test_the_official_dangling_links_are_counted(shared_data: Path) -> None:
    dangling = found(release(shared_data, "1.1.1"), "dangling-link")
    rows = {(it.place.file, it.place.row) for it in dangling if it.place}
    assert Counter(file for file, _ in rows) == {
        "occupationSkillRelations.csv": 67,
        "broaderRelationsOccPillar.csv": 1,
        "broaderRelationsSkillPillar.csv": 7,
        "skillsHierarchy_en.csv": 7,
    }


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.1.0", "1.1.1", "1.2.0"])
def test_the_skills_of_every_occupation_equal_a_naive_reading(
    shared_data: Path, version: str
) -> None:
    taxonomy = Taxonomy.of("esco", release(shared_data, version).concepts)
    (path,) = (shared_data / f"esco/v{version}").glob("*relations*.zip")
    with zipfile.ZipFile(path) as archive:
        text = archive.read("occupationSkillRelations.csv").decode()
    naive = {
        (row["occupationUri"], f"{row['relationType']}Skill", row["skillUri"])
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if row["occupationUri"] in taxonomy.by_id
    }
    assert naive == {
        (concept.id, str(link.predicate), link.target)
        for concept in taxonomy
        if concept.kind is Kind.OCCUPATION
        for link in concept.links
        if link.predicate is not Predicate.BROADER
    }
