"""Rows of a CSV file in UTF-8, lists divided by `|`; rows are records, the header is row 1."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from app.bulk.jobs import Type
from app.bulk.reading.gathering import Gathering
from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sources.process_wide import long_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from app.bulk.checking import Chunk
    from app.bulk.jobs import Column
    from app.bulk.reading.gathering import Cell

__all__ = ["look", "read"]

_DELIMITERS = ",;\t"
_BINARY = (b"PAR1", b"PK\x03\x04", b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff")


def look(path: Path, columns: Sequence[Column]) -> None:
    """None, as CSV does not tell how many rows it has; SourceUnreadableError where it lacks a column."""
    with _opened(path) as file:
        _places(path, _header(path, file)[1], columns)


def read(path: Path, columns: Sequence[Column], size: int) -> Iterator[Chunk]:
    """The rows, so many at a time; those that are not CSV, or have other cells than the header, are refused."""
    gathering = Gathering(columns)
    with _opened(path) as file, long_cells():
        delimiter, header = _header(path, file)
        places = _places(path, header, columns)
        for row, record in _records(file, delimiter, gathering):
            if len(record) != len(header):
                message = f"{len(record)} cells under {len(header)} columns"
                gathering.refuse(row, "cells-differ", message)
            else:
                gathering.add(
                    row,
                    [_cell(record, place, it) for place, it in zip(places, columns, strict=True)],
                )
            if gathering.seen >= size:
                yield gathering.taken()
        if gathering.seen:
            yield gathering.taken()


def _records(file: TextIO, delimiter: str, gathering: Gathering) -> Iterator[tuple[int, list[str]]]:
    """Row and cells of each record; empty lines are passed by, and counted."""
    records = csv.reader(file, delimiter=delimiter, strict=True)
    row = 1
    while True:
        row += 1
        try:
            record = next(records, None)
        except csv.Error as error:
            gathering.refuse(row, "csv-broken", f"not CSV ({error}): mend the quotes")
            continue
        if record is None:
            return
        if record:
            yield row, record


def _opened(path: Path) -> TextIO:
    with path.open("rb") as file:
        begin = file.read(4)
    if begin.startswith(_BINARY):
        message = f"{path.name} is no CSV in UTF-8"
        raise SourceUnreadableError(message)
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _header(path: Path, file: TextIO) -> tuple[str, list[str]]:
    """The delimiter, and the names of the columns; the file stands behind them then."""
    line = file.readline()
    if not line.strip():
        message = f"{path.name} is empty: its first row must name the columns"
        raise SourceUnreadableError(message)
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        return delimiter, [it.strip() for it in next(csv.reader([line], delimiter=delimiter))]
    except csv.Error as error:
        message = f"{path.name}, row 1: not CSV ({error})"
        raise SourceUnreadableError(message) from error


def _places(path: Path, header: Sequence[str], columns: Sequence[Column]) -> list[int]:
    """Where each column stands in a row, -1 for one that is not there."""
    for column in columns:
        if header.count(column.name) > 1 or (column.required and column.name not in header):
            what = "several columns" if column.name in header else "no column"
            names = ", ".join(it[:60] for it in header[:20])
            message = f"{path.name}, row 1: there is {what} {column.name}; there are: {names}"
            raise SourceUnreadableError(message)
    return [header.index(it.name) if it.name in header else -1 for it in columns]


def _cell(record: Sequence[str], place: int, column: Column) -> Cell:
    if place < 0:
        return None
    text = restored(record[place])
    if column.type is Type.TEXT:
        return text
    if not text:
        return None if column.type is Type.NUMBERS and not column.required else []
    return text.split("|")
