from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from taxonomy.editing.fields import Field
from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import delimited
from taxonomy.index import ReleaseIndex
from taxonomy.sources import edited_file
from taxonomy.vocabulary import Kind, Status
from tests.app.serving import release
from tests.build import concept, retired, taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.sources.reading import Reading

HELD = taxonomy(
    concept("s1", Kind.SKILL, notation="SK-1", nl="Zagen"),
    retired("s2", Kind.SKILL, nl="Snijden"),
    concept("n1", Kind.KNOWLEDGE, notation="KN-1", nl="Hout"),
)
INDEX = ReleaseIndex.build(release(HELD, "3.11"), HELD, {})


def read(path: Path) -> Reading:
    return edited_file.read(path, scheme="competent", find=INDEX.find, known={})


def csv(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def codes(found: Reading) -> list[str]:
    return [it.code for it in found.findings]


def test_a_row_is_found_by_id_or_code_and_says_what_its_cells_say(tmp_path: Path) -> None:
    found = read(csv(tmp_path, "id;Code;FR;notation_isco-08\ns1;;Scier;7511\n;KN-1;;\n"))
    knowledge, saw = found.concepts
    assert (saw.notation, saw.kind, saw.pref_labels()) == ("SK-1", Kind.SKILL, {"fr": "Scier"})
    assert saw.notations == (("isco-08", "7511"),)
    assert (knowledge.id, knowledge.labels) == ("n1", ())
    assert {id: it.row for id, it in found.places.items()} == {"s1": 2, "n1": 3}
    assert codes(found) == []


def test_a_row_that_does_not_speak_of_it_leaves_a_concept_retired(tmp_path: Path) -> None:
    (found,) = read(csv(tmp_path, "id,nl\ns2,Snijden\n")).concepts
    assert (found.status, found.retirement) == (Status.RETIRED, INDEX.get("s2").retirement)


def test_a_new_concept_is_of_the_kind_of_its_row_or_of_its_file(tmp_path: Path) -> None:
    text = "id,notation,{}nl\nn9,SK-9,{}Meten\n"
    for path in (
        csv(tmp_path, text.format("kind,", "skill,")),
        csv(tmp_path, text.format("", ""), "skill.csv"),
    ):
        (found,) = read(path).concepts
        assert (found.id, found.notation, found.kind) == ("n9", "SK-9", Kind.SKILL)
    assert read(csv(tmp_path, text.format("", ""))).concepts == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",SK-99,x", "unknown-reference"),
        ("n99,,x", "unknown-reference"),
        ("s1,KN-1,x", "code-with-two-ids"),
        (",,x", "missing-kind"),
        ("s1,,x,y", "too-many-cells"),
        ("[-],SK-1,x", "not-to-clear"),
        ("s1,,x\n,SK-1,y", "repeated-id"),
        (f"s1,,{'x' * 2_001}", "text-too-long"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told(tmp_path: Path, row: str, code: str) -> None:
    found = read(csv(tmp_path, f"id,notation,nl\n{row}\n"))
    assert code in codes(found)
    assert found.refused


def test_every_sheet_that_is_a_table_is_read_and_errors_in_cells_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, rows in (
        ("skill", [["notation", "nl", "fr"], ["SK-1", "Zagen", "#REF!"]]),
        ("Uitleg", [["Lees dit eerst"]]),
        ("Blad2", [[], ["notation", "en"], ["KN-1", "Wood"]]),
    ):
        sheet = book.create_sheet(name)
        for it in rows:
            sheet.append(it)
    book["skill"]["C2"].data_type = "e"
    book.save(tmp_path / "book.xlsx")
    found = read(tmp_path / "book.xlsx")
    assert [it.id for it in found.concepts] == ["n1", "s1"]
    assert (found.places["n1"].sheet, found.places["n1"].row) == ("Blad2", 3)
    assert sorted(codes(found)) == ["error-cell", "sheet-unknown", "sheet-unknown"]
    assert edited_file.expected_rows(tmp_path / "book.xlsx") >= 6


def test_a_table_without_columns_of_concepts_is_none(tmp_path: Path) -> None:
    for text in ("naam;waarde\na;b\n", "notation\nSK-1\n"):
        with pytest.raises(SourceUnreadableError):
            read(csv(tmp_path, text))


def test_a_row_without_id_and_code_begins_a_concept(tmp_path: Path) -> None:
    text = "id;code;nl;fr\n;;Meten;Mesurer\n;SK-1;;Scier\n;;Wegen;\n;;;\n"
    found = read(csv(tmp_path, text, "skill.csv"))
    saw, first, second = found.concepts
    assert (saw.id, saw.pref_labels()) == ("s1", {"fr": "Scier"})
    assert [(it.kind, it.notation) for it in (first, second)] == [(Kind.SKILL, "")] * 2
    assert first.pref_labels() == {"nl": "Meten", "fr": "Mesurer"}
    assert [found.places[it.id].row for it in (first, second)] == [2, 4]
    assert codes(found) == ["new-concept", "new-concept"]
    assert read(csv(tmp_path, text, "skill.csv")).concepts == found.concepts
    other = read(csv(tmp_path, text + "\n;;Tellen;\n", "skill.csv"))
    assert {it.id for it in other.concepts} & {first.id, second.id} == set()


def test_a_new_concept_needs_a_name(tmp_path: Path) -> None:
    found = read(csv(tmp_path, "kind,notation,description_nl\nskill,,Iets\n"))
    assert (found.concepts, codes(found)) == ((), ["missing-id"])


def test_a_mark_clears_a_field_and_an_empty_cell_does_not(tmp_path: Path) -> None:
    header = "notation,nl,fr,description_de,notation_isco-08,collections,attribute_note,status"
    found = read(csv(tmp_path, f"{header}\nSK-1,,[-],[-],[-],[-],[-],\nKN-1,[-],,,,,,[-]\n"))
    assert found.cleared == {
        "s1": {
            Field("label", "preferred", "fr"),
            Field("note", "description", "de"),
            Field("notations", "isco-08"),
            Field("collections"),
            Field("attribute", "note"),
        },
        "n1": {Field("label", "preferred", "nl")},
    }
    assert [it.labels for it in found.concepts] == [(), ()]
    assert [(it.code, it.place.column) for it in found.findings if it.place] == [
        ("not-to-clear", "status")
    ]


def test_formulas_are_told_once_a_column_and_texts_like_them_one_by_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for it in (["notation", "nl", "fr"], ["SK-1", '=A1&"x"', "Scier"], ["KN-1", "=B2", "@bois"]):
        sheet.append(it)
    book.save(tmp_path / "book.xlsx")
    found = read(tmp_path / "book.xlsx")
    told = {(it.code, it.place.row, it.place.column) for it in found.findings if it.place}
    assert told == {("formula-cell", 2, "pref_label_nl"), ("formula-text", 3, "pref_label_fr")}
    assert "the first one here: 2;" in next(
        it.message for it in found.findings if it.code == "formula-cell"
    )
    assert found.concepts[1].pref_labels() == {"fr": "Scier"}


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "- een\n- twee", "'=x"])
def test_a_text_that_we_wrote_comes_back_without_a_word(tmp_path: Path, text: str) -> None:
    cell = delimited(text)
    assert not cell.startswith(("=", "+", "-", "@"))
    found = read(csv(tmp_path, f"notation,description_nl\nSK-1,{cell}\n"))
    assert (found.concepts[0].notes[0].text, codes(found)) == (text, [])


def test_a_text_that_others_wrote_like_a_formula_is_told(tmp_path: Path) -> None:
    found = read(csv(tmp_path, 'notation,nl,fr\nSK-1,"=HYPERLINK(""x"")",- a\n'))
    assert codes(found) == ["formula-text"]
    assert found.concepts[0].pref_label("nl") == '=HYPERLINK("x")'


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_is_read_in_any_encoding_of_spreadsheets(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [["code", "nl", "description_fr"], ["SK-1", "Zagen", '"Scié\nà la main"']]
    text = "\r\n".join(map(delimiter.join, rows))
    data = text.encode(encoding)
    (tmp_path / "table.csv").write_bytes(data)
    if encoding == "utf-16-le":  # nothing says that it is
        with pytest.raises(SourceUnreadableError, match=r"zero byte|not UTF-8"):
            read(tmp_path / "table.csv")
        return
    found = read(tmp_path / "table.csv")
    assert found.concepts[0].notes[0].text == "Scié\nà la main"
    assert codes(found) == (["other-encoding"] if encoding in ("utf-16", "cp1252") else [])


def workbook(path: Path, **members: bytes) -> Path:
    """A small workbook with these members beside its own, or in their place."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["notation", "nl"])
    book.active.append(["SK-1", "Verzagen"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        own = {it: archive.read(it) for it in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**own, **members}.items():
            archive.writestr(name, data)
    return path


def test_macros_are_left_alone(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "book.xlsm", **{"xl/vbaProject.bin": b"Sub Auto_Open()"}))
    assert (len(found.concepts), codes(found)) == (1, ["macros-ignored"])


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("old.xls", COMPOUND + "Workbook".encode("utf-16-le"), r"old binary Office file \(.xls\)"),
        ("locked.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        ("cut.xlsx", b"PK\x03\x04" + bytes(64), "cut off or damaged"),
        ("page.xlsx", b"<html><table><tr><td>code</td></tr></table></html>", "CSV or HTML"),
        ("empty.csv", b" \n", "is empty"),
        ("table.csv", b"code,nl\nSK-1,\0\n", "row 2: holds a zero byte"),
        ("table.csv", b'code,nl\nSK-1,"Zagen\n', "mend the quotes"),
        ("wide.csv", b"code," + b",".join(b"c%d" % it for it in range(16_383)), "16,384 columns"),
        ("book.csv", b"PK\x03\x04", "cut off or damaged"),
    ],
)
def test_what_is_no_table_is_refused_for_its_reason(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceUnreadableError, match=told):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"xl/worksheets/sheet1.xml": BOMB}, "declares a document type"),
        ({"xl/sharedStrings.xml": BOMB}, "declares a document type"),
        ({"xl/worksheets/sheet1.xml": bytes(64 * 1024**2)}, "as only zip bombs do"),
    ],
)
def test_a_workbook_that_harms_is_refused(
    tmp_path: Path, members: dict[str, bytes], told: str
) -> None:
    with pytest.raises(SourceUnreadableError, match=told):
        read(workbook(tmp_path / "book.xlsx", **members))


def test_a_sheet_with_as_many_columns_as_there_can_be_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["notation", *("c" for _ in range(16_383))])
    book.save(tmp_path / "wide.xlsx")
    with pytest.raises(SourceUnreadableError, match="far outside its table"):
        read(tmp_path / "wide.xlsx")


def test_a_file_of_open_document_is_refused_by_its_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "table.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(SourceUnreadableError, match="OpenDocument"):
        read(tmp_path / "table.ods")


def test_a_csv_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as stream:
        stream.truncate(100 * 1024**2)
    with pytest.raises(SourceUnreadableError, match="104,857,600 bytes; 67,108,864 are read"):
        read(tmp_path / "large.csv")
