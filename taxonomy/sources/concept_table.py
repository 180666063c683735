"""A table of concepts that somebody edited: one a row, as CSV or on the sheets of a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sentences import sentence
from taxonomy.sources.competent_workbook.cells import Cells
from taxonomy.sources.competent_workbook.sheets import CellError
from taxonomy.sources.competent_workbook.vetting import vet
from taxonomy.sources.csv_package.sketches import Sketches, is_column
from taxonomy.sources.delimited import read_records
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.sources.reading import Reading, Report
from taxonomy.sources.zipped import no_workbook, opened
from taxonomy.vocabulary import LANGUAGES, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from taxonomy.model import Concept
    from taxonomy.sources.reading import Progress

    Find = Callable[[str], Concept | None]

__all__ = ["LARGEST_CSV", "read_csv", "read_workbook"]

_MOST_INFLATED = 512 * 1024**2
LARGEST_CSV = 64 * 1024**2
_TELL_EVERY = 1_024
_NAMING = ("id", "notation")
_ALIASES = {"code": "notation", **{lang: f"pref_label_{lang}" for lang in LANGUAGES}}
"""What people call a column, beside its name in the files of the archive."""
_MACROS = "vbaProject.bin"


class _Header(NamedTuple):
    """The row of a sheet in which its columns are named, and column → place of those that are read."""

    row: int
    columns: dict[str, int]


@without_cycle_search()
def read_workbook(path: Path, scheme: str, find: Find, progress: Progress | None = None) -> Reading:
    """The concepts of the sheets that are such tables; the columns are those of an archive's `skill.csv`.

    `find` gives the concept of an id or notation: a row that names one needs nothing else, and an
    empty cell says nothing. A new concept needs id, notation and kind; the kind may be the name of
    the sheet. SourceUnreadableError where the file is no workbook or none of its sheets is a table.
    """
    table = _Table(path.name, scheme, find, progress)
    with opened(path, most_inflated=_MOST_INFLATED) as archive:
        vetted = vet(path, archive)
        table.note_macros(archive.namelist())
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
                table.take(name, name, (_whole(at, cells, errors) for at, cells in rows))
    except (CalamineError, OSError, ValueError) as error:
        raise no_workbook(path, error) from error
    return table.reading()


@without_cycle_search()
def read_csv(path: Path, scheme: str, find: Find, progress: Progress | None = None) -> Reading:
    """As `read_workbook`, of a CSV file; the kind of new concepts may be the name of the file.

    One that is no UTF-8 is read as Windows-1252, as spreadsheets write it, which is a finding.
    """
    data = path.read_bytes()
    if len(data) > LARGEST_CSV:
        message = sentence(
            "%(file)s: has %(count)s bytes; %(most)s are read",
            file=path.name,
            count=len(data),
            most=LARGEST_CSV,
        )
        raise SourceUnreadableError(message)
    if not data.strip():
        message = sentence("%(file)s: is empty: fetch it again", file=path.name)
        raise SourceUnreadableError(message)
    table = _Table(path.name, scheme, find, progress)
    records = read_records(table.in_utf8(data), path.name)
    table.take("", path.stem, records)
    return table.reading()


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


class _Table:
    """Reads sheet after sheet into sketches of concepts."""

    def __init__(self, name: str, scheme: str, find: Find, progress: Progress | None) -> None:
        self._report = Report(file=name)
        self._cells = Cells(self._report)
        self._sketches = Sketches(self._report)
        self._scheme = scheme
        self._find = find
        self._progress = progress
        self._lives: dict[str, Concept] = {}
        self._sheets: list[str] = []
        self._tables = 0

    def note_macros(self, members: Iterable[str]) -> None:
        """Say that macros are left alone, where there are any."""
        if any(it.endswith(_MACROS) for it in members):
            self._report.repair(
                "macros-ignored", sentence("the workbook has macros: none of them is run")
            )

    def in_utf8(self, data: bytes) -> bytes:
        """The bytes, in UTF-8 where they are Windows-1252."""
        if b"\0" in data:
            return data  # no text in either; the reader of records says where
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                text = data.decode("cp1252")
            except UnicodeDecodeError:
                return data
            message = sentence("is no UTF-8, and was read as Windows-1252: look at the accents")
            self._report.repair("other-encoding", message)
            return text.encode()
        return data

    def take(self, sheet: str, word: str, rows: Iterable[tuple[int, Sequence[object]]]) -> None:
        """Read a sheet, or the file, where it is a table; `word` may name the kind of its concepts."""
        self._sheets.append(word)
        self._report.sheet = sheet
        filled = ((at, it) for at, it in rows if any(_is_filled(cell) for cell in it))
        header = self._header(filled)
        if header is None:
            return
        self._tables += 1
        kind = Kind(word) if word in set(Kind) else None
        counted = sheet or self._report.file
        for row, cells in filled:
            self._report.row = row
            self._report.rows[counted] += 1
            self._take_row(header, cells, kind)
            if self._progress and self._report.rows[counted] % _TELL_EVERY == 0:
                self._progress(counted, self._report.rows[counted])
        if self._progress:
            self._progress(counted, self._report.rows[counted])

    def reading(self) -> Reading:
        """All that was read; SourceUnreadableError where nothing was a table."""
        file = self._report.file
        if not self._tables:
            there = ", ".join(repr(it[:40]) for it in self._sheets[:20])
            message = sentence(
                "%(file)s: no sheet has a first row that names the columns of concepts, such as notation, pref_label_nl, pref_label_fr; there is %(there)s",
                file=file,
                there=there,
            )
            raise SourceUnreadableError(message, self._report.findings)
        found = sorted(map(self._living, self._sketches.concepts(self._scheme)))
        return Reading(
            concepts=tuple(found),
            findings=tuple(self._report.findings),
            rows=dict(self._report.rows),
            places=self._sketches.places(),
        )

    def _living(self, told: Concept) -> Concept:
        """The concept, whose life is as it was where its row does not speak of it."""
        known = self._lives.get(told.id)
        if known is None:
            return told
        return replace(
            told,
            status=known.status,
            retirement=known.retirement,
            replaced_by=known.replaced_by,
        )

    def _header(self, rows: Iterator[tuple[int, Sequence[object]]]) -> _Header | None:
        """Which columns the sheet has; None, and a finding, where it is no table of concepts."""
        row, cells = next(rows, (0, ()))
        self._report.row = row
        columns: dict[str, int] = {}
        strange = []
        for place, cell in enumerate(cells):
            name = _column(cell)
            if name in columns:
                self._report.refuse(
                    "repeated-column",
                    sentence("the column %(name)r stands there twice", name=name),
                    name,
                )
            elif name in (*_NAMING, "kind") or is_column(name):
                columns[name] = place
            elif name:
                strange.append(name)
        if not set(_NAMING) & columns.keys() or len(columns) == 1:
            message = sentence(
                "the first row names no columns of concepts, so this sheet was not read"
            )
            self._report.repair("sheet-unknown", message)
            return None
        for name in strange:
            message = sentence(
                "%(name)r is no column of concepts, so its cells were left out", name=name[:80]
            )
            self._report.repair("unknown-column", message, name[:80])
        return _Header(row, columns)

    def _take_row(self, header: _Header, cells: Sequence[object], kind: Kind | None) -> None:
        given = {
            name: self._text(cells[place], name)
            for name, place in header.columns.items()
            if place < len(cells)
        }
        told = {name: text for name, text in given.items() if text}
        named = {it: told[it] for it in _NAMING if it in told}
        known = {it: self._find(text) for it, text in named.items()}
        found = next((it for it in known.values() if it), None)
        if not self._is_one(named, found, {it.id for it in known.values() if it}):
            return
        if "kind" in told:
            kind = self._sketches.term(Kind, told.pop("kind"), "kind")
        elif found:
            kind = found.kind
        if kind is None:
            return
        if found:
            told |= {"id": found.id, "notation": named.get("notation", found.notation)}
            if "status" not in told:
                self._lives[found.id] = found
        self._sketches.add(kind, told)

    def _is_one(self, named: dict[str, str], found: Concept | None, ids: set[str]) -> bool:
        """Whether the row names one concept; a finding where it does not."""
        if not named:
            self._report.refuse(
                "missing-id", sentence("a row without id and notation was left out"), "id"
            )
        elif found is None and len(named) < len(_NAMING):
            (text,) = named.values()
            message = sentence(
                "no concept has the id or notation %(words)r; a new one needs id, notation and kind",
                words=text[:80],
            )
            self._report.refuse("unknown-reference", message, *named)
        elif found and {named.get("id", found.id), *ids} != {found.id}:
            told = named.get("id", "")[:80]
            message = sentence(
                "%(concept)s is another concept than %(told)s",
                concept=named.get("notation", "")[:80],
                told=told,
            )
            self._report.refuse("code-with-two-ids", message, "id", concept=found.id)
        else:
            return True
        return False

    def _text(self, cell: object, column: str) -> str:
        """The text of a cell; "", and a finding, where it holds something else."""
        if isinstance(cell, str):
            return restored(cell).strip()
        return self._cells.note(cell, column)


def _is_filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _column(cell: object) -> str:
    name = " ".join(str(cell).split())
    return _ALIASES.get(name.casefold(), name if is_column(name) else name.casefold())
