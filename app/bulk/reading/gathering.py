"""Rows that are read one by one, gathered to batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from app.bulk.checking import Chunk
from app.bulk.jobs import Type, schema_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.bulk.jobs import Column
    from app.bulk.rejects import Refusal

    Cell = str | Sequence[Any] | None

__all__ = ["Gathering"]


class Gathering:
    """Takes rows, refuses those whose cells are of another type, and gives the others as a chunk."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._begin()

    def _begin(self) -> None:
        self.seen = 0
        self._rows: list[int] = []
        self._refused: list[Refusal] = []
        self._cells: list[list[Any]] = [[] for _ in self._columns]

    def refuse(self, row: int, code: str, message: str, id_: str = "", column: str = "") -> None:
        """Refuse a row."""
        self.seen += 1
        self._refused.append((row, code, message, id_, column))

    def add(self, row: int, cells: Sequence[Cell]) -> None:
        """Take a row, one cell a column; refuse it where a cell is not what it must be."""
        made: list[Any] = []
        for column, cell in zip(self._columns, cells, strict=True):
            try:
                made.append(None if cell is None else _MAKERS[column.type](cell))
            except _CellError as error:
                id_ = cells[0] if isinstance(cells[0], str) else ""
                self.refuse(row, error.code, str(error), id_, column.name)
                return
        self.seen += 1
        self._rows.append(row)
        for held, value in zip(self._cells, made, strict=True):
            held.append(value)

    def taken(self) -> Chunk:
        """The rows that were taken, and those that were refused, since the last time."""
        schema = schema_of(self._columns)
        arrays = [pa.array(it, field.type) for it, field in zip(self._cells, schema, strict=True)]
        batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
        chunk = Chunk(batch, np.array(self._rows, np.int64), self._refused)
        self._begin()
        return chunk


class _CellError(ValueError):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _text(cell: Any) -> str:
    if not isinstance(cell, str):
        code, message = "type-differs", f"is {_kind(cell)}, and must be text"
        raise _CellError(code, message)
    if not cell.isascii():
        try:
            cell.encode()
        except UnicodeEncodeError:
            code, message = "not-utf8", "is not UTF-8: save the file as UTF-8"
            raise _CellError(code, message) from None
    return cell


def _texts(cell: Any) -> list[str | None]:
    if not isinstance(cell, list):
        code, message = "type-differs", f"is {_kind(cell)}, and must be a list of texts"
        raise _CellError(code, message)
    return [None if it is None else _text(it) for it in cell]


def _numbers(cell: Any) -> list[float | None]:
    if not isinstance(cell, list):
        code, message = "type-differs", f"is {_kind(cell)}, and must be a list of numbers"
        raise _CellError(code, message)
    return [None if it is None else _number(it) for it in cell]


def _number(it: Any) -> float:
    try:
        if not isinstance(it, bool):
            return float(it)
    except (TypeError, ValueError, OverflowError):
        pass
    code, message = "number-refused", f"holds {str(it)[:40]!r}, which is no number"
    raise _CellError(code, message)


def _kind(cell: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return names.get(type(cell), "a number")


_MAKERS = {Type.TEXT: _text, Type.TEXTS: _texts, Type.NUMBERS: _numbers}
