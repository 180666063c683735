"""Files of rows: what is good is read the same from every form, and what is broken is told by its row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from app.bulk.jobs import ID, Column, Type
from app.bulk.reading import Table
from app.bulk.rejects import Rejects
from taxonomy.errors import InvalidQueryError, SourceUnreadableError

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    ID,
    Column("competences", Type.TEXTS),
    Column("weights", Type.NUMBERS, required=False, as_long_as="competences"),
)
Row = dict[str, Any]
Refused = list[tuple[int, str]]

GOOD: list[Row] = [
    {"id": "a", "competences": ["x", "ŷ"], "weights": [1.0, 0.5]},
    {"id": "b", "competences": [], "weights": None},
    {"id": "c", "competences": ["x"], "weights": None},
]


def read(path: Path, size: int = 2) -> tuple[list[Row], Refused]:
    rejects = Rejects(path.name, path.with_name("rejects"))
    table = Table.opened(path, COLUMNS, "--vacancies")
    rows = [row for batch in table.blocks(size, rejects) for row in batch.to_pylist()]
    told = [json.loads(line) for line in rejects.lines()]
    return rows, [(it["place"]["row"], it["code"]) for it in told]


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def as_parquet(folder: Path, columns: dict[str, Any]) -> Path:
    parquet.write_table(pa.table(columns), folder / "rows.parquet")
    return folder / "rows.parquet"


def test_every_form_holds_the_same_rows(tmp_path: Path) -> None:
    csv = "id;competences;weights;other\na;x|ŷ;1|0.5;\nb;;;\nc;x;;\n"
    lines = "\n".join(json.dumps(it) for it in GOOD)
    columns = {name: [it[name] for it in GOOD] for name in GOOD[0]}
    for path in (
        written(tmp_path, "rows.csv", "\ufeff" + csv),
        written(tmp_path, "rows.ndjson", "\ufeff" + lines + "\n\n"),
        as_parquet(tmp_path, columns),
    ):
        assert read(path) == (GOOD, [])


@pytest.mark.parametrize(
    "types",
    [
        (pa.large_string(), pa.large_list(pa.large_string()), pa.list_(pa.int32())),
        (pa.dictionary(pa.int8(), pa.string()), pa.list_(pa.string_view()), pa.null()),
    ],
)
def test_parquet_may_use_any_type_that_holds_the_same(tmp_path: Path, types: Any) -> None:
    cells: list[list[Any]] = [["a", "b"], [["x"], []], [None, None]]
    names = ("id", "competences", "weights")
    columns = {
        name: pa.array(it, type_) for name, it, type_ in zip(names, cells, types, strict=True)
    }
    if pa.types.is_null(types[2]):
        del columns["weights"]
    rows, refused = read(as_parquet(tmp_path, columns))
    assert ([it["competences"] for it in rows], refused) == ([["x"], []], [])


BROKEN_LINES: list[tuple[str | bytes, str]] = [
    ('{"id": null, "competences": []}', "id-missing"),
    ('{"id": "", "competences": []}', "id-missing"),
    ('{"competences": []}', "id-missing"),
    ('{"id": 7, "competences": []}', "type-differs"),
    ('{"id": "z"}', "value-missing"),
    ('{"id": "z", "competences": "x"}', "type-differs"),
    ('{"id": "z", "competences": ["x", null]}', "value-missing"),
    ('{"id": "z", "competences": ["x", ""]}', "value-missing"),
    ('{"id": "z", "competences": ["x", 1]}', "type-differs"),
    ('{"id": "z", "competences": ["x"], "weights": [0]}', "number-refused"),
    ('{"id": "z", "competences": ["x"], "weights": [-1]}', "number-refused"),
    ('{"id": "z", "competences": ["x"], "weights": [null]}', "number-refused"),
    ('{"id": "z", "competences": ["x"], "weights": [true]}', "number-refused"),
    ('{"id": "z", "competences": ["x"], "weights": ["much"]}', "number-refused"),
    ('{"id": "z", "competences": ["x"], "weights": ["nan"]}', "number-refused"),
    ('{"id": "z", "competences": ["x"], "weights": [1e999]}', "number-refused"),
    ('{"id": "z", "competences": ["x"], "weights": 1}', "type-differs"),
    ('{"id": "z", "competences": ["x"], "weights": [1, 1]}', "lengths-differ"),
    ('{"id": "first", "competences": []}', "id-repeated"),
    ('{"id": "z", "competences": ["x"', "not-json"),
    ("[]", "not-json"),
    ("[" * 5_000, "not-json"),
    (b'{"id": "z\xff", "competences": []}', "not-utf8"),
    ('{"id": "\\ud800", "competences": []}', "not-json"),
]


@pytest.mark.parametrize(("line", "code"), BROKEN_LINES)
def test_a_broken_line_is_refused_and_the_others_are_read(
    tmp_path: Path, line: str | bytes, code: str
) -> None:
    begin, end = (
        b'{"id": "first", "competences": ["x"]}\n',
        b'\n{"id": "last", "competences": []}\n',
    )
    middle = line.encode() if isinstance(line, str) else line
    rows, refused = read(written(tmp_path, "rows.ndjson", begin + middle + end))
    # JSON that is too great a number to be one is not read at all.
    assert refused == [(2, "not-json" if b"1e999" in middle else code)]
    assert [it["id"] for it in rows] == ["first", "last"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("z,x", "cells-differ"),
        ("z,x,1,more", "cells-differ"),
        (",x,1", "id-missing"),
        ("first,x,", "id-repeated"),
        ("z,x||y,", "value-missing"),
        ("z,x|y,1|", "number-refused"),
        ("z,x|y,1", "lengths-differ"),
        ("z,x,NaN", "number-refused"),
        ('z,"x"y,1', "csv-broken"),
        (b"z,x\xe9,1", "not-utf8"),
    ],
)
def test_a_broken_row_of_csv_is_refused_and_the_others_are_read(
    tmp_path: Path, line: str | bytes, code: str
) -> None:
    middle = line.encode() if isinstance(line, str) else line
    data = b"id,competences,weights\nfirst,x,\n" + middle + b"\nlast,,\n"
    rows, refused = read(written(tmp_path, "rows.csv", data), size=1)
    assert refused == [(3, code)]
    assert [it["id"] for it in rows] == ["first", "last"]


def test_a_quote_that_is_never_closed_refuses_what_it_swallows(tmp_path: Path) -> None:
    path = written(tmp_path, "rows.csv", 'id,competences,weights\na,x,\nb,"x,\nc,x,\n')
    rows, refused = read(path)
    assert ([it["id"] for it in rows], refused) == (["a"], [(3, "csv-broken")])


def test_cells_that_were_kept_from_spreadsheets_are_read_as_they_were(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path, "rows.csv", "id,competences,weights\n'=a,x,\n"))
    assert rows[0]["id"] == "=a"


def test_broken_rows_of_parquet_are_refused_by_their_number(tmp_path: Path) -> None:
    path = as_parquet(
        tmp_path,
        {
            "id": ["a", None, "a", "d", "e"],
            "competences": [["x"], [], [], None, ["x", None]],
            "weights": [[float("nan")], None, None, None, [1.0, 1.0]],
        },
    )
    rows, refused = read(path)
    assert rows == [{"id": "a", "competences": [], "weights": None}]
    assert refused == [
        (1, "number-refused"),
        (2, "id-missing"),
        (4, "value-missing"),
        (5, "value-missing"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("rows.csv", b"", "empty"),
        ("rows.csv", b"id,competences\n", "no rows"),
        ("rows.csv", b"id,skills\na,x\n", "no column competences"),
        ("rows.csv", b"id,id,competences\n1,2,x\n", "several columns id"),
        ("rows.csv", b"PAR1....", "no CSV"),
        ("rows.csv", b"\xff\xfei\0d\0", "no CSV"),
        ("rows.ndjson", b"", "empty"),
        ("rows.ndjson", b" \n\n", "empty"),
        ("rows.ndjson", b"[1]\n", "must be a JSON object"),
        ("rows.ndjson", b'{"id": "a"}\n', "no competences"),
        ("rows.parquet", b"", "no Parquet"),
        ("rows.parquet", b"id,competences\n", "no Parquet"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_says_why(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    with pytest.raises(SourceUnreadableError, match=told):
        read(written(tmp_path, name, data))


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"id": [1], "competences": [["x"]]}, "column id is int64, and must be text"),
        ({"id": ["a"], "competences": ["x"]}, "column competences is string"),
        ({"id": ["a"], "competences": [[1]]}, "column competences is list<"),
        ({"id": ["a"], "competences": [["x"]], "weights": [1.0]}, "column weights is double"),
        ({"id": ["a"], "competences": [["x"]], "weights": [["x"]]}, "list of numbers"),
        ({"id": ["a"]}, "no column competences; there are: id"),
        (
            {"id": pa.array([], pa.string()), "competences": pa.array([], pa.list_(pa.string()))},
            "no rows",
        ),
    ],
)
def test_columns_of_other_types_are_refused_before_anything_is_read(
    tmp_path: Path, columns: dict[str, Any], told: str
) -> None:
    with pytest.raises(SourceUnreadableError, match=told):
        read(as_parquet(tmp_path, columns))


def test_parquet_that_breaks_off_says_after_which_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    many = [str(it) for it in range(4_000)]
    table = pa.table({"id": many, "competences": [[it] for it in many]})
    parquet.write_table(table, path, row_group_size=1_000, use_dictionary=False)
    data = bytearray(path.read_bytes())
    place = data.index(b"3500") if b"3500" in data else len(data) * 3 // 4
    data[place - 3_000 : place] = b"\xff" * 3_000
    path.write_bytes(data)
    with pytest.raises(SourceUnreadableError, match=r"broken after row [123]000"):
        read(path, size=1_000)


def test_texts_of_parquet_that_are_not_utf8_are_told(tmp_path: Path) -> None:
    bad = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")]
    )
    path = as_parquet(tmp_path, {"id": bad, "competences": pa.array([["x"]])})
    with pytest.raises(SourceUnreadableError, match="broken after row 0"):
        read(path)


def test_a_file_that_is_not_there_or_of_no_known_form_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError, match="cannot be read"):
        read(tmp_path / "none.csv")
    with pytest.raises(InvalidQueryError, match=r"--vacancies 'rows.xlsx'.*must end in"):
        read(tmp_path / "rows.xlsx")
