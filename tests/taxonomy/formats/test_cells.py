"""A cell never begins a formula, and gives back the text that it was made of."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.formats.cells import delimited, neutralised, restored

_NASTY = st.text(st.one_of(st.sampled_from("'\"=+-@\t\r\n1a"), st.characters(codec="utf-8")))


@given(_NASTY)
def test_a_text_comes_back_from_its_cell(text: str) -> None:
    assert restored(neutralised(text)) == text


@given(_NASTY)
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = neutralised(text)
    bare = cell.lstrip("\"'")
    assert cell[:1] == "'" or not bare.startswith(tuple("=+-@\t\r\n")) or int(text) <= 0


@given(_NASTY, _NASTY)
def test_a_reader_of_csv_gets_the_cells_of_a_line(first: str, second: str) -> None:
    line = f"{delimited(first)},{delimited(second)}\n"
    (cells,) = csv.reader(io.StringIO(line, newline=""), strict=True)
    assert [restored(it) for it in cells] == [first, second]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ('"=1+1', "'\"=1+1"),
        ("'=1+1", "''=1+1"),
        ("+32 2 123", "'+32 2 123"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1+1", "'-1+1"),
        ("-1", "-1"),
        ("'s ochtends", "'s ochtends"),
        ("C++", "C++"),
        ("", ""),
    ],
)
def test_only_what_may_be_calculated_gets_an_apostrophe(text: str, cell: str) -> None:
    assert neutralised(text) == cell


def test_the_page_of_the_format_tells_the_rule() -> None:
    page = (Path(__file__).parents[3] / "docs/release-format.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)`", page.partition("| text | cell |")[2], re.M)[:5]
    assert [(text, neutralised(text)) for text, _ in rows] == rows
    assert len(rows) == 5
