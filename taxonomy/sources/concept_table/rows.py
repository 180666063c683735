"""The rows of tables of concepts: which concept each tells of, what it says, clears, or begins."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.editing.beginning import id_of_mark
from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sentences import sentence
from taxonomy.sources.competent_workbook.cells import Cells
from taxonomy.sources.concept_table.header import NAMING, read_header
from taxonomy.sources.csv_package.sketches import Sketches, field_of
from taxonomy.sources.reading import Reading, Report
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from taxonomy.editing.fields import Field
    from taxonomy.model import Concept
    from taxonomy.sources.concept_table.header import Header
    from taxonomy.sources.reading import Progress

    Find = Callable[[str], Concept | None]

__all__ = ["CLEARED", "Table"]

CLEARED = "[-]"
"""What a cell holds where nothing is to stand any more: no name and no text reads like this."""
_TELL_EVERY = 1_024
_MACROS = "vbaProject.bin"
_CALCULATED = re.compile(r"[=@]|[+\-][^\s+\-]")
"""How texts begin that a spreadsheet takes for a formula, lists with dashes aside."""


class _Row(NamedTuple):
    """What a row says: column → text, and the columns that it clears."""

    told: dict[str, str]
    cleared: list[str]


class Table:
    """Reads sheet after sheet into sketches of concepts."""

    def __init__(self, name: str, scheme: str, find: Find, progress: Progress | None) -> None:
        self._report = Report(file=name)
        self._cells = Cells(self._report)
        self._sketches = Sketches(self._report)
        self._scheme = scheme
        self._find = find
        self._progress = progress
        self._mark = ""
        self._lives: dict[str, Concept] = {}
        self._cleared: dict[str, frozenset[Field]] = {}
        self._begun: list[str] = []
        self._sheets: list[str] = []
        self._tables = 0

    def begins_as(self, mark: str) -> None:
        """Make the ids of new concepts of this mark of the file, and of where their rows stand."""
        self._mark = mark

    def note_macros(self, members: Iterable[str]) -> None:
        """Say that macros are left alone, where there are any."""
        if any(it.endswith(_MACROS) for it in members):
            self._report.repair(
                "macros-ignored", sentence("the workbook has macros: none of them is run")
            )

    def note_encoding(self, encoding: str) -> None:
        """Say in which encoding the file was read."""
        message = sentence(
            "is no UTF-8, and was read as %(encoding)s: look at the accents", encoding=encoding
        )
        self._report.repair("other-encoding", message)

    def take(
        self,
        sheet: str,
        word: str,
        rows: Iterable[tuple[int, Sequence[object]]],
        calculated: Collection[tuple[int, int]] = (),
    ) -> None:
        """Read a sheet, or the file, where it is a table; `word` may name the kind of its concepts.

        `calculated` are the cells (row, column) that hold formulas.
        """
        self._sheets.append(word)
        self._report.sheet = sheet
        filled = ((at, it) for at, it in rows if any(_is_filled(cell) for cell in it))
        header = read_header(filled, self._report)
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
        self._note_formulas(header, calculated)

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
        made = {it.id: it for it in map(self._living, self._sketches.concepts(self._scheme))}
        begun = [made.pop(it) for it in self._begun if it in made]
        return Reading(
            concepts=(*sorted(made.values()), *begun),
            findings=tuple(self._report.findings),
            rows=dict(self._report.rows),
            places=self._sketches.places(),
            cleared=self._cleared,
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

    def _note_formulas(self, header: Header, calculated: Collection[tuple[int, int]]) -> None:
        """Say once a column how many of its cells hold formulas."""
        below = sorted(it for it in calculated if it[0] > header.row)
        counts = Counter(column for _, column in below)
        for name, place in header.columns.items():
            count = counts[place + 1]
            if count:
                self._report.row = next(row for row, column in below if column == place + 1)
                message = sentence(
                    "cells of the column with formulas, the first one here: %(count)s; their last results were taken, and nothing where there was none; paste them as values",
                    count=count,
                )
                self._report.repair("formula-cell", message, name)

    def _take_row(self, header: Header, cells: Sequence[object], kind: Kind | None) -> None:
        if not self._report.sheet and any(map(_is_filled, cells[header.width :])):
            message = sentence(
                "%(cells)s cells under %(columns)s columns: quote the cell that holds the delimiter",
                cells=len(cells),
                columns=header.width,
            )
            self._report.refuse("too-many-cells", message)
            return
        told, cleared = self._said(header, cells)
        named = {it: told[it] for it in NAMING if it in told}
        known = {it: self._find(text) for it, text in named.items()}
        found = next((it for it in known.values() if it), None)
        if not self._is_one(named, found, {it.id for it in known.values() if it}):
            return
        meant = self._kind(told, found, kind)
        if meant is None:
            return
        if found:
            self._note_known(found, named, told, cleared)
        if named or self._is_begun(meant, told):
            self._sketches.add(meant, told)

    def _kind(self, told: dict[str, str], found: Concept | None, kind: Kind | None) -> Kind | None:
        """The kind that the row says, else that of the concept that there is, else of the sheet."""
        if "kind" in told:
            return self._sketches.term(Kind, told.pop("kind"), "kind")
        if found is None and kind is None:
            message = sentence(
                "nothing says of which kind the new concept is: a column kind, or the name of the sheet or file"
            )
            self._report.refuse("missing-kind", message, "kind")
        return found.kind if found else kind

    def _said(self, header: Header, cells: Sequence[object]) -> _Row:
        """What the row says and clears; a cell that cannot be cleared is told."""
        given = {
            name: self._text(cells[place], name)
            for name, place in header.columns.items()
            if place < len(cells)
        }
        cleared = [name for name, text in given.items() if text == CLEARED]
        told = {name: text for name, text in given.items() if text and text != CLEARED}
        for name in cleared:
            if field_of(name) is None:
                message = sentence(
                    "%(mark)s clears names, texts, codes, collections and other data only",
                    mark=CLEARED,
                )
                self._report.refuse("not-to-clear", message, name)
        return _Row(told, cleared)

    def _note_known(
        self, found: Concept, named: dict[str, str], told: dict[str, str], cleared: list[str]
    ) -> None:
        """Complete what is said of a concept that there is."""
        told |= {"id": found.id, "notation": named.get("notation", found.notation)}
        if "status" not in told:
            self._lives[found.id] = found
        fields = frozenset(field for it in cleared if (field := field_of(it)))
        if fields:
            self._cleared[found.id] = fields

    def _is_begun(self, kind: Kind, told: dict[str, str]) -> bool:
        """Whether the row, which names no concept, begins one; a finding either way."""
        name = next((told[it] for it in told if it.startswith("pref_label_")), "")
        if not name:
            message = sentence(
                "a row without id and notation begins a concept, and this one has no name"
            )
            self._report.refuse("missing-id", message, "id")
            return False
        at = f"{self._mark}/{self._report.sheet}/{self._report.row}"
        told["id"] = id_of_mark(at)
        self._begun.append(told["id"])
        message = sentence(
            "%(name)r begins a concept (%(kind)s): its code is given as it is taken",
            kind=kind.value,
            name=name[:80],
        )
        self._report.remark("new-concept", message, "id", told["id"])
        return True

    def _is_one(self, named: dict[str, str], found: Concept | None, ids: set[str]) -> bool:
        """Whether the row names at most one concept; a finding where it does not."""
        if found is None and len(named) == 1:
            (text,) = named.values()
            message = sentence(
                "no concept has the id or notation %(words)r; a new one has both, or neither of them, and they are made for it",
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
        if not isinstance(cell, str):
            return self._cells.note(cell, column)
        text = cell.strip()
        if _CALCULATED.match(text):
            message = sentence(
                "%(words)r begins as a formula does, and was taken as a text: look whether it is meant",
                words=text[:40],
            )
            self._report.repair("formula-text", message, column)
        return restored(cell).strip()


def _is_filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
