"""The rows of one CSV file of ESCO, each as wide as its header; every wart becomes a finding."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterator

    from taxonomy.sources.esco_csv.tables import Table
    from taxonomy.sources.reading import Progress, Report

__all__ = ["Rows"]

_ROWS_BETWEEN_CALLS = 10_000


class Rows:
    """The rows of a file, one pass; `report.row` stands on the row that is being used.

    `columns` tells the place of each known column. SourceUnreadableError where the bytes are not
    UTF-8 or an essential column is missing.
    """

    def __init__(
        self, data: bytes, table: Table, report: Report, progress: Progress | None = None
    ) -> None:
        text = _text(data, report.file)
        self._report = report
        self._progress = progress
        self._padded = table.padded
        self._reader = _reader(text, report)
        header = self._header()
        self.width = len(header)
        self.columns = _columns(header, table, report)

    def place(self, column: str) -> int:
        """Where the column stands, or the place after the last cell of a row."""
        return self.columns.get(column, self.width)

    def __iter__(self) -> Iterator[list[str]]:
        report = self._report
        report.row = 1
        while True:
            try:
                yield from self._until_broken()
                break
            except csv.Error as error:
                report.row += 1
                self._refuse_broken(error)
        count = report.rows[report.file] = report.row - 1
        report.row = 0
        if self._progress:
            self._progress(report.file, count)

    def _until_broken(self) -> Iterator[list[str]]:
        report, width, number = self._report, self.width, self._report.row
        for row in self._reader:
            if row:  # an empty line is none
                number += 1
                report.row = number
            if len(row) == width:
                yield row
            elif row and (fitted := self._fitted(row)):
                yield fitted
            if number % _ROWS_BETWEEN_CALLS == 0 and self._progress:
                self._progress(report.file, number - 1)

    def _header(self) -> list[str]:
        try:
            return next(self._reader)
        except StopIteration:
            message = f"{self._report.file} is empty: it has no header"
            raise SourceUnreadableError(message) from None
        except csv.Error as error:
            message = f"{self._report.file} has no readable header: {error}"
            raise SourceUnreadableError(message) from error

    def _fitted(self, row: list[str]) -> list[str] | None:
        missing = self.width - len(row)
        if missing > 0 and self._padded:
            return row + [""] * missing
        if missing > 0:
            message = f"{len(row)} cells under {self.width} columns: the row was left out"
            self._report.refuse("too-few-cells", message)
            return None
        if any(row[self.width :]):
            message = (
                f"{len(row)} cells under {self.width} columns: is a cell with the delimiter in it "
                "not quoted? The row was left out"
            )
            self._report.refuse("too-many-cells", message)
            return None
        self._report.repair("too-many-cells", f"{-missing} empty cells after the last column")
        return row[: self.width]

    def _refuse_broken(self, error: csv.Error) -> None:
        line = self._reader.line_num
        if "unexpected end" in str(error):
            message = (
                f"a quote that opens in this row is never closed: everything from here to the end "
                f"of the file (line {line:,}) was left out"
            )
            self._report.refuse("unclosed-quote", message)
        else:
            message = f"the row that ends in line {line:,} of the file was left out: {error}"
            self._report.refuse("csv-broken", message)


def _text(data: bytes, name: str) -> str:
    """The text of a file, without its byte order mark."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        guess = "UTF-16" if b"\x00" in data[:200] else "Latin-1 or Windows-1252"
        message = (
            f"{name} is not UTF-8: byte 0x{data[start]:02x} at offset {start:,} "
            f"({error.reason}); perhaps it is {guess}: save it as UTF-8"
        )
        raise SourceUnreadableError(message) from error
    nul = text.find("\0", 0, 200)
    if nul >= 0:
        message = f"{name} has a NUL byte near offset {nul}: it is UTF-16 or no text at all"
        raise SourceUnreadableError(message)
    return text


def _reader(text: str, report: Report) -> _csv.Reader:
    """A reader with the delimiter of the header; another than the comma is reported once."""
    header = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t|", key=header.count)
    if delimiter != ",":
        report.row = 1
        report.repair("delimiter", f"the cells are divided by {delimiter!r}, not by commas")
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _columns(header: list[str], table: Table, report: Report) -> dict[str, int]:
    """Known column → its place; what is unknown or repeated is reported, once each a file."""
    report.row = 1
    names = {_folded(it): it for it in (*table.required, *table.optional)}
    columns: dict[str, int] = {}
    unknown = []
    for place, cell in enumerate(header):
        name = names.get(_folded(cell))
        if name is None:
            unknown.append(cell.strip() or f"(column {place + 1} without a name)")
        elif name in columns:
            report.repair("repeated-column", f"{name} stands there twice: the first counts", name)
        else:
            columns[name] = place
    missing = [it for it in table.required if it not in columns]
    if missing:
        message = (
            f"{report.file} lacks the column {', '.join(missing)}; "
            f"its header is {', '.join(header)[:300]}"
        )
        raise SourceUnreadableError(message)
    if unknown:
        message = f"columns that are not known were left out: {', '.join(unknown)[:300]}"
        report.repair("unknown-column", message)
    return columns


def _folded(column: str) -> str:
    return "".join(column.casefold().replace("_", " ").split())
