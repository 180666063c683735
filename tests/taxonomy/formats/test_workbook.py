from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.formats.workbook import LOST, carried, write
from taxonomy.model import PLACEHOLDER, Concept, Framework, Label, Link, Notation, Note, Taxonomy
from taxonomy.sources.competent_workbook import read
from taxonomy.sources.competent_workbook.codes import derived_id
from taxonomy.sources.competent_workbook.shapes import SHAPES
from taxonomy.vocabulary import (
    KINDS,
    Kind,
    LabelType,
    NoteType,
    Predicate,
    RetirementReason,
    Status,
)
from tests.build import concept, link, taxonomy
from tests.strategies import texts
from tests.workbook import uid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from taxonomy.sources.reading import Reading

INHERENT = {
    "sheet-empty",
    "id-derived",
    "code-with-two-ids",
    "essential-and-optional",
    "not-a-date",
}
"""Warnings about what the taxonomy itself says, whichever way it is told."""


def reread(data: bytes, **options: Any) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "competent.xlsx"
        path.write_bytes(data)
        return read(path, version="3.8", **options)


def surprises(reading: Reading) -> set[str]:
    """The codes of the findings, apart from those that the taxonomy itself is to blame for."""
    return {it.code for it in reading.findings} - INHERENT


def sheets(data: bytes) -> Mapping[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {it.title: it for it in book.worksheets}


def rows(data: bytes, sheet: str) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in sheets(data)[sheet].values][1:]


def of(name: str, kind: Kind, *parts: Label | Link | Note, **labels: str) -> Concept:
    return concept(uid(name), kind, *parts, notation=name, **labels)


def to(predicate: str, name: str) -> Link:
    return link(predicate, uid(name))


def named(lang: str, text: str, name: str) -> Label:
    return Label(lang, LabelType.ALTERNATIVE, text, uid(name), name)


SAWING = of("SK-2", Kind.SKILL, nl="Vlees zagen", fr="Scier la viande")
ANATOMY = of("KN-1", Kind.KNOWLEDGE, nl="Anatomie", fr="Anatomie")
COMPETENCE = of("CP-1", Kind.TECHNICAL_COMPETENCE, to("skill", "SK-2"), to("knowledge", "KN-1"))
MEAT = of(
    "CS-1",
    Kind.COMPETENCE_SET,
    to("member", "SK-2"),
    Note("nl", NoteType.DISAMBIGUATOR, "bewerken"),
    nl="Vlees",
    fr="Viande",
)
EMPATHY = of("SO-1", Kind.SOFT_SKILL, nl="Inleving", fr="Bienveillance")
LINKS = (
    to("essentialCompetence", "CP-1"),
    to("competenceSet", "CS-1"),
    to("softSkill", "SO-1"),
)
BUTCHER = replace(
    of(
        "OP-10",
        Kind.PROFILE,
        *LINKS,
        named("nl", "Vleeshouwer", "AN-1"),
        Note("nl", NoteType.DESCRIPTION, "Snijdt vlees.\n\nVerkoopt het."),
        nl="Slager",
        fr="Boucher (h/f/x)",
        en="Butcher",
        de="Metzger",
    ),
    notations=(Notation("isco-08", "0111"),),
    attributes=(("modified", "2021-05-01"), ("published", "2021-06-08")),
)
OTHERS = (SAWING, ANATOMY, COMPETENCE, MEAT, EMPATHY)
SHOP = taxonomy(BUTCHER, *OTHERS)


def shop(**changes: Any) -> Taxonomy:
    """The shop with a changed butcher."""
    return taxonomy(replace(BUTCHER, **changes), *OTHERS)


# the file


def test_the_sheets_stand_in_their_order_with_the_headers_that_are_read() -> None:
    found = sheets(write(SHOP, version="3.8"))
    for (name, sheet), shape in zip(found.items(), SHAPES, strict=True):
        assert name.startswith(shape.prefix)
        assert len(name) <= 31
        assert next(iter(sheet.values)) == shape.columns


def test_every_cell_is_text_that_stays_text_when_it_is_edited() -> None:
    cells = [
        cell
        for sheet in sheets(write(SHOP, version="3.10")).values()
        for row in sheet.rows
        for cell in row
        if cell.value is not None
    ]
    assert {(it.data_type, it.number_format) for it in cells} == {("s", "@")}
    assert "0111" in {it.value for it in cells}


def test_rows_stand_in_the_natural_order_of_codes() -> None:
    baker = of("OP-2", Kind.PROFILE, nl="Bakker")
    found = rows(write(taxonomy(BUTCHER, baker, *OTHERS), version="3.8"), SHAPES[0].prefix)
    assert [row[1] for row in found] == ["OP-2", "OP-10"]


def test_a_competence_is_told_skill_first() -> None:
    found = rows(write(SHOP, version="3.8"), "Occ.Prof - Essential Competence")
    assert [row[6:9] for row in found] == [
        ["skill", uid("SK-2"), "SK-2"],
        ["knowledge", uid("KN-1"), "KN-1"],
    ]


def test_codes_of_other_systems_are_told_in_capitals() -> None:
    assert rows(write(SHOP, version="3.8"), "Occ.Prof - Codes")[0][4:] == ["ISCO-08", "0111"]


def test_block_types_of_sets_are_told_in_capitals_and_without_ids() -> None:
    found = rows(write(SHOP, version="3.8"), "Occ.Prof - Competentiesets")
    assert found[0][4:] == [
        *(uid("CS-1"), "CS-1", "Vlees", "Viande", "bewerken", ""),
        *("SKILL", "SK-2", "Vlees zagen", "Scier la viande"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/c calc'!A0", "+3", "-7", "@SUM(1)"])
def test_what_looks_like_a_formula_is_quoted_and_read_as_it_was(text: str) -> None:
    data = write(shop(labels=[Label("nl", LabelType.PREFERRED, text)]), version="3.8")
    cell = sheets(data)[SHAPES[0].prefix]["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    profile = next(it for it in reread(data).concepts if it.kind is Kind.PROFILE)
    assert profile.pref_label("nl") == text


@pytest.mark.parametrize("text", ["_x000D_", "a _x0041_", "_x005F_", '<b> & "c"', "C# 👩🍳"])
def test_texts_that_xml_or_the_format_would_change_are_read_as_they_were(text: str) -> None:
    data = write(shop(labels=[Label("nl", LabelType.PREFERRED, text)]), version="3.8")
    profile = next(it for it in reread(data).concepts if it.kind is Kind.PROFILE)
    assert profile.pref_label("nl") == text


def test_the_order_of_the_concepts_does_not_change_the_bytes() -> None:
    concepts = list(SHOP)
    random.Random(8).shuffle(concepts)
    assert write(Taxonomy("competent", tuple(concepts)), version="3.8") == write(
        SHOP, version="3.8"
    )


@pytest.mark.slow
def test_the_bytes_are_the_same_in_another_process_and_time_zone() -> None:
    program = (
        "import hashlib; from taxonomy.formats.workbook import write; "
        "from tests.taxonomy.formats.test_workbook import SHOP; "
        "print(hashlib.sha256(write(SHOP, version='3.8')).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima"))
    }
    assert len(found) == 1


def test_the_workbook_says_of_which_release_it_is() -> None:
    data = write(SHOP, version="3.10")
    assert openpyxl.load_workbook(io.BytesIO(data)).properties.title == "Competent 3.10"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {it.date_time[0] for it in archive.filelist} == {1980}


def test_other_schemes_have_no_such_workbook() -> None:
    with pytest.raises(ValueError, match="not esco"):
        write(taxonomy(concept("o1", Kind.OCCUPATION, scheme="esco", en="Butcher")), version="1")


# the round trip


def test_a_taxonomy_that_a_workbook_can_tell_comes_back_whole() -> None:
    reading = reread(write(SHOP, version="3.8"))
    assert surprises(reading) == set()
    assert reading.concepts == SHOP.concepts
    assert carried(SHOP) == SHOP


def test_an_alternative_name_without_id_and_code_comes_back_without_them() -> None:
    plain = Label("nl", LabelType.ALTERNATIVE, "Beenhouwer")
    told = shop(labels=(*BUTCHER.labels, plain))
    reading = reread(write(told, version="3.8"))
    assert surprises(reading) == {"label-without-id"}
    assert reading.concepts == told.concepts


def test_a_member_that_no_competence_holds_is_found_again_by_its_code() -> None:
    alone = of("SK-3", Kind.SKILL, nl="Wegen", fr="Peser")
    weighing = replace(MEAT, links=(*MEAT.links, to("member", "SK-3")))
    told = taxonomy(BUTCHER, SAWING, ANATOMY, COMPETENCE, EMPATHY, weighing, alone)
    data = write(told, version="3.8")
    assert reread(data, known={"SK-3": uid("SK-3")}).concepts == told.concepts
    made = carried(told).by_notation["SK-3"]
    assert (made.id, made.attributes) == (derived_id("SK-3"), (PLACEHOLDER,))
    assert reread(data).concepts == carried(told).concepts


RETIRED = replace(
    of("SK-9", Kind.SKILL, nl="Oud", fr="Ancien"),
    status=Status.RETIRED,
    retirement=RetirementReason.MERGED,
    replaced_by=(SAWING.id,),
)


@pytest.mark.parametrize(
    "more",
    [
        RETIRED,
        of("ES-1", Kind.SECTOR, nl="Voeding", fr="Alimentation"),
        concept("op-11", nl="Bakker"),
        of("OP-12", Kind.PROFILE, pl="Piekarz"),
        concept(f"f{uid('OP-13')[1:]}", notation="OP-10", nl="Twee met een code"),
    ],
    ids=["retired", "nobody's", "no UUID", "no title", "second of a code"],
)
def test_a_concept_that_no_sheet_can_tell_is_left_out(more: Concept) -> None:
    assert carried(taxonomy(*SHOP, more)) == SHOP


@pytest.mark.parametrize(
    "changes",
    [
        {"labels": (*BUTCHER.labels, Label("pl", LabelType.PREFERRED, "Rzeźnik"))},
        {"labels": (*BUTCHER.labels, Label("nl", LabelType.HIDDEN, "slagter"))},
        {"notes": (*BUTCHER.notes, Note("nl", NoteType.DEFINITION, "Vakman."))},
        {"notes": (*BUTCHER.notes, Note("fr", NoteType.DESCRIPTION, "x" * 32_768))},
        {"links": (*LINKS, to("related", "OP-10"), to("member", "SK-2"))},
        {"links": tuple(it._replace(rank=3) for it in LINKS)},
        {"attributes": (*BUTCHER.attributes, ("note", "x"))},
        {"collections": ("green",)},
        {"framework": Framework("DigComp", "2.2", "1.1")},
    ],
)
def test_what_no_column_holds_is_left_out(changes: dict[str, Any]) -> None:
    told = shop(**changes)
    assert carried(told) == SHOP
    assert reread(write(told, version="3.8")).concepts == SHOP.concepts


@pytest.mark.parametrize("kind", ["skill", "set"])
def test_a_competence_without_skill_and_a_set_without_member_are_left_out(kind: str) -> None:
    empty = replace(COMPETENCE if kind == "skill" else MEAT, links=())
    told = Taxonomy.of("competent", [empty if it.id == empty.id else it for it in SHOP])
    left = carried(told)
    assert empty.id not in left.by_id
    assert reread(write(told, version="3.8")).concepts == left.concepts


def test_the_losses_are_told_in_words() -> None:
    assert len(LOST) == len(set(LOST)) > 10


# any taxonomy whatsoever

NAMES = [
    *(f"{kind}-1" for kind in KINDS["competent"]),
    *("profile-2", "technical-competence-2", "skill-2", "knowledge-2"),
]
ALTERNATIVE_IDS = ["", "x", uid("AN-1"), uid("AN-2")]
labels = st.builds(
    Label,
    st.sampled_from(["nl", "fr", "en", "de", "pl", "pt-BR", "?"]),
    st.sampled_from(LabelType),
    texts,
    st.sampled_from(ALTERNATIVE_IDS),
    st.sampled_from(["", "AN-1", "AN-2"]),
)
notes = st.builds(Note, st.sampled_from(["nl", "fr", "pl"]), st.sampled_from(NoteType), texts)
systems = st.sampled_from(["isco-08", "rome", "ISCO 08", "straße", "ŉ", "!"])
notations = st.builds(Notation, systems, texts)
links = st.builds(
    Link, st.sampled_from(Predicate), st.sampled_from(NAMES).map(uid), st.integers(0, 1)
)
FITTING = {
    Kind.PROFILE: [
        ("essentialCompetence", "technical-competence"),
        ("optionalCompetence", "technical-competence"),
        ("competenceSet", "competence-set"),
        ("softSkill", "soft-skill"),
        ("digitalSkill", "digital-skill"),
        ("sector", "sector"),
        ("areaOfInterest", "area-of-interest"),
        ("proofOfLearning", "proof-of-learning"),
    ],
    Kind.TECHNICAL_COMPETENCE: [
        ("skill", "skill"),
        ("knowledge", "knowledge"),
        ("behaviour", "behaviour"),
    ],
    Kind.COMPETENCE_SET: [("member", "skill"), ("member", "knowledge"), ("member", "behaviour")],
}


@st.composite
def shaped(draw: st.DrawFn, name: str) -> Concept:
    """A concept as Competent has them, with some of everything that a workbook cannot tell."""
    kind = Kind(name[:-2])
    plain = [Label(lang, LabelType.PREFERRED, draw(texts)) for lang in ("nl", "fr")]
    fitting = [
        Link(Predicate(predicate), uid(f"{target}-{draw(st.sampled_from('12'))}"))
        for predicate, target in FITTING.get(kind, [])
        if draw(st.integers(0, 3))
    ]
    return Concept(
        scheme="competent",
        id=draw(st.sampled_from([uid(name), uid(name), uid(name), name])),
        kind=kind,
        notation=draw(st.sampled_from([name.upper(), name.upper(), "", " SK-1", "=1"])),
        status=draw(st.sampled_from([Status.ACTIVE, Status.ACTIVE, Status.RETIRED])),
        labels=tuple(plain[draw(st.integers(0, 2)) :] + draw(st.lists(labels, max_size=4))),
        notes=tuple(draw(st.lists(notes, max_size=3))),
        links=tuple(fitting + draw(st.lists(links, max_size=2))),
        notations=tuple(draw(st.lists(notations, max_size=2))),
        collections=tuple(draw(st.lists(st.just("green"), max_size=1))),
        attributes=tuple(
            draw(st.dictionaries(st.sampled_from(["modified", "identity", "x"]), texts)).items()
        ),
        framework=draw(st.none() | st.just(Framework("DigComp", "2.2", "1.1"))),
    )


taxonomies = st.tuples(*map(shaped, NAMES)).map(lambda it: Taxonomy.of("competent", it))


@pytest.mark.slow
@given(taxonomies, st.sets(st.sampled_from(NAMES)))
def test_reading_what_was_written_gives_what_is_carried(told: Taxonomy, before: set[str]) -> None:
    known = {name.upper(): uid(name) for name in before}
    reading = reread(write(told, version="3.8"), known=known)
    assert surprises(reading) <= {"label-without-id"}
    assert reading.concepts == carried(told, known=known).concepts


@pytest.mark.slow
@given(taxonomies)
def test_what_is_carried_is_carried_again(told: Taxonomy) -> None:
    known = {it.notation: it.id for it in carried(told)}
    once = carried(told)
    assert carried(once, known=known) == once
    assert write(once, version="3.8") == write(told, version="3.8")
