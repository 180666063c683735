"""A CSV file that somebody saved from a spreadsheet: any delimiter, and the row of what is wrong."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.sentences import Quote, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.sources.reading import Report

__all__ = ["read_loosely", "read_records"]

_BOM = "\ufeff"
_DELIMITERS = ";,\t"
_SIGNATURES = {
    b"PK\x03\x04": "a zip or a workbook",
    b"\xd0\xcf\x11\xe0": "an old workbook (.xls)",
    b"\x1f\x8b": "packed by gzip",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def read_records(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Row (1 = the first) and cells of each record that is not blank; UTF-8, with or without a mark.

    What divides the first row into the most cells (`;`, `,` or a tab) is the delimiter.
    SourceUnreadableError names file, row and reason, here or while the records are taken.
    """
    text = _text(data, name)
    return _records(text, name, _delimiter(text, name))


def read_loosely(data: bytes, name: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """As `read_records`, but where quotes are broken each line is a record, and those are reported."""
    text = _text(data, name)
    try:
        delimiter = _delimiter(text, name)
        yield from list(_records(text, name, delimiter))
    except SourceUnreadableError:
        yield from _lines(text, report)


def _lines(text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Row and cells of each line that is not blank; a line that is not CSV is cut at the delimiter."""
    lines = text.splitlines()
    head = next((it for it in lines if it.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    for row, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield row, next(csv.reader([line], delimiter=delimiter, strict=True))
        except csv.Error as error:
            report.row = row
            report.repair(
                "csv-broken",
                sentence(
                    "not CSV (%(error)s): read without minding the quotes",
                    error=Quote(str(error), "en"),
                ),
            )
            yield row, [it.strip(' "') for it in line.split(delimiter)]


def _text(data: bytes, name: str) -> str:
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            message = sentence(
                "%(file)s is %(what)s: save it as CSV in UTF-8, or as plain lines",
                file=name,
                what=what,
            )
            raise SourceUnreadableError(message)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = sentence(
            "%(file)s, row %(row)d: not UTF-8 (%(error)s): save it as CSV in UTF-8",
            file=name,
            row=row,
            error=Quote(error.reason, "en"),
        )
        raise SourceUnreadableError(message) from error
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        message = sentence(
            "%(file)s, row %(row)d: holds a zero byte, so it is no text", file=name, row=row
        )
        raise SourceUnreadableError(message)
    return text.removeprefix(_BOM)


def _delimiter(text: str, name: str) -> str:
    """What divides the first row into the most cells; `,` where nothing does."""
    widths = {it: _width(text, name, it) for it in _DELIMITERS}
    widest = max(widths, key=widths.__getitem__)
    return widest if widths[widest] > 1 else ","


def _width(text: str, name: str, delimiter: str) -> int:
    """Into how many cells it divides the first row; into none where that breaks its quotes."""
    try:
        return len(next(_records(text, name, delimiter), (0, []))[1])
    except SourceUnreadableError:
        return 0


def _records(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Row and cells of each record that is not blank."""
    row = 0
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row, record in enumerate(records, start=1):
            if any(it.strip() for it in record):
                yield row, record
    except csv.Error as error:
        message = sentence(
            "%(file)s, row %(row)d: not CSV (%(error)s): mend the quotes",
            file=name,
            row=row + 1,
            error=Quote(str(error), "en"),
        )
        raise SourceUnreadableError(message) from error
