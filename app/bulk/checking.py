"""Which rows of a batch can be worked on, and what is wrong with each of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.bulk.jobs import Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from app.bulk.jobs import Column
    from app.bulk.rejects import Refusal, Rejects

__all__ = ["Checker", "Chunk"]

_NO = pa.scalar(value=False)

Flagged = tuple["NDArray[np.int64]", str, str]
"""Places in the batch, code, and what is wrong there."""


class Chunk(NamedTuple):
    """Rows as they were read, with the job's columns, the number of each in its file, and those that could not be."""

    batch: Any
    rows: NDArray[np.int64]
    refused: Sequence[Refusal] = ()


class Checker:
    """Checks the chunks of one file in turn; it remembers the ids, so that none comes twice."""

    def __init__(self, columns: Sequence[Column], rejects: Rejects) -> None:
        self._columns = columns
        self._rejects = rejects
        self._ids: set[str] = set()

    def good(self, chunk: Chunk) -> Any:
        """The rows that can be worked on; the others are refused, each with the first reason."""
        refused: dict[int, tuple[str, str, str]] = {}
        for column in self._columns:
            for places, code, message in _checks(chunk.batch, column):
                for place in places.tolist():
                    refused.setdefault(place, (code, message, column.name))
        ids = chunk.batch.column("id").to_pylist()
        for place, id_ in enumerate(ids):
            if place in refused:
                continue
            if id_ in self._ids:
                refused[place] = ("id-repeated", "an earlier row has this id", "id")
            self._ids.add(id_)
        self._tell(chunk, refused, ids)
        if not refused:
            return chunk.batch
        kept = np.setdiff1d(np.arange(len(ids)), np.fromiter(refused, np.int64, len(refused)))
        return chunk.batch.take(pa.array(kept))

    def _tell(
        self,
        chunk: Chunk,
        refused: dict[int, tuple[str, str, str]],
        ids: Sequence[str | None],
    ) -> None:
        found = [
            (int(chunk.rows[place]), code, message, ids[place] or "", column)
            for place, (code, message, column) in refused.items()
        ]
        self._rejects.add(sorted([*chunk.refused, *found]))


def _checks(batch: Any, column: Column) -> Iterator[Flagged]:
    values = batch.column(column.name)
    if not (column.may_be_null or not column.required):
        yield _where(pc.is_null(values)), f"{_word(column)}-missing", "there is no value"
    yield from _CHECKS[column.type](batch, column, values)


def _text_checks(_: Any, column: Column, values: Any) -> Iterator[Flagged]:
    if column.name == "id":
        yield _where(pc.equal(values, "")), "id-missing", "the id is empty"


def _texts_checks(_: Any, column: Column, values: Any) -> Iterator[Flagged]:
    inner, owners = _items(values)
    bad = pc.or_kleene(pc.is_null(inner), pc.equal(inner, ""))
    yield owners[_where(bad)], "value-missing", f"the list {column.name} holds an empty value"


def _numbers_checks(batch: Any, column: Column, values: Any) -> Iterator[Flagged]:
    inner, owners = _items(values)
    numbers = np.asarray(inner.fill_null(np.nan), dtype=np.float64)
    bad = ~(np.isfinite(numbers) & (numbers > 0))
    yield owners[np.flatnonzero(bad)], "number-refused", "holds what is no finite number above 0"
    if column.as_long_as:
        other = pc.list_value_length(batch.column(column.as_long_as))
        differ = pc.not_equal(pc.list_value_length(values), other)
        message = f"is not as long as {column.as_long_as}"
        yield _where(differ), "lengths-differ", message


_CHECKS: dict[Type, Callable[[Any, Column, Any], Iterator[Flagged]]] = {
    Type.TEXT: _text_checks,
    Type.TEXTS: _texts_checks,
    Type.NUMBERS: _numbers_checks,
}


def _items(values: Any) -> tuple[Any, NDArray[np.int64]]:
    """Every item of the lists, and the place of the list that holds it."""
    return values.flatten(), np.asarray(pc.list_parent_indices(values), dtype=np.int64)


def _where(mask: Any) -> NDArray[np.int64]:
    return np.flatnonzero(np.asarray(pc.coalesce(mask, _NO)))


def _word(column: Column) -> str:
    return "id" if column.name == "id" else "value"
