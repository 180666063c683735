"""A file of ids that an application uses: plain lines, or one column of a CSV file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["COLUMNS", "IdList", "read"]

COLUMNS = ("id", "code", "uuid", "notation", "uri")
"""What a column of ids is called, in any case, where no column is named."""

_BOM = "\ufeff"
_DELIMITERS = ";,\t"
_SIGNATURES = {
    b"PK\x03\x04": "a zip or a workbook",
    b"\xd0\xcf\x11\xe0": "an old workbook (.xls)",
    b"\x1f\x8b": "packed by gzip",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_SHOWN = 80


class IdList(NamedTuple):
    """The ids in the order of the file, an empty cell as "", and the column they stand in ("" = none)."""

    ids: tuple[str, ...]
    column: str


def read(data: bytes, name: str, column: str = "") -> IdList:
    """The ids of a file; SourceUnreadableError names file, row and reason.

    Cells are divided by `;`, `,` or tabs. A file of several columns has a header; the column is the
    one named, else the only one that is called as COLUMNS say. Blank lines are left out.
    """
    text = _text(data, name)
    delimiter = _delimiter(text, name)
    records = _records(text, name, delimiter)
    _, header = next(records, (0, []))
    place = _place(header, name, column)
    if place is None:
        return IdList((restored(header[0]), *_cells(records, name, 0, 1)), "")
    cells = _cells(records, name, place, len(header))
    return IdList(tuple(cells), header[place].strip() if header else "")


def _text(data: bytes, name: str) -> str:
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            message = f"{name} is {what}: save it as CSV in UTF-8, or as plain lines"
            raise SourceUnreadableError(message)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = f"{name}, row {row}: not UTF-8 ({error.reason}): save it as CSV in UTF-8"
        raise SourceUnreadableError(message) from error
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        message = f"{name}, row {row}: holds a zero byte, so it is no text"
        raise SourceUnreadableError(message)
    return text.removeprefix(_BOM)


def _delimiter(text: str, name: str) -> str:
    """What divides the first row into the most cells; `,` where nothing does."""
    widths = {it: len(next(_records(text, name, it), (0, []))[1]) for it in _DELIMITERS}
    widest = max(widths, key=widths.__getitem__)
    return widest if widths[widest] > 1 else ","


def _records(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Row and cells of each record that is not blank."""
    row = 0
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row, record in enumerate(records, start=1):
            if any(it.strip() for it in record):
                yield row, record
    except csv.Error as error:
        message = f"{name}, row {row + 1}: not CSV ({error}): mend the quotes"
        raise SourceUnreadableError(message) from error


def _place(header: Sequence[str], name: str, column: str) -> int | None:
    """Where the ids stand in a row; None where the first row is no header but an id."""
    names = [it.strip() for it in header]
    if not column and len(names) < 2:
        return 0 if not names or names[0].casefold() in COLUMNS else None
    wanted = {column.strip().casefold()} if column else set(COLUMNS)
    found = [place for place, it in enumerate(names) if it.casefold() in wanted]
    if len(found) == 1:
        return found[0]
    there = ", ".join(it[:_SHOWN] for it in names[:20]) or "none"
    what = f"column {column[:_SHOWN]!r}" if column else f"column called {', '.join(COLUMNS)}"
    many = f"{len(found)} columns may hold the ids" if found else f"there is no {what}"
    message = f"{name}, row 1: {many}; name one with --column: {there}"
    raise SourceUnreadableError(message)


def _cells(
    records: Iterator[tuple[int, list[str]]], name: str, place: int, width: int
) -> Iterator[str]:
    for row, record in records:
        if len(record) != width:
            message = (
                f"{name}, row {row}: {len(record)} cells under {width} columns: "
                "quote the cell that holds the delimiter"
            )
            raise SourceUnreadableError(message)
        yield restored(record[place])
