"""Tables that come back filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources.filled_table import read_table

NAMES = ("decision", "item")
FILE = Path("table.csv")


def test_columns_are_found_by_name_in_any_order_and_case() -> None:
    data = "\ufeffItem;note; DECISION \r\n1;x;keep\r\n;;\r\n2\r\n".encode()
    assert read_table(FILE, data, NAMES) == [
        (2, {"item": "1", "note": "x", "decision": "keep"}),
        (4, {"item": "2", "note": "", "decision": ""}),
    ]


def test_an_apostrophe_that_held_a_formula_back_is_taken_away() -> None:
    ((_, cells),) = read_table(FILE, b"decision,item\n'=1+1,'t\n", NAMES)
    assert cells == {"decision": "=1+1", "item": "'t"}


def test_numbers_of_a_workbook_are_read_as_they_look(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["decision", "item"])
    sheet.append(["keep", 12])
    sheet.append([None, None])
    sheet.append([True, 1.5])
    file = tmp_path / "table.xlsx"
    book.save(file)
    rows = read_table(file, file.read_bytes(), NAMES)
    assert [(row, cells["item"]) for row, cells in rows] == [(2, "12"), (4, "1.5")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"decision\nkeep\n", "lacks item"),
        (b"decision,item,item\nkeep,1,2\n", "has item twice"),
        (b"decision,item\nkeep,1,2\n", "row 2: 3 cells under 2 columns"),
        (b'decision,item\n"keep,1\n', "mend the quotes"),
        (b"", "lacks decision, item"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(data: bytes, told: str) -> None:
    with pytest.raises(SourceUnreadableError, match=told):
        read_table(FILE, data, NAMES)


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    file.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(SourceUnreadableError):
        read_table(file, file.read_bytes(), NAMES)
