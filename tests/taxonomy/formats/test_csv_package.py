"""A CSV package gives back the taxonomy it was written from, in the same bytes every time."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.formats import csv_package
from taxonomy.model import Concept, Framework, Label, Link, Notation, Note, Taxonomy
from taxonomy.sources import csv_package as source
from taxonomy.text import normalise_label, normalise_note
from taxonomy.vocabulary import (
    KINDS,
    Kind,
    LabelType,
    NoteType,
    Predicate,
    RetirementReason,
    Status,
)
from tests.build import alternative, concept, link, retired, taxonomy

_CHARACTERS = st.one_of(
    st.sampled_from(list("aé1 ,\"\\;=+-@'\n\r")), st.characters(exclude_categories=["Cs"])
)
_WORDS = st.text(_CHARACTERS, min_size=1, max_size=8).map(normalise_label).filter(bool)
_TEXTS = st.text(_CHARACTERS, min_size=1, max_size=30).map(normalise_note).filter(bool)
_LANGS = st.sampled_from(["nl", "fr", "zh-Hans"])
_LABELS = st.builds(
    Label,
    _LANGS,
    st.sampled_from(LabelType),
    _WORDS,
    st.one_of(st.just(""), _WORDS),
    st.one_of(st.just(""), _WORDS),
)


def _one_preferred(labels: list[Label]) -> list[Label]:
    return list({it[:2] if it.type is LabelType.PREFERRED else it: it for it in labels}.values())


@st.composite
def packages(draw: st.DrawFn) -> Taxonomy:
    """Taxonomies that a package can hold, with every oddity of texts and references."""
    ids = draw(st.lists(_WORDS, unique=True, max_size=5))
    known = st.sampled_from(ids or ["none"])
    links = st.builds(Link, st.sampled_from(Predicate), known, st.integers(0, 3))
    concepts = st.builds(
        Concept,
        scheme=st.just("competent"),
        id=st.just(""),
        kind=st.sampled_from(KINDS["competent"]),
        notation=st.one_of(st.just(""), known, _WORDS),
        status=st.sampled_from(Status),
        labels=st.lists(_LABELS, max_size=4).map(_one_preferred).map(tuple),
        notes=st.lists(st.builds(Note, _LANGS, st.sampled_from(NoteType), _TEXTS)).map(tuple),
        links=st.lists(links, unique_by=lambda it: it[:2], max_size=4).map(tuple),
        notations=st.lists(st.builds(Notation, _WORDS, _WORDS), max_size=3).map(tuple),
        collections=st.lists(_WORDS, max_size=3).map(tuple),
        attributes=st.dictionaries(_WORDS, _TEXTS, max_size=2).map(lambda it: tuple(it.items())),
        framework=st.one_of(st.none(), st.builds(Framework, _WORDS, st.just("2.2"), _WORDS)),
        retirement=st.one_of(st.none(), st.sampled_from(RetirementReason)),
        replaced_by=st.lists(known, max_size=2 if ids else 0).map(tuple),
    )
    return Taxonomy.of("competent", [replace(draw(concepts), id=id) for id in ids])


def _read_back(files: dict[str, bytes]) -> source.PackageReading:
    with tempfile.TemporaryDirectory() as name:
        for path, content in files.items():
            file = Path(name) / path
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
        return source.read(Path(name))


@settings(deadline=None)
@given(packages())
def test_reading_what_was_written_gives_an_equal_taxonomy(original: Taxonomy) -> None:
    reading = _read_back(csv_package.write(original, version="3.10"))
    assert Taxonomy.of("competent", reading.concepts) == original
    assert reading.refused == ()


@given(packages())
def test_equal_taxonomies_give_equal_bytes(original: Taxonomy) -> None:
    again = Taxonomy.of(original.scheme, reversed(original.concepts))
    files = csv_package.write(again, version="3.10")
    assert list(files.items()) == list(csv_package.write(original, version="3.10").items())


def test_the_settings_of_a_release_come_back() -> None:
    note = 'A "note" with a \\ and\ta tab'
    files = csv_package.write(
        taxonomy(), version="3.10", released=date(2025, 3, 1), sample=True, note=note
    )
    reading = _read_back(files)
    assert reading.version.text == "3.10"
    assert (reading.released, reading.sample, reading.note) == (date(2025, 3, 1), True, note)


def test_rows_stand_in_the_order_of_their_numbers() -> None:
    files = csv_package.write(
        taxonomy(
            concept("a", notation="OP-10"),
            concept("b", notation="OP-9"),
            concept("c", notation="OP-100"),
        ),
        version="1.0",
    )
    assert files["profile.csv"] == b"id,notation\nb,OP-9\na,OP-10\nc,OP-100\n"


def test_a_file_has_only_the_columns_that_are_filled() -> None:
    files = csv_package.write(
        taxonomy(
            concept(
                "u1",
                Kind.PROFILE,
                link("skill", "u2"),
                alternative("nl", "Beenhouwer"),
                nl="Slager",
            ),
            retired(
                "u2", Kind.SKILL, reason=RetirementReason.MERGED, replaced_by=("u3",), fr="Couper"
            ),
            concept("u3", Kind.SKILL, fr="Couper, désosser"),
        ),
        version="1.0",
    )
    assert files["profile.csv"].decode() == "id,notation,pref_label_nl\nu1,U1,Slager\n"
    assert files["skill.csv"].decode() == (
        "id,notation,status,retirement,replaced_by,pref_label_fr\n"
        "u2,U2,retired,merged,U3,Couper\n"
        'u3,U3,,,,"Couper, désosser"\n'
    )
    assert files["labels.csv"].decode() == (
        "concept,lang,type,text\nU1,nl,alternative,Beenhouwer\n"
    )
    assert files["links/skill.csv"] == b"subject,target\nU1,U2\n"


def test_a_reference_is_the_id_where_two_concepts_share_a_notation() -> None:
    files = csv_package.write(
        taxonomy(
            concept("u1", Kind.PROFILE, link("broader", "u2"), notation="OP-1"),
            concept("u2", Kind.PROFILE, notation="OP-1"),
        ),
        version="1.0",
    )
    assert files["links/broader.csv"] == b"subject,target\nu1,u2\n"


def test_a_language_of_a_region_has_a_column_of_its_own() -> None:
    label = Label("nl-BE", LabelType.PREFERRED, "Slager")
    files = csv_package.write(taxonomy(concept("u1", Kind.PROFILE, label)), version="1.0")
    assert files["profile.csv"] == b"id,notation,pref_label_nl-BE\nu1,U1,Slager\n"


def test_what_a_spreadsheet_might_calculate_is_neutralised_and_comes_back() -> None:
    original = taxonomy(
        concept("u1", Kind.SKILL, nl="=1+1", fr="-Scier", de="'=Sägen", en="'s Saw"),
        concept("u2", Kind.SKILL, notation="@SK-2"),
    )
    files = csv_package.write(original, version="1.0")
    assert files["skill.csv"].decode() == (
        "id,notation,pref_label_nl,pref_label_fr,pref_label_de,pref_label_en\n"
        "u2,'@SK-2,,,,\n"
        "u1,U1,'=1+1,'-Scier,''=Sägen,'s Saw\n"
    )
    assert Taxonomy.of("competent", _read_back(files).concepts) == original
