"""The records of a table of EURES as text: CSV in any encoding and dress, or the sheets of an .xlsx."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from taxonomy.errors import SourceUnreadableError
from taxonomy.sentences import Quote, sentence
from taxonomy.sources.competent_workbook.vetting import vet
from taxonomy.sources.process_wide import long_cells
from taxonomy.sources.zipped import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from taxonomy.sources.reading import Report

__all__ = ["Number", "Records", "read_records"]

_MOST_BYTES = 64 * 1024**2
"""Of a file; the largest of those published has 3 million."""
_MOST_INFLATED = 256 * 1024**2
_DELIMITERS = ",;\t|"
_ROWS_THAT_TELL = 60
"""Rows from the top by which the delimiter is chosen: the header stands among them."""
_FACT = 2
"""Cells of a row above the header, where those rows are not as wide as the table."""
_ENCODINGS = {
    "cp1257": ("lt", "lv", "et"),
    "cp1250": ("pl", "cs", "sk", "hu", "sl", "hr", "ro", "sq"),
    "cp1251": ("bg", "mk", "sr"),
    "cp1253": ("el",),
    "cp1254": ("tr",),
}
"""Code page of Windows → languages that are written in it; every other language uses cp1252."""
_CODE_PAGES = {lang: page for page, langs in _ENCODINGS.items() for lang in langs}
_LANGUAGE = re.compile(rb'Classification [12] Language"?[,;\t|]"?([A-Za-z]{2})\b')
_SWALLOWED = re.compile(r"skos:\w+Match|data\.europa\.eu/esco/")
"""What a cell of several lines holds where an open quote swallowed whole rows."""


class Number(str):
    """A cell that was a number in the spreadsheet: noughts around it may be lost."""

    __slots__ = ()


class Records(NamedTuple):
    """A table of a file: its sheet ("" in CSV), and row (1 = the first) with cells, blank ones left out."""

    sheet: str
    rows: list[tuple[int, list[str]]]


def read_records(path: Path, data: bytes, report: Report) -> list[Records]:
    """The tables of a file, cells as they stand there; SourceUnreadableError says why there is none."""
    if not data.strip():
        message = sentence("%(file)s: is empty: fetch it again", file=path.name)
        raise SourceUnreadableError(message)
    if len(data) > _MOST_BYTES:
        message = sentence(
            "%(file)s: has %(count)s bytes, and at most %(most)s are read",
            file=path.name,
            count=len(data),
            most=_MOST_BYTES,
        )
        raise SourceUnreadableError(message)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _sheets(path)
    text = _text(data, path.name, report)
    try:
        with long_cells():
            return [Records("", _mended(_parsed(text, _delimiter(text)), report))]
    except csv.Error as error:
        message = sentence(
            "%(file)s: is no CSV (%(error)s): mend its quotes",
            file=path.name,
            error=Quote(str(error), "en"),
        )
        raise SourceUnreadableError(message) from error


def _text(data: bytes, name: str, report: Report) -> str:
    """The text of the file; what is neither UTF-8 nor UTF-16 is read in its language's code page."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        report.repair("other-encoding", sentence("the file is UTF-16: save it as UTF-8"))
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        message = sentence(
            "%(file)s: holds a zero byte, so it is no text: save it as CSV in UTF-8", file=name
        )
        raise SourceUnreadableError(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = _LANGUAGE.findall(data)
        langs = [it.decode().lower() for it in found]
        page = next((_CODE_PAGES[it] for it in langs if it in _CODE_PAGES), "cp1252")
        row = data.count(b"\n", 0, error.start) + 1
        message = sentence(
            "not UTF-8 near line %(row)d: read as %(page)s; look at its accents", row=row, page=page
        )
        report.repair("other-encoding", message)
        return data.decode(page, errors="replace")


def _delimiter(text: str) -> str:
    """What divides the widest of the first rows into the most cells."""
    return max(_DELIMITERS, key=lambda it: _width(text, it))


def _width(text: str, delimiter: str) -> int:
    head = text[: 1024**2].splitlines()[:_ROWS_THAT_TELL]
    lines = [_unwrapped(it) for it in head]
    return max(
        (len(it) for it in csv.reader(lines, delimiter=delimiter) if _says_classification(it)),
        default=0,
    )


def _says_classification(record: list[str]) -> bool:
    """Whether this row may be the header: it has a cell for the relation."""
    return any(re.search(r"relation|match", it, re.IGNORECASE) for it in record)


def _unwrapped(line: str) -> str:
    """The line without the quotes that somebody put around the whole of it."""
    inner = line.strip().rstrip(";")
    whole = len(inner) > 1 and inner[0] == inner[-1] == '"' and '""' not in inner[:3]
    return inner[1:-1].replace('""', '"') if whole and '","' not in inner else line


def _parsed(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Row, cells and delimiter of each record; a row that one quote holds together is undone."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row, record in enumerate(records, start=1):
        filled = [it for it in record if it.strip(" ;")]
        if len(filled) == 1 and record[0] == filled[0] and delimiter in filled[0]:
            record = next(csv.reader([filled[0]], delimiter=delimiter), [])
        yield row, record, delimiter


def _mended(
    records: Iterable[tuple[int, list[str], str]], report: Report
) -> list[tuple[int, list[str]]]:
    """The records that are not blank; rows that an open quote swallowed are given back."""
    found = list(records)
    widths = Counter(len(cells) for _, cells, _ in found if len(cells) > _FACT)
    width = widths.most_common(1)[0][0] if widths else 0
    rows: list[tuple[int, list[str]]] = []
    for row, cells, delimiter in found:
        lines = _swallowed_lines(cells, delimiter)
        parts = [
            next(csv.reader([it], delimiter=delimiter, quoting=csv.QUOTE_NONE)) for it in lines
        ]
        if parts and any(len(it) == width for it in parts):
            report.row = row
            message = sentence(
                "a quote is never closed and held %(count)d rows together; read one by one",
                count=len(parts),
            )
            report.repair("open-quote", message)
            rows += [(row, [it.strip('"') for it in part]) for part in parts]
        elif any(it.strip() for it in cells):
            rows.append((row, cells))
    report.row = 0
    return rows


def _swallowed_lines(cells: list[str], delimiter: str) -> list[str]:
    """The lines of a record that holds other rows in one of its cells; none where it does not."""
    if not any("\n" in it and _SWALLOWED.search(it.partition("\n")[2]) for it in cells):
        return []
    return [it for it in delimiter.join(cells).splitlines() if it.strip(f" {delimiter}")]


def _sheets(path: Path) -> list[Records]:
    with opened(path, most_inflated=_MOST_INFLATED) as archive:
        vetted = vet(path, archive)
    try:
        reader = CalamineWorkbook.from_path(path)
        sheets = []
        for name in reader.sheet_names:
            if name in vetted.strays:
                message = sentence(
                    "%(file)s: sheet %(sheet)r has a value far outside, in %(cell)s",
                    file=path.name,
                    sheet=name,
                    cell=vetted.strays[name],
                )
                raise SourceUnreadableError(message)
            rows = reader.get_sheet_by_name(name).to_python(skip_empty_area=False)
            texts = [(at, [_as_text(it) for it in row]) for at, row in enumerate(rows, start=1)]
            sheets.append(Records(name, [it for it in texts if any(it[1])]))
    except (CalamineError, OSError, ValueError) as error:
        message = sentence(
            "%(file)s: is no workbook that can be read (%(error)s): save it as .xlsx",
            file=path.name,
            error=Quote(str(error), "en"),
        )
        raise SourceUnreadableError(message) from error
    return sheets


def _as_text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    return Number(int(cell)) if cell == cell // 1 else Number(cell)
