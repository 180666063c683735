"""A table that was sent out to be filled in and comes back, as CSV or as a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sentences import sentence
from taxonomy.sources.delimited import read_records
from taxonomy.sources.zipped import no_workbook, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_table"]

_MOST_INFLATED = 256 * 1024**2
_ZIP = b"PK\x03\x04"


def read_table(
    path: Path, data: bytes, required: tuple[str, ...]
) -> list[tuple[int, dict[str, str]]]:
    """Row (1 = the header) and column → text of each row that is not blank, trimmed and restored.

    Columns are found by name, in any order and case; of a workbook the first sheet is read. A short
    row ends in empty cells. SourceUnreadableError names row and reason.
    """
    records = _sheet(path, data) if data.startswith(_ZIP) else read_records(data, path.name)
    _, header = next(records, (0, []))
    names = [it.strip().casefold() for it in header]
    missing = [it for it in required if it not in names]
    repeated = [it for it in required if names.count(it) > 1]
    if missing or repeated:
        message = (
            sentence(
                "%(file)s, row 1: the header lacks %(columns)s: keep the first row as it came",
                file=path.name,
                columns=", ".join(missing),
            )
            if missing
            else sentence(
                "%(file)s, row 1: the header has %(column)s twice: keep the first row as it came",
                file=path.name,
                column=repeated[0],
            )
        )
        raise SourceUnreadableError(message)
    return [(row, _cells(path, row, names, record)) for row, record in records]


def _cells(path: Path, row: int, names: list[str], record: list[str]) -> dict[str, str]:
    if any(it.strip() for it in record[len(names) :]):
        message = sentence(
            "%(file)s, row %(row)d: %(count)d cells under %(width)d columns: quote the cell that holds the delimiter",
            file=path.name,
            row=row,
            count=len(record),
            width=len(names),
        )
        raise SourceUnreadableError(message)
    padded = [*record, *[""] * (len(names) - len(record))]
    return {name: restored(it).strip() for name, it in zip(names, padded, strict=False)}


def _sheet(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    with opened(path, most_inflated=_MOST_INFLATED):
        pass  # it is a sound archive of a bearable size
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows = [[_text(it) for it in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, OSError, ValueError) as error:
        raise no_workbook(path, error) from error
    yield from ((at, row) for at, row in enumerate(rows, start=1) if any(it.strip() for it in row))


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
