"""Tables of EURES are written in the official layout and read back to what they can say."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.formats.eures import LOST, Known, Part, carried, parts, write
from taxonomy.mapping import NO_TERM_FOUND, Mapping, MappingSet, MappingSource
from taxonomy.sources.eures import read
from taxonomy.text import normalise_label, normalise_note
from taxonomy.vocabulary import Kind, MappingPredicate, MappingState
from tests.build import concept, mapping, mapping_set

if TYPE_CHECKING:
    from taxonomy.model import Concept

ESCO = "http://data.europa.eu/esco/"
HALAL = f"{ESCO}occupation/7ea40a30-9a6d-4ec6-8b3f-6bb9e0ac9b2e"
CUTTING = f"{ESCO}skill/1d1d8e0f-7e0c-4d3a-9c1c-0f6b1c1e2a10"
OP_10 = "0a5cbd0d-97a6-4f1c-8ad0-7c0f6d4d5f11"
SK_1 = "1a5cbd0d-97a6-4f1c-8ad0-7c0f6d4d5f12"
KNOWN = Known(
    subjects={
        OP_10: concept(OP_10, Kind.PROFILE, notation="OP-10", nl="Slager", fr="Boucher (h/f/x)"),
        SK_1: concept(SK_1, Kind.SKILL, notation="SK-1", nl="Snijden", fr="Couper"),
    },
    objects={
        HALAL: concept(HALAL, Kind.OCCUPATION, notation="7511.1.1", scheme="esco", nl="islamitisch slager", en="halal butcher"),
        CUTTING: concept(CUTTING, Kind.SKILL, scheme="esco", notation="S1", en="cut meat"),
    },
    public_url="https://competent.example",
)  # fmt: skip
BUTCHER = mapping_set(mapping(OP_10, "narrow", HALAL, comment="=why", author="A guild"))


def written(content: MappingSet, part: Part = Part.OCCUPATIONS, known: Known = KNOWN) -> str:
    return write(content, part, known).decode()


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def read_back(content: MappingSet, part: Part, known: Known) -> MappingSet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(write(content, part, known))
        found = read([path])
    assert found.refused == ()
    told = [replace(it, source="") for it in found.mapping_set]
    return MappingSet.of(found.mapping_set.subject, found.mapping_set.object, told)


def test_occupations_are_written_in_the_layout_of_the_published_table() -> None:
    rows = cells(written(BUTCHER))
    assert rows[:4] == [
        ["Mapping project name", "ESCO - Competent", *[""] * 10],
        ["Mapping project author", "A guild", *[""] * 10],
        ["Mapping project version", "", *[""] * 10],
        ["Mapping project version date", "", *[""] * 10],
    ]
    assert [row[:2] for row in rows[4:14]] == [
        ["Classification 1 Name", "ESCO occupations"],
        ["Classification 1 Concept type", "Occupation"],
        ["Classification 1 Version", "V1.0.3"],
        ["Classification 1 Language", "nl"],
        ["Classification 1 Landing page", "https://esco.ec.europa.eu"],
        ["Classification 2 Name", "Competent occupations"],
        ["Classification 2 Concept type", "Occupation"],
        ["Classification 2 Version", "Competent 3.8"],
        ["Classification 2 Language", "nl/fr"],
        ["Classification 2 Landing page", "https://www.vdab.be/competent"],
    ]
    assert rows[14:16] == [[""] * 12] * 2
    assert rows[16] == [
        *("Classification 1 URI", "Classification 1 ID", "Classification 1 PrefLabel"),
        *("Classification 1 URL", "Classification 2 URI", "Classification 2 ID"),
        *("Classification 2 PrefLabel NL", "Classification 2 PrefLabel FR", "Classification 2 URL"),
        *("Mapping relation", "Editorial Note", "Classification 2 PrefLabel"),
    ]
    page = "https://competent.example/id/competent/OP-10"
    row = [HALAL, "7511.1.1", "islamitisch slager", HALAL, OP_10, "OP-10", "Slager", "Boucher (h/f/x)", page, "skos:narrowMatch", "'=why"]  # fmt: skip
    assert rows[17:] == [[*row, "Slager"], [*row, "Boucher (h/f/x)"]]


def test_competences_have_french_first_and_stand_there_once() -> None:
    rows = cells(written(mapping_set(mapping(SK_1, "exact", CUTTING)), Part.COMPETENCES))
    assert rows[16][4:] == [
        *("Classification 2 URI", "Classification 2 ID"),
        *("Classification 2 PrefLabel FR", "Classification 2 PrefLabel NL", "Classification 2 URL"),
        *("Mapping Relation", "Editorial Note"),
    ]
    page = "https://competent.example/id/competent/SK-1"
    assert rows[17:] == [
        [CUTTING, "S1", "cut meat", CUTTING, SK_1, "SK-1", "Couper", "Snijden", page, "skos:exactMatch", ""]
    ]  # fmt: skip


def test_seen_from_esco_the_butcher_is_broader() -> None:
    turned = Known(KNOWN.objects, KNOWN.subjects)
    rows = cells(written(BUTCHER.inverted(), known=turned))
    assert rows[4][1] == "Competent occupations"
    assert (rows[17][2], rows[17][6], rows[17][9]) == ("Slager", "islamitisch slager", "skos:broadMatch")  # fmt: skip
    again = read_back(BUTCHER.inverted(), Part.OCCUPATIONS, turned)
    assert [it.order for it in again] == [it.order for it in BUTCHER]


def test_a_set_has_the_tables_of_what_it_maps() -> None:
    both = mapping_set(mapping(OP_10, "exact", HALAL), mapping(SK_1, "exact", CUTTING))
    assert parts(both, KNOWN) == [Part.OCCUPATIONS, Part.COMPETENCES]
    assert parts(both.inverted(), Known()) == [Part.OCCUPATIONS, Part.COMPETENCES]
    assert parts(BUTCHER, Known()) == [Part.OCCUPATIONS]
    assert parts(mapping_set(mapping(SK_1, "exact", NO_TERM_FOUND)), KNOWN) == [Part.COMPETENCES]
    assert parts(mapping_set(), KNOWN) == []


@pytest.mark.parametrize("state", [it for it in MappingState if it is not MappingState.ACCEPTED])
def test_only_accepted_mappings_are_told(state: MappingState) -> None:
    content = mapping_set(mapping(OP_10, "exact", HALAL, state=state))
    assert parts(content, KNOWN) == []
    assert len(cells(written(content))) == 17


def test_what_finds_nothing_is_no_relation() -> None:
    content = mapping_set(mapping(OP_10, "close", NO_TERM_FOUND), mapping(OP_10, "exact", NO_TERM_FOUND))  # fmt: skip
    (row, _, *_) = cells(written(content))[17:]
    assert (row[0], row[5], row[9]) == ("", "OP-10", "no relation")
    assert read_back(
        mapping_set(mapping(OP_10, "exact", HALAL), *content), Part.OCCUPATIONS, KNOWN
    ).by_subject[OP_10][-1] == mapping(OP_10, "exact", NO_TERM_FOUND, subject_label="Slager")


def test_labels_of_a_side_that_is_not_held_are_those_of_the_mappings() -> None:
    content = mapping_set(mapping("5120", "exact", HALAL, subject_label="Cooks", object_label="cook"), subject="co-sispe-2011/1")  # fmt: skip
    rows = cells(written(content, known=Known()))
    assert rows[9][1] == "co-sispe-2011"
    assert rows[11][1] == "1"
    assert rows[17] == [HALAL, "", "cook", HALAL, "", "5120", "Cooks", "", "", "skos:exactMatch", "", "Cooks"]  # fmt: skip


def test_the_file_that_the_mappings_are_of_is_told_and_several_are_not() -> None:
    one = MappingSource("a.csv", title="Ours", version="V2", date="2021-09-30")
    two = MappingSource("b.csv", title="Theirs", version="V9", date="2022-01-01")
    first = mapping(OP_10, "exact", HALAL, source="a.csv", author="B")
    second = mapping(OP_10, "close", HALAL, source="b.csv", author="A")
    content = replace(mapping_set(first), sources=(one, two))
    assert [row[1] for row in cells(written(content))[:4]] == ["Ours", "B", "V2", "2021-09-30"]
    content = replace(mapping_set(first, second), sources=(one, two))
    assert [row[1] for row in cells(written(content))[:4]] == ["ESCO - Competent", "A, B", "", "2022-01-01"]  # fmt: skip


def test_versions_with_one_dot_are_no_numbers_for_a_spreadsheet() -> None:
    content = mapping_set(
        mapping(OP_10, "exact", HALAL), subject="competent/3.10", object_="esco/1.2"
    )
    assert [row[1] for row in cells(written(content)) if "Version" in row[0]] == ["V1.2", "Competent 3.10"]  # fmt: skip
    again = read_back(content, Part.OCCUPATIONS, KNOWN)
    assert (again.subject, again.object) == (content.subject, content.object)


def test_what_is_lost_is_told() -> None:
    assert all(it[0].islower() and not it.endswith(".") for it in LOST)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=30)
LABELS = TEXT.map(normalise_label).filter(lambda it: '","' not in it and not set(it) <= {" ", ";"})
NOTES = st.one_of(
    TEXT.map(normalise_note), st.sampled_from(["a\nb", "=1", "'x", '"quoted", twice', "a;"])
).filter(lambda it: not set(it) <= {" ", ";"} or not it)
UUIDS = st.uuids().map(str)
OBJECTS = st.one_of(
    UUIDS.map(lambda it: f"{ESCO}occupation/{it}"),
    st.integers(0, 9999).map(lambda it: f"{ESCO}isco/C{it}"),
    st.just(NO_TERM_FOUND),
)
SUBJECTS = st.one_of(UUIDS, st.from_regex(r"[A-Z0-9]{1,5}(\.[0-9]{1,2})?", fullmatch=True))
MAPPINGS = st.builds(
    Mapping,
    subject_id=SUBJECTS,
    predicate=st.sampled_from(MappingPredicate),
    object_id=OBJECTS,
    state=st.sampled_from(MappingState),
    comment=NOTES,
    subject_label=LABELS,
    object_label=LABELS,
)


@st.composite
def sets(draw: st.DrawFn) -> tuple[MappingSet, Known]:
    """A set, and the concepts of some of its subjects."""
    found = draw(st.lists(MAPPINGS, min_size=1, max_size=12))
    once = {(it.subject_id, it.object_id, it.predicate): it for it in found}
    named = mapping(OP_10, "exact", HALAL)
    content = mapping_set(*{it.order: it for it in [named, *once.values()]}.values())
    subjects: dict[str, Concept] = {}
    for it in draw(st.sets(st.sampled_from([it.subject_id for it in content]))):
        labels = draw(st.dictionaries(st.sampled_from(["nl", "fr"]), LABELS.filter(bool)))
        subjects[it] = concept(it, Kind.PROFILE, notation=f"N-{it[:3]}", **labels)
    return content, Known(subjects)


@given(sets())
def test_reading_a_table_gives_what_it_can_say(pair: tuple[MappingSet, Known]) -> None:
    content, known = pair
    again = read_back(content, Part.OCCUPATIONS, known)
    assert again.mappings == carried(content, Part.OCCUPATIONS, known).mappings


@given(sets())
def test_equal_sets_have_equal_bytes(pair: tuple[MappingSet, Known]) -> None:
    content, known = pair
    turned = MappingSet.of(content.subject, content.object, reversed(content.mappings))
    assert written(turned, known=known) == written(content, known=known)


@pytest.mark.real_data
@pytest.mark.parametrize("part", Part)
def test_the_tables_of_belgium_lose_nothing(shared_data: Path, part: Part) -> None:
    original = read(sorted((shared_data / "eures").glob(f"BE_{part}*"))).mapping_set
    with (shared_data / f"competent/v3.8/{part}.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    kind = Kind.PROFILE if part is Part.OCCUPATIONS else Kind.SKILL
    known = Known({it["uuid"]: concept(it["uuid"], kind, notation=it["id"], nl=it["label_nl"], fr=it["label_fr"]) for it in rows})  # fmt: skip
    assert parts(original, known) == [part]
    again = read_back(original, part, known)
    assert Counter(it.predicate for it in again) == Counter(it.predicate for it in original)
    assert [it.order for it in again] == [it.order for it in original]
    assert [it.object_label for it in again] == [it.object_label for it in original]
    assert {it.author for it in again} == {"Nalantis nv"}


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["ES", "IT", "LT", "NO", "SE", "cross"])
def test_the_tables_of_others_lose_nothing(shared_data: Path, name: str) -> None:
    original = read(sorted((shared_data / "eures").glob(f"{name}*"))).mapping_set
    again = read_back(original, Part.OCCUPATIONS, Known())
    assert (again.subject, again.object) == (original.subject, original.object)
    assert [(it.order, it.object_label, it.comment) for it in again] == [
        (it.order, it.object_label, it.comment) for it in original
    ]
