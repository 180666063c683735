"""The sheets of a release workbook, found by the beginning of their names, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from taxonomy.errors import SourceUnreadableError
from taxonomy.sentences import Quote, sentence
from taxonomy.sources.competent_workbook.shapes import PROFILES, SHAPES, Shape
from taxonomy.sources.competent_workbook.vetting import Vetted, vet
from taxonomy.sources.reading import Progress, Report
from taxonomy.sources.zipped import no_workbook, opened

__all__ = ["CellError", "Row", "Workbook", "workbook"]

Row = tuple[Any, ...]
"""The cells of a row by position: text, number, boolean, date, CellError, or "" for an empty one."""

_MOST_INFLATED = 512 * 1024**2
"""Bytes; the workbook of Competent 3.8 has 53 MB."""
_BLANK = ("",)
_TELL_EVERY = 4_096
_RELEASE = re.compile(r"\d+(?:\.\d+)+")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LANGUAGES = {"nl", "fr", "en", "de"}


class CellError(NamedTuple):
    """Stands for a cell that holds an error such as `#REF!`."""

    reference: str


@dataclass(slots=True)
class Workbook:
    """An open workbook; `rows` reads a sheet of a shape and reports what is odd about it."""

    report: Report
    progress: Progress | None
    _reader: CalamineWorkbook
    _vetted: Vetted
    _names: dict[Shape, str] = field(default_factory=dict)

    def rows(self, shape: Shape) -> Iterator[Row]:
        """The data rows that are not empty, as long as the shape; `report.row` follows them."""
        name = self._names.get(shape)
        if name is None:
            return
        self.report.sheet, self.report.row = name, 1
        sheet = self._sheet(name)
        width = len(shape.columns)
        rows = _whole_rows(sheet, self._vetted.errors.get(name, set()))
        self._judge_header(next(rows, ()), shape)
        number, filled, surplus = 1, 0, False
        for number, row in enumerate(rows, 2):
            if len(row) != width:
                surplus = surplus or any(cell != "" for cell in row[width:])
                row = row[:width]
            if row[:1] == _BLANK and all(cell == "" for cell in row):
                continue
            filled += 1
            self.report.row = number
            if self.progress and not number % _TELL_EVERY:
                self.progress(name, filled)
            if len(row) == width or self._long_enough(row, shape):
                yield row + ("",) * (width - len(row))
        self._finish(name, filled, surplus=surplus, width=width)

    def _finish(self, name: str, filled: int, *, surplus: bool, width: int) -> None:
        self.report.row = 0
        self.report.rows[name] = filled
        if not filled:
            message = sentence("holds no row below its header: is it meant to be empty?")
            self.report.repair("sheet-empty", message)
        if surplus:
            message = sentence(
                "holds something right of its %(width)d columns, which is not read", width=width
            )
            self.report.repair("extra-columns", message)
        if self.progress:
            self.progress(name, filled)

    def _long_enough(self, row: Row, shape: Shape) -> bool:
        if len(row) > max(shape.required):
            return True
        message = sentence(
            "has %(count)d cells, and the sheet needs %(width)d",
            count=len(row),
            width=len(shape.columns),
        )
        self.report.refuse("row-too-short", message, shape.columns[len(row)])
        return False

    def _sheet(self, name: str) -> CalamineSheet:
        file = self.report.file
        if name in self._vetted.strays:
            message = sentence(
                "%(file)s: sheet %(sheet)r holds a value in cell %(cell)s, far outside its table: delete that cell",
                file=file,
                sheet=name,
                cell=self._vetted.strays[name],
            )
            raise SourceUnreadableError(message)
        try:
            return self._reader.get_sheet_by_name(name)
        except CalamineError as error:
            message = sentence(
                "%(file)s: sheet %(sheet)r cannot be read (%(error)s): save the workbook again",
                file=file,
                sheet=name,
                error=Quote(str(error), "en"),
            )
            raise SourceUnreadableError(message) from error

    def _judge_header(self, header: Row, shape: Shape) -> None:
        """Reports a header that surprises, contradicts its place, or is data."""
        texts = [" ".join(str(cell).split()) for cell in header[: len(shape.columns)]]
        if texts and _UUID.fullmatch(texts[0]):
            message = sentence(
                "the first row holds data where the header should be, so it is not read"
            )
            self.report.refuse("header-missing", message)
            return
        texts += [""] * (len(shape.columns) - len(texts))
        pairs = list(zip(texts, shape.columns, strict=True))
        strange = [f"{got!r} for {want!r}" for got, want in pairs if got.casefold() != want]
        if strange:
            self.report.remark(
                "header-unknown",
                sentence("columns are headed %(names)s", names=", ".join(strange)),
            )
        for got, want in pairs:
            said, meant = _last_word(got), _last_word(want)
            if said != meant and {said, meant} <= _LANGUAGES:
                message = sentence(
                    "is headed %(got)r and read as %(want)r: check the order of the columns",
                    got=got,
                    want=want,
                )
                self.report.repair("header-contradicts", message, want)

    def find_sheets(self, version: str) -> None:
        """Gives every shape its sheet; reports missing, doubled, foreign and unknown ones.

        SourceUnreadableError where there are no occupational profiles.
        """
        for name in self._reader.sheet_names:
            self.report.sheet = name
            tidy = " ".join(name.split()).casefold()
            shape = next((it for it in SHAPES if tidy.startswith(it.prefix.casefold())), None)
            if shape is None:
                self.report.repair(
                    "sheet-unknown", sentence("this sheet is no part of a release: not read")
                )
            elif shape in self._names:
                message = sentence(
                    "is a second sheet of %(prefix)r, after %(sheet)r",
                    prefix=shape.prefix,
                    sheet=self._names[shape],
                )
                self.report.refuse("sheet-twice", message)
            elif (release := _RELEASE.search(tidy, len(shape.prefix))) and release[0] != version:
                message = sentence(
                    "names release %(release)s, and %(version)s is imported: not read",
                    release=release[0],
                    version=version,
                )
                self.report.refuse("other-release", message)
                self._names[shape] = ""
            else:
                self._names[shape] = name
        self._require_sheets()

    def _require_sheets(self) -> None:
        self.report.sheet = ""
        missing = [it for it in SHAPES if it not in self._names]
        self._names = {shape: name for shape, name in self._names.items() if name}
        if PROFILES not in self._names:
            there = ", ".join(map(repr, self._reader.sheet_names[:20]))
            message = sentence(
                "%(file)s: has no sheet %(prefix)r of this release; it has %(there)s",
                file=self.report.file,
                prefix=PROFILES.prefix,
                there=there,
            )
            raise SourceUnreadableError(message, self.report.findings)
        for shape in missing:
            message = sentence(
                "there is no sheet whose name begins with %(prefix)r", prefix=shape.prefix
            )
            self.report.refuse("sheet-missing", message)


@contextmanager
def workbook(
    path: Path, *, version: str, report: Report, progress: Progress | None = None
) -> Iterator[Workbook]:
    """The workbook of that release; SourceUnreadableError says why a file is none."""
    with opened(path, most_inflated=_MOST_INFLATED) as archive:
        vetted = vet(path, archive)
    try:
        reader = _reader(path)
    except (CalamineError, OSError, ValueError) as error:
        raise no_workbook(path, error) from error
    with reader:
        found = Workbook(report, progress, reader, vetted)
        found.find_sheets(version)
        yield found


def _reader(path: Path) -> CalamineWorkbook:
    try:
        str(path).encode()
    except UnicodeEncodeError:  # a name that is no UTF-8, which calamine cannot open
        with path.open("rb") as stream:
            return CalamineWorkbook.from_filelike(stream)
    return CalamineWorkbook.from_path(path)  # tells more precisely what is wrong with a file


def _whole_rows(sheet: CalamineSheet, errors: set[tuple[int, int]]) -> Iterator[Row]:
    """Every row from the first, every cell from column A, errors shown as such."""
    before = ("",) * (sheet.start[1] if sheet.start else 0)
    if not before and not errors:
        yield from map(tuple, sheet.iter_rows())
        return
    at: dict[int, list[int]] = {}
    for row, column in sorted(errors):
        at.setdefault(row, []).append(column)
    last = max(at, default=0)
    for number, cells in enumerate(chain(sheet.iter_rows(), repeat(())), 1):
        if not cells and number > last:
            return
        whole: list[Any] = [*before, *cells]
        for column in at.get(number, ()):
            whole += [""] * (column - len(whole))
            whole[column - 1] = CellError(f"row {number}, column {column}")
        yield tuple(whole)


def _last_word(text: str) -> str:
    return text.casefold().rsplit(" ", 1)[-1]
