"""The files of ROME that were named, and their rows: CSV in UTF-8, or workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources.competent_workbook.vetting import vet
from taxonomy.sources.delimited import read_records
from taxonomy.sources.rome.tables import TABLES, Table, recognised
from taxonomy.sources.zipped import member, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import ExitStack
    from pathlib import Path
    from zipfile import ZipFile

    from taxonomy.sources.reading import Report

    _Load = Callable[[Table, str], Iterable[tuple[int, list[str]]]]

__all__ = ["RomeFile", "Row", "found", "rows_of"]

_MOST_BYTES = 256 * 1024**2
"""Of one file, and of all that a workbook inflates to; the largest of ROME 4.60 has 2 million."""

Row = dict[str, str]
"""Column → cell, every known column of the table."""


@dataclass(frozen=True, slots=True)
class RomeFile:
    """A recognised file: its name in findings, what it is, and how to get its records."""

    name: str
    table: Table
    load: Callable[[], Iterable[tuple[int, list[str]]]]


def found(paths: Sequence[Path], version: str, report: Report, stack: ExitStack) -> list[RomeFile]:
    """The files of ROME in these paths, in the order of reading; the others are reported.

    SourceUnreadableError where a path cannot be read or nothing is of ROME.
    """
    files: list[RomeFile] = []
    for path in dict.fromkeys(paths):
        for name, load in _members(path, stack):
            known = recognised(PurePosixPath(name).name)
            report.file = name
            if known is None:
                report.repair("unknown-file", f"{name} is no file of ROME: left out")
            elif known[1] not in ("", version.replace(".", "")):
                message = f"{name} says that it is of another version than {version}: left out"
                report.refuse("other-version", message)
            else:
                files.append(RomeFile(name, known[0], partial(load, known[0], name)))
    if not files:
        names = ", ".join(it.name for it in paths) or "no path"
        message = (
            f"no file of ROME {version} in {names}: expected names such as "
            "unix_referentiel_code_rome_v460_utf8.csv"
        )
        raise SourceUnreadableError(message, report.findings)
    order = list(TABLES)
    return sorted(files, key=lambda it: order.index(it.table.name))


def rows_of(file: RomeFile, report: Report) -> Iterator[Row]:
    """The rows below the header, `report.row` on each; a row of another width is refused.

    SourceUnreadableError where the bytes are not what the name says or a column is missing.
    """
    places: dict[str, int] = {}
    width = 0
    for report.row, cells in file.load():
        if not places:
            places, width = _places(file, cells), len(cells)
            continue
        report.rows[file.name] += 1
        if len(cells) != width and any(it.strip() for it in cells[width:] or ["short"]):
            message = f"{len(cells)} cells, and the header has {width}: the row was left out"
            report.refuse("row-width", message)
            continue
        yield {column: cells[place].strip() for column, place in places.items()}
    if not places:
        raise SourceUnreadableError(f"{file.name} is empty: it has no header")
    report.row = 0


def _places(file: RomeFile, header: list[str]) -> dict[str, int]:
    """Known column → its place."""
    if file.table.by_place:
        return {column: place for place, column in enumerate(file.table.required)}
    names = [it.strip().casefold() for it in header]
    missing = [it for it in file.table.required if it.casefold() not in names]
    if missing:
        message = (
            f"{file.name} lacks the column {', '.join(missing)}; "
            f"its header is {', '.join(header)[:300]}"
        )
        raise SourceUnreadableError(message)
    known = (*file.table.required, *file.table.optional)
    return {it: names.index(it.casefold()) for it in known if it.casefold() in names}


def _members(path: Path, stack: ExitStack) -> Iterator[tuple[str, _Load]]:
    if _is_folder(path):
        for file in sorted(it for it in path.rglob("*") if it.is_file()):
            name = file.relative_to(path).as_posix()
            if not name.rpartition("/")[2].startswith("."):
                yield name, partial(_records, file)
    elif path.suffix.lower() in (".csv", ".xlsx"):
        yield path.name, partial(_records, path)
    else:
        archive = stack.enter_context(opened(path, most_inflated=_MOST_BYTES))
        for info in archive.infolist():
            if not info.is_dir():
                yield info.filename, partial(_zipped_records, archive)


def _is_folder(path: Path) -> bool:
    try:
        if not path.exists():
            raise SourceUnreadableError(f"{path}: there is no such file: check the path")
        return path.is_dir()
    except OSError as error:
        raise SourceUnreadableError(f"{path} cannot be looked at: {error.strerror}") from error


def _records(path: Path, table: Table, name: str) -> Iterable[tuple[int, list[str]]]:
    """Row and cells of each record of a file that is no member of a zip."""
    if path.suffix.lower() == ".xlsx":
        return _of_workbook(path, table)
    try:
        if path.stat().st_size <= _MOST_BYTES:
            return read_records(path.read_bytes(), name)
    except OSError as error:
        raise SourceUnreadableError(f"{name} cannot be read: {error.strerror}") from error
    message = f"{name} has more than {_MOST_BYTES // 1024**2} MiB, and no file of ROME has"
    raise SourceUnreadableError(message)


def _zipped_records(archive: ZipFile, _: Table, name: str) -> Iterable[tuple[int, list[str]]]:
    if not name.lower().endswith(".csv"):
        raise SourceUnreadableError(f"{name} is a workbook in a zip: unpack it first")
    with member(archive, name) as stream:
        return read_records(stream.read(), name)


def _of_workbook(path: Path, table: Table) -> Iterable[tuple[int, list[str]]]:
    """The records of every sheet that has the columns of the table, under one header."""
    with opened(path, most_inflated=_MOST_BYTES) as archive:
        strays = vet(path, archive).strays
    for sheet, reference in strays.items():
        message = f"{path.name}, sheet {sheet}: {reference} holds something, far from all else"
        raise SourceUnreadableError(message)
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(it).to_python() for it in book.sheet_names]
    except CalamineError as error:
        raise SourceUnreadableError(f"{path.name} cannot be read: {error}") from error
    records = [[[_text(cell) for cell in row] for row in rows] for rows in sheets]
    found = [rows for rows in records if rows and _has_columns(rows[0], table)]
    if not found:
        message = f"{path.name} has no sheet with the columns {', '.join(table.required)}"
        raise SourceUnreadableError(message)
    header = max((rows[0] for rows in found), key=len)
    return [(1, header), *(row for rows in found for row in _under(header, rows))]


def _under(header: list[str], rows: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet, its columns in the order of this header; what it has not is empty."""
    names = rows[0]
    named = [names.index(it) if it in names else -1 for it in header]
    places = range(len(header)) if names == header else named
    for number, row in enumerate(rows[1:], start=2):
        if any(row):
            yield number, [row[place] if place >= 0 else "" for place in places]


def _has_columns(header: list[str], table: Table) -> bool:
    if table.by_place:
        return len(header) == len(table.required) and header[-1] == table.required[-1]
    return {it.casefold() for it in table.required} <= {it.strip().casefold() for it in header}


def _text(cell: object) -> str:
    """A cell as text; a whole number without its decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
