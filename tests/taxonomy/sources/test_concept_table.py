from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from taxonomy.errors import SourceUnreadableError
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
        ("s1,KN-1,x", "code-with-two-ids"),
        (",,x", "missing-id"),
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
