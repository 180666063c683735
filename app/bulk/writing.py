"""Answers as files: each block's part, and all parts as one file that is there whole or not at all."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from taxonomy.errors import WorkUnfinishedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["join", "part", "put", "reporting_full_disks", "unfinished"]

_FORMULA = r"^['\"]*[=+\-@\t\r\n]"
"""What `taxonomy.formats.cells` puts an apostrophe before, negative whole numbers apart."""
_NEGATIVE = r"^-[0-9]+$"
_GROUP = 1 << 19
"""Rows of a row group of Parquet."""


def part(answers: Any, form: str) -> bytes:
    """The answers of a block as the bytes of a file; equal answers give equal bytes."""
    return _WRITERS[form](answers)


def put(path: Path, data: bytes) -> None:
    """Put the bytes at the path, over what stood there, and on the disk; OSError leaves the old."""
    with unfinished(path) as file:
        file.write(data)


@contextmanager
def unfinished(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of what stands at the path when it is written to its end."""
    temporary = path.with_name(f".{path.name}.unfinished")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def reporting_full_disks(what: Path, kept: Path) -> Iterator[None]:
    """Within it a file that cannot be written is an WorkUnfinishedError that says what to do."""
    try:
        yield
    except OSError as error:
        message = (
            f"{what} cannot be written ({error.strerror or error}): make room there, or choose another "
            f"place, and run the same command again; what is finished is kept in {kept}"
        )
        raise WorkUnfinishedError(message) from error


def join(parts: Sequence[Path], out: Path, form: str, schema: Any) -> None:
    """All parts, in their order, as one file; OSError leaves nothing half-written."""
    with unfinished(out) as file:
        if form == "parquet":
            _join_parquet(parts, file, schema)
            return
        if form == "csv":
            file.write(_header(schema))
        for it in parts:
            file.write(it.read_bytes())


def _join_parquet(parts: Sequence[Path], file: BinaryIO, schema: Any) -> None:
    """Row groups of equal size, so that the bytes do not depend on the blocks."""
    with _parquet_writer(file, schema) as writer:
        held: list[Any] = []
        for it in parts:
            with it.open("rb") as source:
                held.append(parquet.ParquetFile(source).read(use_threads=False))
            if sum(len(table) for table in held) >= _GROUP:
                held = _written(writer, pa.concat_tables(held))
        if held:
            writer.write_table(pa.concat_tables(held), row_group_size=_GROUP)


def _written(writer: Any, table: Any) -> list[Any]:
    """What is left of the table when all its whole row groups are written."""
    whole = len(table) - len(table) % _GROUP
    writer.write_table(table.slice(0, whole), row_group_size=_GROUP)
    return [table.slice(whole)]


def _parquet_writer(target: Any, schema: Any) -> Any:
    return parquet.ParquetWriter(
        target, schema, version="2.6", compression="zstd", store_schema=False
    )


def _parquet(answers: Any) -> bytes:
    stream = io.BytesIO()
    with _parquet_writer(stream, answers.schema) as writer:
        writer.write_batch(answers)
    return stream.getvalue()


def _csv(answers: Any) -> bytes:
    stream = io.BytesIO()
    arrays = [_cells(it) for it in answers.columns]
    table = pa.Table.from_arrays(arrays, names=answers.schema.names)
    csv.write_csv(table, stream, csv.WriteOptions(include_header=False, quoting_style="needed"))
    return stream.getvalue()


def _cells(values: Any) -> Any:
    """Texts so that no spreadsheet takes one for a formula; lists divided by `|`."""
    if pa.types.is_list(values.type):
        values = pc.binary_join(values.cast(pa.list_(pa.string())), "|")
    if not pa.types.is_string(values.type):
        return values
    formula = pc.and_(
        pc.match_substring_regex(values, _FORMULA),
        pc.invert(pc.match_substring_regex(values, _NEGATIVE)),
    )
    return pc.if_else(formula, pc.binary_join_element_wise("'", values, ""), values)


def _header(schema: Any) -> bytes:
    return (",".join(schema.names) + "\n").encode()


def _ndjson(answers: Any) -> bytes:
    option = orjson.OPT_APPEND_NEWLINE
    return b"".join(orjson.dumps(it, option=option) for it in answers.to_pylist())


_WRITERS = {"parquet": _parquet, "csv": _csv, "ndjson": _ndjson}
