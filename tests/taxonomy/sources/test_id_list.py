from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources.id_list import IdList, read


@pytest.mark.parametrize(
    "data",
    [
        b"OP-10\nOP-2\n",
        b"OP-10\r\nOP-2",
        b"\xef\xbb\xbfOP-10\n\n  \nOP-2\n\n",
        b'"OP-10"\n"OP-2"\n',
        b"code\nOP-10\nOP-2\n",
        b"\xef\xbb\xbfUUID\r\nOP-10\r\nOP-2\r\n",
        b"titel;Code;n\nSlager;OP-10;1\nVisser;OP-2;2\n",
        b'code,titel\nOP-10,"Slager; vlees"\nOP-2,"Visser\nen meer"\n',
        b"titel\tnotation\nSlager\tOP-10\nVisser\tOP-2\n",
    ],
)
def test_ids_are_read_from_lines_and_from_a_column(data: bytes) -> None:
    assert read(data, "ids.csv").ids == ("OP-10", "OP-2")


def test_a_column_is_taken_by_its_name() -> None:
    data = b"id;beroep;code\n1;OP-10;x\n2;OP-2;y\n"
    assert read(data, "ids.csv", "Beroep") == IdList(("OP-10", "OP-2"), "beroep")
    assert read(b"beroep\nOP-10\n", "ids.csv", "beroep").ids == ("OP-10",)


def test_empty_cells_and_repeats_keep_their_place() -> None:
    assert read(b"id;n\nOP-1;1\n;2\nOP-1;3\n", "ids.csv").ids == ("OP-1", "", "OP-1")


def test_a_cell_that_was_neutralised_is_restored() -> None:
    assert read(b"id\n'=OP-1\n", "ids.csv").ids == ("=OP-1",)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n \n\n", b"id\n", b"id;code2\n"])
def test_a_file_may_hold_no_id(data: bytes) -> None:
    assert read(data, "ids.csv").ids == ()


@pytest.mark.parametrize(
    ("data", "column", "reason"),
    [
        (b"id;titel\nOP-1;Slager\nOP-2\n", "", "row 3: 1 cells under 2 columns"),
        (b"OP-1\nOP-2,x\n", "", "row 2: 2 cells under 1 columns"),
        (b"id;code\n1;OP-1\n", "", "row 1: 2 columns may hold the ids; .* id, code"),
        (b"a;b\n1;2\n", "", "row 1: there is no column called id, .*; .*: a, b"),
        (b"a;b\n1;2\n", "c", "row 1: there is no column 'c'.*: a, b"),
        (b"c;c\n1;2\n", "c", "2 columns may hold the ids"),
        (b'id;b\n"1;2\n', "", "row 2: not CSV"),
        (b'id;b\n"1"x;2\n', "", "row 2: not CSV"),
        (b"OP-1\nOP-\xe9\n", "", "row 2: not UTF-8"),
        ("OP-1\n".encode("utf-16"), "", "UTF-16"),
        (b"PK\x03\x04\x14\x00", "", "a zip or a workbook"),
        (b"OP-1\nO\x00P\n", "", "row 2: holds a zero byte"),
        (b"OP-1\n" + b"x" * 200_000, "", "row 2: not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_row_and_reason(
    data: bytes, column: str, reason: str
) -> None:
    with pytest.raises(SourceUnreadableError, match=reason) as refused:
        read(data, "ids.csv", column)
    assert refused.value.detail.startswith("ids.csv")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(SourceUnreadableError):
        assert all(isinstance(it, str) for it in read(data, "ids.csv").ids)
