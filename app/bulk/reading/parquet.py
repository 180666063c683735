"""Rows of a Parquet file; rows are counted from 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from app.bulk.checking import Chunk
from app.bulk.jobs import Type, schema_of
from taxonomy.errors import SourceUnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.bulk.jobs import Column

__all__ = ["look", "read"]

_BROKEN = (pa.ArrowException, OSError, ValueError)


def look(path: Path, columns: Sequence[Column]) -> int:
    """How many rows the file has; SourceUnreadableError where it is no Parquet or lacks a column."""
    with path.open("rb") as file:
        held = _opened(path, file)
        there = held.schema_arrow
        for column in columns:
            if column.name in there.names:
                _check(path, column, there.field(column.name).type)
            elif column.required:
                names = ", ".join(it[:60] for it in there.names[:20])
                message = f"{path.name} has no column {column.name}; there are: {names}"
                raise SourceUnreadableError(message)
        return int(held.metadata.num_rows)


def read(path: Path, columns: Sequence[Column], size: int) -> Iterator[Chunk]:
    """The rows, so many at a time; SourceUnreadableError says after which row the file is broken."""
    done = 0
    with path.open("rb") as file:
        held = _opened(path, file)
        names = [it.name for it in columns if it.name in held.schema_arrow.names]
        batches = held.iter_batches(batch_size=size, columns=names, use_threads=False)
        while True:
            try:
                batch = next(batches, None)
                chunk = _chunk(batch, columns, done) if batch is not None else None
            except _BROKEN as error:
                message = f"{path.name} is broken after row {done}: {_told(error)}"
                raise SourceUnreadableError(message) from error
            if chunk is None:
                return
            done += len(chunk.rows)
            yield chunk


def _opened(path: Path, file: Any) -> Any:
    try:
        return parquet.ParquetFile(file)
    except _BROKEN as error:
        message = f"{path.name} is no Parquet file that can be read: {_told(error)}"
        raise SourceUnreadableError(message) from error


def _chunk(batch: Any, columns: Sequence[Column], done: int) -> Chunk:
    schema = schema_of(columns)
    arrays = [
        batch.column(field.name).cast(field.type)
        if field.name in batch.schema.names
        else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    for array in arrays:
        array.validate(full=True)  # texts that are not UTF-8 would end the process later
    rows = np.arange(done + 1, done + 1 + batch.num_rows)
    return Chunk(pa.RecordBatch.from_arrays(arrays, schema=schema), rows)


def _check(path: Path, column: Column, there: Any) -> None:
    if column.type is Type.TEXT:
        fits = _is_text(there)
    elif not _is_list(there):
        fits = False
    elif column.type is Type.TEXTS:
        fits = _is_text(there.value_type) or pa.types.is_null(there.value_type)
    else:
        inner = there.value_type
        fits = any(
            test(inner) for test in (pa.types.is_integer, pa.types.is_floating, pa.types.is_null)
        )
    if not fits:
        message = f"{path.name}: the column {column.name} is {there}, and must be {column.type}"
        raise SourceUnreadableError(message)


def _is_text(there: Any) -> bool:
    if pa.types.is_dictionary(there):
        there = there.value_type
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(there) for test in tests)


def _is_list(there: Any) -> bool:
    tests = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list)
    return any(test(there) for test in tests)


def _told(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
