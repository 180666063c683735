"""Rows of an NDJSON file, one JSON object a line; rows are lines, counted from 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from app.bulk.reading.gathering import Gathering
from taxonomy.errors import SourceUnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.bulk.checking import Chunk
    from app.bulk.jobs import Column

__all__ = ["look", "read"]

_BOM = b"\xef\xbb\xbf"


def look(path: Path, columns: Sequence[Column]) -> None:
    """None, as NDJSON does not tell how many rows it has.

    SourceUnreadableError where the first row is no object or lacks a column.
    """
    with path.open("rb") as file:
        line = next((it for it in file if it.strip()), b"").removeprefix(_BOM)
    if not line.strip():
        message = f"{path.name} is empty"
        raise SourceUnreadableError(message)
    try:
        first = orjson.loads(line)
    except ValueError:
        return  # the first row is refused when it is read, as any other
    if not isinstance(first, dict):
        message = f"{path.name}, row 1: each line must be a JSON object"
        raise SourceUnreadableError(message)
    missing = [it.name for it in columns if it.required and it.name not in first]
    if missing:
        names = ", ".join(it[:60] for it in list(first)[:20])
        message = f"{path.name}, row 1: there is no {missing[0]}; there are: {names}"
        raise SourceUnreadableError(message)


def read(path: Path, columns: Sequence[Column], size: int) -> Iterator[Chunk]:
    """The rows, so many at a time; those that are no JSON object in UTF-8 are refused. Blank lines are passed by."""
    gathering = Gathering(columns)
    with path.open("rb") as file:
        for row, line in enumerate(file, start=1):
            text = line.removeprefix(_BOM) if row == 1 else line
            if text.strip():
                _add(text, row, columns, gathering)
            if gathering.seen >= size:
                yield gathering.taken()
    if gathering.seen:
        yield gathering.taken()


def _add(line: bytes, row: int, columns: Sequence[Column], gathering: Gathering) -> None:
    try:
        found = orjson.loads(line)
    except ValueError as error:
        code = "not-json" if _is_utf8(line) else "not-utf8"
        gathering.refuse(row, code, f"not a JSON object: {error}")
        return
    if not isinstance(found, dict):
        gathering.refuse(row, "not-json", "not a JSON object")
        return
    gathering.add(row, [found.get(it.name) for it in columns])


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
