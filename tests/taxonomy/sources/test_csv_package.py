"""Every wart of a CSV package becomes a finding with its place; the rest is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taxonomy.errors import InvalidVersionError, SchemeNotFoundError, SourceUnreadableError
from taxonomy.findings import Finding, Severity
from taxonomy.model import Concept, Framework, Label, Notation
from taxonomy.sources.csv_package import read
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, RetirementReason, Status

_TOML = 'scheme = "competent"\nversion = "1.10"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "links").mkdir()
    (tmp_path / "release.toml").write_text(_TOML, encoding="utf-8")
    return tmp_path


def _put(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _by_notation(folder: Path) -> dict[str, Concept]:
    return {it.notation: it for it in read(folder).concepts}


def _places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(it.code, str(it.place)) for it in findings]


def test_a_row_becomes_a_concept(folder: Path) -> None:
    _put(
        folder,
        "digital-skill.csv",
        "notation,id,pref_label_nl,pref_label_fr,description_nl,notation_isco-08,framework_name,"
        "framework_version,framework_number,collections,attribute_colour",
        "DS-1,u1,Zoeken,Chercher,Iets vinden,7511 7512,DigComp,2.2,1.1,green digital,red",
    )
    (found,) = read(folder).concepts
    assert (found.id, found.notation, found.kind) == ("u1", "DS-1", Kind.DIGITAL_SKILL)
    assert found.pref_labels() == {"nl": "Zoeken", "fr": "Chercher"}
    assert found.note(NoteType.DESCRIPTION) == {"nl": "Iets vinden"}
    assert found.notations == (Notation("isco-08", "7511"), Notation("isco-08", "7512"))
    assert found.framework == Framework("DigComp", "2.2", "1.1")
    assert found.collections == ("digital", "green")
    assert found.attributes == (("colour", "red"),)


def test_the_settings_are_read_as_they_are_written(folder: Path) -> None:
    _put(folder, "release.toml", _TOML, "released = 2024-03-15", "sample = true", 'note = "n"')
    reading = read(folder)
    assert (reading.scheme, reading.version.text) == ("competent", "1.10")
    assert (reading.released, reading.sample, reading.note) == (date(2024, 3, 15), True, "n")


@pytest.mark.parametrize("version", ["1.10", "110"])
def test_a_version_that_is_a_number_is_refused_with_the_reason(folder: Path, version: str) -> None:
    _put(folder, "release.toml", 'scheme = "competent"', f"version = {version}")
    with pytest.raises(InvalidVersionError, match=r"3\.10 and 3\.1 are the same"):
        read(folder)


def test_every_problem_of_the_settings_is_named_at_once(folder: Path) -> None:
    _put(folder, "release.toml", 'scheme = "competent"', 'released = "soon"', "colour = 1")
    with pytest.raises(SourceUnreadableError) as caught:
        read(folder)
    assert [it.message for it in caught.value.findings] == [
        "version is missing",
        "released = 'soon' is not a date",
        "colour is no setting",
    ]


@pytest.mark.parametrize("opening", ["[", "{a="])
def test_settings_that_are_nested_without_end_are_told(folder: Path, opening: str) -> None:
    _put(folder, "release.toml", "note = " + opening * 20_000)
    with pytest.raises(SourceUnreadableError, match="cannot be read"):
        read(folder)


def test_a_date_with_a_time_is_not_a_date(folder: Path) -> None:
    _put(folder, "release.toml", _TOML, "released = 2024-03-15T10:00:00Z")
    with pytest.raises(SourceUnreadableError, match="not a date"):
        read(folder)


def test_a_folder_without_settings_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError, match=r"release\.toml cannot be read"):
        read(tmp_path / "nowhere")


def test_an_unknown_scheme_is_refused(folder: Path) -> None:
    _put(folder, "release.toml", 'scheme = "jobs"', 'version = "1"')
    with pytest.raises(SchemeNotFoundError):
        read(folder)


def test_references_are_notations_or_ids(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation", "u1,OP-1", "u2,OP-2")
    _put(folder, "skill.csv", "id,notation", "u3,SK-3")
    _put(folder, "links/skill.csv", "target,subject,rank", "SK-3,u1,", "u3,OP-2,4")
    concepts = _by_notation(folder)
    assert concepts["OP-1"].targets(Predicate.SKILL) == ["u3"]
    assert concepts["OP-2"].links[0].rank == 4


def test_a_retired_concept_names_its_successors(folder: Path) -> None:
    _put(
        folder,
        "profile.csv",
        "id,notation,status,retirement,replaced_by",
        "u1,OP-1,retired,split,OP-2 u3",
        "u2,OP-2,,,",
        "u3,OP-3,active,,",
    )
    found = _by_notation(folder)["OP-1"]
    assert (found.status, found.retirement) == (Status.RETIRED, RetirementReason.SPLIT)
    assert found.replaced_by == ("u2", "u3")


def test_other_labels_come_from_their_own_file(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation,pref_label_nl", "u1,OP-1,Slager")
    _put(
        folder,
        "labels.csv",
        "concept,lang,type,text,id,notation",
        "OP-1,nl,alternative,Beenhouwer,a1,AN-1",
        "OP-1,fr,preferred,Boucher,p1,",
    )
    assert _by_notation(folder)["OP-1"].labels == (
        Label("fr", LabelType.PREFERRED, "Boucher", "p1"),
        Label("nl", LabelType.ALTERNATIVE, "Beenhouwer", "a1", "AN-1"),
        Label("nl", LabelType.PREFERRED, "Slager"),
    )


def test_an_unknown_reference_is_refused_with_its_place(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation,status,replaced_by", "u1,OP-1,retired,OP-9")
    _put(folder, "links/skill.csv", "subject,target", "OP-1,SK-1", "OP-7,OP-1")
    _put(folder, "labels.csv", "concept,lang,type,text", "OP-5,nl,hidden,Slager")
    reading = read(folder)
    assert len(reading.concepts) == 1
    assert _places(reading.refused) == [
        ("unknown-reference", "labels.csv, row 2, concept"),
        ("unknown-reference", "links/skill.csv, row 2, target"),
        ("unknown-reference", "links/skill.csv, row 3, subject"),
        ("unknown-reference", "profile.csv, row 2, replaced_by"),
    ]


def test_a_notation_of_two_active_concepts_cannot_be_referred_to(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation", "u1,OP-1", "u2,OP-1")
    _put(folder, "links/related.csv", "subject,target", "OP-1,u2")
    assert [it.code for it in read(folder).findings] == ["shared-notation", "ambiguous-reference"]


def test_a_notation_of_an_active_and_a_retired_concept_means_the_active_one(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation,status", "u1,OP-1,retired", "u2,OP-1,")
    _put(folder, "links/related.csv", "subject,target", "u1,OP-1")
    reading = read(folder)
    assert reading.concepts[0].targets(Predicate.RELATED) == ["u2"]
    assert reading.findings == ()


def test_repeated_rows_are_taken_once(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation", "u1,OP-1", "u1,OP-2")
    _put(folder, "skill.csv", "id,notation", "u1,SK-1", "u2,SK-2")
    _put(folder, "links/skill.csv", "subject,target", "OP-1,SK-2", "u1,u2")
    label = "OP-1,nl,hidden,Slager"
    _put(folder, "labels.csv", "concept,lang,type,text", label, label)
    reading = read(folder)
    assert [it.notation for it in reading.concepts] == ["OP-1", "SK-2"]
    assert _places(reading.findings) == [
        ("repeated-id", "profile.csv, row 3, id"),
        ("repeated-id", "skill.csv, row 2, id"),
        ("repeated-row", "labels.csv, row 3"),
        ("repeated-row", "links/skill.csv, row 3"),
    ]


def test_a_second_preferred_label_is_refused(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation,pref_label_nl", "u1,OP-1,Slager")
    _put(folder, "labels.csv", "concept,lang,type,text", "OP-1,nl,preferred,Beenhouwer")
    reading = read(folder)
    assert reading.concepts[0].pref_labels() == {"nl": "Slager"}
    assert _places(reading.refused) == [("two-labels", "labels.csv, row 2, text")]


@pytest.mark.parametrize(
    ("file", "header", "row", "code", "place"),
    [
        ("profile.csv", "id,notation,status", "u2,,gone", "unknown-term", "row 2, status"),
        ("profile.csv", "id,notation,retirement", "u2,,old", "unknown-term", "row 2, retirement"),
        ("profile.csv", "id,notation", ",OP-2", "missing-id", "row 2, id"),
        ("profile.csv", "id,notation", "u2,OP-2,x", "too-many-cells", "row 2"),
        ("profile.csv", "id,notation,colour", "u2,,x", "unknown-column", "row 1, colour"),
        ("profile.csv", "id,notation,id", "u2,,x", "repeated-column", "row 1, id"),
        ("profile.csv", "id,pref_label_nl", "u2,x", "missing-column", "row 1"),
        ("profile.csv", "", "", "missing-column", "row 1"),
        ("profile.csv", "id,notation", '"u2,x', "csv-broken", "row 2"),
        ("jobs.csv", "id,notation", "u2,x", "unknown-file", ""),
        ("links/likes.csv", "subject,target", "u1,u1", "unknown-file", ""),
        ("links/broader.csv", "subject,target,rank", "u1,u1,first", "bad-rank", "row 2, rank"),
        ("labels.csv", "concept,lang,type,text", "u1,nl,nick,x", "unknown-term", "row 2, type"),
        ("labels.csv", "concept,lang,type,text", "u1,n_l,hidden,x", "bad-language", "row 2, lang"),
        ("labels.csv", "concept,lang,type,text", "u1,nl,hidden, ", "missing-text", "row 2, text"),
    ],
)
def test_a_wart_is_refused_with_its_place(
    folder: Path, file: str, header: str, row: str, code: str, place: str
) -> None:
    _put(folder, "skill.csv", "id,notation", "u1,SK-1")
    _put(folder, file, header, row)
    reading = read(folder)
    assert (code, f"{file}, {place}".removesuffix(", ")) in _places(reading.refused)
    assert "u1" in {it.id for it in reading.concepts}


def test_a_byte_order_mark_windows_line_ends_and_blank_rows_are_tolerated(folder: Path) -> None:
    (folder / "profile.csv").write_bytes("\ufeffid,notation\r\n\r\nu1,OP-1\r\n,\r\n".encode())
    reading = read(folder)
    assert [it.notation for it in reading.concepts] == ["OP-1"]
    assert {it.severity for it in reading.findings} == {Severity.INFO}
    assert reading.rows == {"profile.csv": 1}


def test_a_file_that_is_not_utf_8_is_refused_and_the_others_are_read(folder: Path) -> None:
    (folder / "profile.csv").write_bytes("id,notation\né,OP-1\n".encode("latin-1"))
    _put(folder, "skill.csv", "id,notation", "u1,SK-1")
    reading = read(folder)
    assert _places(reading.refused) == [("unreadable-file", "profile.csv")]
    assert [it.id for it in reading.concepts] == ["u1"]


def test_text_that_is_not_normalised_is_repaired_and_said(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation,pref_label_nl", "u1,OP-1,  Slager\u200b ")
    reading = read(folder)
    assert reading.concepts[0].pref_label("nl") == "Slager"
    assert _places(reading.findings) == [("text-normalised", "profile.csv, row 2, pref_label_nl")]


def test_a_short_row_and_a_foreign_kind_are_taken_and_said(folder: Path) -> None:
    _put(folder, "occupation.csv", "id,notation", "u1")
    reading = read(folder)
    assert len(reading.concepts) == 1
    assert [it.code for it in reading.findings] == ["too-few-cells", "foreign-kind"]
    assert reading.refused == ()


def test_an_active_concept_with_a_successor_is_a_surprise(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation,replaced_by", "u1,OP-1,OP-2", "u2,OP-2,")
    assert [it.code for it in read(folder).findings] == ["active-with-retirement"]


def test_progress_names_the_file_and_its_rows(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation", "u1,OP-1", "u2,OP-2")
    calls: list[tuple[str, int]] = []
    read(folder, progress=lambda name, rows: calls.append((name, rows)))
    assert calls == [("profile.csv", 2)]


def test_progress_comes_while_a_long_file_is_read(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation", *(f"u{it},OP-{it}" for it in range(6_000)))
    calls: list[tuple[str, int]] = []
    read(folder, progress=lambda name, rows: calls.append((name, rows)))
    assert calls == [("profile.csv", 4_999), ("profile.csv", 6_000)]


def test_a_second_note_is_read_and_a_repeated_one_said(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation,definition_nl", "u1,OP-1,Eerste")
    _put(
        folder,
        "notes.csv",
        "concept,lang,type,text",
        "OP-1,nl,definition,Tweede",
        "OP-1,nl,definition,Eerste",
    )
    reading = read(folder)
    assert [it.text for it in reading.concepts[0].notes] == ["Eerste", "Tweede"]
    assert _places(reading.findings) == [("repeated-row", "notes.csv, row 3")]


def test_a_reference_that_is_not_normalised_is_found_and_said(folder: Path) -> None:
    _put(folder, "profile.csv", "id,notation", "u1,OP-1", "u2,OP-2")
    _put(folder, "links/related.csv", "subject,target", " u1,OP-2 ")
    reading = read(folder)
    assert reading.concepts[0].targets(Predicate.RELATED) == ["u2"]
    assert [it.code for it in reading.findings] == ["text-normalised", "text-normalised"]
