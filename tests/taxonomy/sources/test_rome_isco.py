"""Tests of reading the tables from ROME to ISCO-08."""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taxonomy.errors import SourceUnreadableError
from taxonomy.mapping import Side
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.sources.rome_isco import read
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from pathlib import Path

ROME, ISCO = Side("rome", "3.47"), Side("isco", "08")
BROAD, RELATED = MappingPredicate.BROAD, MappingPredicate.RELATED
XML = """<?xml version="1.0" encoding="UTF-8"?>
<ROME-ISCO>
<row><rome>A1101</rome><label>Engins agricoles</label><isco08>8341</isco08></row>
<row><rome>A1201</rome><label>Bûcheronnage</label><isco08>6210, 9215;9215</isco08></row>
</ROME-ISCO>
"""


def xml(folder: Path, text: str, name: str = "rome.xml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def xlsx(folder: Path, *rows: tuple[Any, ...], name: str = "rome.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("Définition").write(0, 0, "La table de correspondance")
        sheet = workbook.add_worksheet("ROME to ISCO-08")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def reading(*paths: Path) -> MappingReading:
    return read(paths, subject=ROME, object_=ISCO)


def pairs(it: MappingReading) -> list[tuple[str, MappingPredicate, str]]:
    return [(each.subject_id, each.predicate, each.object_id) for each in it.mapping_set]


def test_a_code_with_one_group_lies_within_it_and_one_with_several_overlaps_them(
    tmp_path: Path,
) -> None:
    found = reading(xml(tmp_path, XML))
    assert pairs(found) == [
        ("A1101", BROAD, "8341"),
        ("A1201", RELATED, "6210"),
        ("A1201", RELATED, "9215"),
    ]
    assert (found.findings, found.rows) == ((), {"rome.xml": 2})
    assert found.mapping_set.name == "rome-3.47--isco-08"
    assert found.mapping_set.mappings[0].subject_label == "Engins agricoles"
    assert "broadMatch" in found.mapping_set.comment
    assert found.notations["8341"] == "8341"


def test_a_workbook_is_read_from_the_sheet_that_has_both_codes(tmp_path: Path) -> None:
    head = (
        "Code ROME",
        "Libellé codes ROME",
        "ISCO08 14SI4",
        "Code ISCO08",
        "Libellé codes ISCO08",
    )
    path = xlsx(
        tmp_path,
        (),
        head,
        ("k1701", "Défense", 0, 310, "Autres membres"),
        (),
        ("A1101", "Engins", 9, 8341, "Conducteurs"),
    )
    found = reading(path)
    assert pairs(found) == [("A1101", BROAD, "8341"), ("K1701", BROAD, "0310")]
    assert found.mapping_set.mappings[0].object_label == "Conducteurs"
    (finding,) = found.findings
    assert (finding.code, finding.concept) == ("code-mended", "K1701")
    assert finding.place
    assert (finding.place.sheet, finding.place.row) == ("ROME to ISCO-08", 3)


def test_tables_are_put_together(tmp_path: Path) -> None:
    more = xlsx(tmp_path, ("Code", "Title", "ISCO08"), ("A1101", "Engins", 9999), ("B1", "", 1))
    found = reading(xml(tmp_path, XML), more)
    assert pairs(found)[:2] == [("A1101", RELATED, "8341"), ("A1101", RELATED, "9999")]
    assert [it.file for it in found.mapping_set.sources] == ["rome.xml", "rome.xlsx"]
    assert [it.code for it in found.refused] == ["bad-code"]


@pytest.mark.parametrize("cell", ["", " , ", "métier", "83411", "²"])
def test_a_row_without_a_group_is_refused(tmp_path: Path, cell: str) -> None:
    row = f"<row><rome>A1102</rome><isco08>{cell}</isco08></row></ROME-ISCO>"
    found = reading(xml(tmp_path, XML.replace("</ROME-ISCO>", row)))
    assert [it.code for it in found.refused] == ["bad-code"]
    assert "A1102" not in {it.subject_id for it in found.mapping_set}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<ROME-ISCO><row>", "not well-formed"),
        ("<ROME-ISCO></ROME-ISCO>", "no table"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
        ("Code;ISCO08\nA1101;8341\n", "zip"),
        ("", "empty"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(SourceUnreadableError, match=reason):
        reading(xml(tmp_path, text))


def test_a_missing_file_and_no_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError, match=r"gone\.xml"):
        reading(tmp_path / "gone.xml")
    with pytest.raises(SourceUnreadableError, match="no file"):
        reading()


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(65 * 1024**2)
    with pytest.raises(SourceUnreadableError, match="64 MiB"):
        reading(path)


def test_a_workbook_with_a_stray_cell_or_without_its_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stray.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("codes")
        sheet.write(0, 0, "Code")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(SourceUnreadableError, match="XFD1048576"):
        reading(path)


def test_a_workbook_that_only_looks_like_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hollow.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<nothing")
    with pytest.raises(SourceUnreadableError, match="cannot be read"):
        reading(path)


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    read([xml(tmp_path, XML)], subject=ROME, object_=ISCO, progress=lambda *it: told.append(it))
    assert told == [("rome.xml", 2)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(data)
    with pytest.raises(SourceUnreadableError):
        reading(path)


@pytest.mark.real_data
def test_the_published_tables_are_read_whole(shared_data: Path) -> None:
    folder = shared_data / "crosswalks/rome-isco"
    of_2014 = reading(folder / "20140603_ROME_ISCO08.xlsx")
    assert of_2014.rows == {"20140603_ROME_ISCO08.xlsx": 531}
    assert [it.code for it in of_2014.findings] == ["code-mended"]
    assert pairs(of_2014) == pairs(reading(folder / "rome-2-isco08.xml"))
    subjects = Counter(it.subject_id for it in of_2014.mapping_set)
    assert len(subjects) == 531
    newer = reading(folder / "Correspondance_ROME_ISCO08.xlsx")
    assert Counter(it.predicate for it in newer.mapping_set) == {BROAD: 532}
    assert newer.rows == {"Correspondance_ROME_ISCO08.xlsx": 1064}
