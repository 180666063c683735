"""A table that was sent out to be filled in and comes back, as CSV or as a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sources.delimited import read_records
from taxonomy.sources.zipped import opened

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
        what = f"lacks {', '.join(missing)}" if missing else f"has {repeated[0]} twice"
        message = f"{path.name}, row 1: the header {what}: keep the first row as it came"
        raise SourceUnreadableError(message)
    return [(row, _cells(path, row, names, record)) for row, record in records]


def _cells(path: Path, row: int, names: list[str], record: list[str]) -> dict[str, str]:
    if any(it.strip() for it in record[len(names) :]):
        message = (
            f"{path.name}, row {row}: {len(record)} cells under {len(names)} columns: "
            "quote the cell that holds the delimiter"
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
        message = f"{path.name}: is no workbook that can be read ({error}): save it as .xlsx"
        raise SourceUnreadableError(message) from error
    yield from ((at, row) for at, row in enumerate(rows, start=1) if any(it.strip() for it in row))


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
