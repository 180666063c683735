"""A file of ids that an application uses: plain lines, or one column of a CSV file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sources.delimited import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["COLUMNS", "IdList", "read"]

COLUMNS = ("id", "code", "uuid", "notation", "uri")
"""What a column of ids is called, in any case, where no column is named."""

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
    records = read_records(data, name)
    _, header = next(records, (0, []))
    place = _place(header, name, column)
    if place is None:
        return IdList((restored(header[0]), *_cells(records, name, 0, 1)), "")
    cells = _cells(records, name, place, len(header))
    return IdList(tuple(cells), header[place].strip() if header else "")


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
