"""A table of concepts that somebody edited: one a row, as CSV or on the sheets of a workbook."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from taxonomy.errors import SourceUnreadableError
from taxonomy.sentences import sentence
from taxonomy.sources.competent_workbook.sheets import CellError
from taxonomy.sources.competent_workbook.vetting import vet
from taxonomy.sources.concept_table.rows import CLEARED, Table
from taxonomy.sources.delimited import read_records
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.sources.zipped import no_workbook, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from taxonomy.model import Concept
    from taxonomy.sources.reading import Progress, Reading

    Find = Callable[[str], Concept | None]

__all__ = ["CLEARED", "LARGEST_CSV", "read_csv", "read_workbook"]

_MOST_INFLATED = 512 * 1024**2
LARGEST_CSV = 64 * 1024**2
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@without_cycle_search()
def read_workbook(path: Path, scheme: str, find: Find, progress: Progress | None = None) -> Reading:
    """The concepts of the sheets that are such tables; the columns are those of an archive's `skill.csv`.

    `find` gives the concept of an id or notation: a row that names one needs nothing else. An empty
    cell says nothing, one with `CLEARED` that nothing is to stand there. A row with neither id nor
    notation begins a concept, whose id is made here and is the same whenever these bytes are read; its
    code is left to whoever takes it. A new concept needs a kind, which may be the name of the sheet.
    SourceUnreadableError where the file is no workbook or none of its sheets is a table.
    """
    table = Table(path.name, scheme, find, progress)
    with opened(path, most_inflated=_MOST_INFLATED) as archive:
        vetted = vet(path, archive)
        table.note_macros(archive.namelist())
    table.begins_as(_mark(path.read_bytes()))
    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                if name in vetted.strays:
                    message = sentence(
                        "%(file)s: sheet %(sheet)r holds a value in cell %(cell)s, far outside its table: delete that cell",
                        file=path.name,
                        sheet=name,
                        cell=vetted.strays[name],
                    )
                    raise SourceUnreadableError(message)
                sheet = book.get_sheet_by_name(name)
                rows = enumerate(sheet.to_python(skip_empty_area=False), start=1)
                errors = vetted.errors.get(name, set())
                calculated = vetted.formulas.get(name, set())
                table.take(
                    name, name, (_whole(at, cells, errors) for at, cells in rows), calculated
                )
    except (CalamineError, OSError, ValueError) as error:
        raise no_workbook(path, error) from error
    return table.reading()


@without_cycle_search()
def read_csv(path: Path, scheme: str, find: Find, progress: Progress | None = None) -> Reading:
    """As `read_workbook`, of a CSV file; the kind of new concepts may be the name of the file.

    One that is no UTF-8 is read as UTF-16 where its first bytes say so, else as Windows-1252, as
    spreadsheets write it; either is a finding.
    """
    size = path.stat().st_size
    if size > LARGEST_CSV:
        message = sentence(
            "%(file)s: has %(count)s bytes; %(most)s are read",
            file=path.name,
            count=size,
            most=LARGEST_CSV,
        )
        raise SourceUnreadableError(message)
    data = path.read_bytes()
    if not data.strip():
        message = sentence("%(file)s: is empty: fetch it again", file=path.name)
        raise SourceUnreadableError(message)
    table = Table(path.name, scheme, find, progress)
    table.begins_as(_mark(data))
    text, encoding = _in_utf8(data)
    if encoding:
        table.note_encoding(encoding)
    table.take("", path.stem, read_records(text, path.name))
    return table.reading()


def _in_utf8(data: bytes) -> tuple[bytes, str]:
    """The bytes in UTF-8, and which other encoding they were in; as they are where they are in none."""
    encoding = "UTF-16" if data.startswith(_UTF_16) else "Windows-1252"
    if encoding == "Windows-1252":
        if b"\0" in data:
            return data, ""  # no text in either; the reader of records says where
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return data, ""
    try:
        return data.decode(encoding).encode(), encoding
    except UnicodeError:
        return data, ""


def _mark(data: bytes) -> str:
    """What the file is recognised by."""
    return hashlib.sha256(data).hexdigest()


def _whole(
    row: int, cells: Sequence[object], errors: set[tuple[int, int]]
) -> tuple[int, Sequence[object]]:
    """The row with its errors, which the reader shows as empty cells."""
    wrong = [column for at, column in errors if at == row] if errors else []
    if not wrong:
        return row, cells
    whole = [*cells, *[""] * (max(wrong) - len(cells))]
    for column in wrong:
        whole[column - 1] = CellError(f"row {row}, column {column}")
    return row, whole
