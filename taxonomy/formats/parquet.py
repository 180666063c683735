"""A release as Parquet, one file a table, for DuckDB, Spark, pandas and their like."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from taxonomy.formats.dictionary import Field, Form, Type, columns
from taxonomy.formats.rows import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.formats.rows import Row
    from taxonomy.model import Release, Taxonomy

__all__ = ["write"]


_ROWS = 122_880
"""Rows of a row group: as many as DuckDB makes and reads at a time."""
_REPEATED = {"lang", "type", "kind", "status", "retirement", "predicate", "system", "collection"}
"""The columns of few different values, kept as a dictionary; other texts gain nothing by it."""


def write(taxonomy: Taxonomy, release: Release) -> dict[str, bytes]:
    """File name → bytes, `labels.parquet` and so on: every table of the dictionary, even an empty one.

    Equal taxonomies and releases give equal bytes with the same version of pyarrow, which writes
    its version into the file. ModuleNotFoundError where pyarrow is not installed.
    """
    pyarrow, parquet = _pyarrow()
    files = {}
    for name, found in rows(taxonomy, release).items():
        fields = columns(name, Form.PARQUET)
        stream = io.BytesIO()
        parquet.write_table(
            _table(pyarrow, fields, found),
            stream,
            version="2.6",
            data_page_version="1.0",
            compression="zstd",
            compression_level=9,
            use_dictionary=[it.name for it in fields if _repeats(it)],
            row_group_size=_ROWS,
            store_schema=False,
        )
        files[f"{name}.parquet"] = stream.getvalue()
    return files


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow  # noqa: PLC0415 - an extra, loaded where it is wanted
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        message = "Parquet is written by pyarrow: install the extra, `competent[parquet]`"
        raise ModuleNotFoundError(message, name="pyarrow") from error
    return pyarrow, parquet


def _table(pyarrow: Any, fields: Sequence[Field], found: Sequence[Row]) -> Any:
    types = {
        Type.NUMBER: pyarrow.int32(),
        Type.FLAG: pyarrow.bool_(),
        Type.DATE: pyarrow.date32(),
    }
    schema = pyarrow.schema(
        [
            pyarrow.field(it.name, types.get(it.type, pyarrow.string()), not it.required)
            for it in fields
        ]
    )
    cells = list(zip(*found, strict=True)) or [()] * len(fields)
    arrays = [
        pyarrow.array(column, field.type) for column, field in zip(cells, schema, strict=True)
    ]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def _repeats(field: Field) -> bool:
    return field.name in _REPEATED or field.type is Type.CONCEPT
