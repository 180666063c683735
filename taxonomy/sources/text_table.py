"""A CSV file of texts: one a row, with an id and a language where the file has such columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sentences import sentence
from taxonomy.sources.delimited import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TextRow", "read"]

_COLUMNS = ("text", "id", "lang")


class TextRow(NamedTuple):
    """A row of the file (the header is row 1); `refused` says why its cells cannot be told apart."""

    row: int
    text: str = ""
    id: str = ""
    lang: str = ""
    refused: str = ""


def read(data: bytes, name: str) -> Iterator[TextRow]:
    """The rows of a file that has a column `text`, perhaps `id` and `lang`, in any order and case.

    SourceUnreadableError names file, row and reason, here or while the rows are taken.
    """
    records = read_records(data, name)
    _, header = next(records, (0, []))
    names = [it.strip().casefold() for it in header]
    for column in _COLUMNS:
        if names.count(column) > 1:
            message = sentence(
                "%(file)s, row 1: %(count)d columns are called %(column)s",
                file=name,
                count=names.count(column),
                column=column,
            )
            raise SourceUnreadableError(message)
    if "text" not in names:
        there = ", ".join(it[:40] for it in header[:20]) or "none"
        message = sentence(
            "%(file)s, row 1: no column is called text; there is: %(there)s", file=name, there=there
        )
        raise SourceUnreadableError(message)
    places = {it: names.index(it) for it in _COLUMNS if it in names}
    return (_row(row, cells, places, len(header)) for row, cells in records)


def _row(row: int, cells: list[str], places: dict[str, int], width: int) -> TextRow:
    if len(cells) != width:
        told = sentence(
            "%(count)d cells under %(width)d columns: quote the cell that holds the delimiter",
            count=len(cells),
            width=width,
        )
        return TextRow(row, refused=told)
    found = {name: restored(cells[place]) for name, place in places.items()}
    return TextRow(row, found["text"], found.get("id", ""), found.get("lang", "").strip())
