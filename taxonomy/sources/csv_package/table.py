"""The rows of one CSV file of a package, as they stand there; every wart becomes a finding."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from taxonomy.formats.cells import restored
from taxonomy.sentences import Quote, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from taxonomy.sources.reading import Progress, Report

__all__ = ["read_rows"]

_BOM = "\ufeff"
_ROWS_BETWEEN_CALLS = 5_000


def read_rows(
    data: bytes,
    report: Report,
    *,
    required: tuple[str, ...],
    known: Callable[[str], bool],
    progress: Progress | None = None,
) -> Iterator[dict[str, str]]:
    """Column → restored cell of each row that is not blank; `report.row` stands on it while it is used.

    A file that is not UTF-8 or lacks a required column is refused whole, a column that is not
    known is refused alone, a row with more cells than the header is refused.
    """
    report.row = 0
    text = _text(data, report)
    if text is None:
        return
    records = _records(text, report)
    header = next(records, [])
    report.row = 1
    columns = _columns(header, report, required=required, known=known)
    if columns is None:
        return
    for record in records:
        report.rows[report.file] += 1
        row = _row(record, columns, len(header), report)
        if row is not None:
            yield row
        if progress and report.row % _ROWS_BETWEEN_CALLS == 0:
            progress(report.file, report.rows[report.file])
    if progress:
        progress(report.file, report.rows[report.file])


def _records(text: str, report: Report) -> Iterator[list[str]]:
    """The records that are not blank; `report.row` is the number of the one just given."""
    records = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row, record in enumerate(records, start=1):
            if any(record):
                report.row = row
                yield record
    except csv.Error as error:
        report.row += 1
        report.refuse(
            "csv-broken",
            sentence(
                "the rest of the file cannot be read: %(error)s", error=Quote(str(error), "en")
            ),
        )


def _text(data: bytes, report: Report) -> str | None:
    """The text of the file without its byte order mark, or None where it is refused."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        report.refuse(
            "unreadable-file",
            sentence("the file is not UTF-8 text: %(error)s", error=Quote(str(error), "en")),
        )
        return None
    if text.startswith(_BOM):
        report.remark(
            "byte-order-mark", sentence("the file begins with a byte order mark, left out")
        )
    return text.removeprefix(_BOM)


def _columns(
    header: list[str],
    report: Report,
    *,
    required: tuple[str, ...],
    known: Callable[[str], bool],
) -> dict[str, int] | None:
    """Column → its place in a record, or None where a required one is missing."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = report.label(cell, cell)
        if name in columns:
            report.refuse(
                "repeated-column",
                sentence("the column %(name)r stands there twice", name=name),
                name,
            )
        elif name in required or known(name):
            columns[name] = place
        elif name:
            message = sentence(
                "%(name)r is no column of this file, so its cells were left out", name=name
            )
            report.refuse("unknown-column", message, name)
    missing = [name for name in required if name not in columns]
    if missing:
        message = sentence(
            "the file was left out: its header lacks %(missing)s", missing=", ".join(missing)
        )
        report.refuse("missing-column", message)
        return None
    return columns


def _row(
    record: list[str], columns: dict[str, int], width: int, report: Report
) -> dict[str, str] | None:
    """The cells by column, or None where the record is longer than the header."""
    if any(record[width:]):
        message = sentence(
            "%(count)d cells under %(width)d columns: is a comma not quoted?",
            count=len(record),
            width=width,
        )
        report.refuse("too-many-cells", message)
        return None
    if len(record) < width:
        message = sentence(
            "%(count)d cells under %(width)d columns; the others are taken as empty",
            count=len(record),
            width=width,
        )
        report.repair("too-few-cells", message)
        record = record + [""] * (width - len(record))
    return {name: restored(record[place]) for name, place in columns.items()}
