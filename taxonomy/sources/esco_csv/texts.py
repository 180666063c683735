"""The labels and notes of a row of ESCO, in the language of its file."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING
from unicodedata import is_normalized

from taxonomy.model import Label, Note
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE
from taxonomy.vocabulary import LabelType, NoteType

if TYPE_CHECKING:
    from collections.abc import Callable

    from taxonomy.sources.esco_csv.entry import Entry
    from taxonomy.sources.esco_csv.rows import Rows
    from taxonomy.sources.reading import Report

__all__ = ["Texts", "is_tidy"]

_COLUMNS = ("preferredLabel", "altLabels", "hiddenLabels", "description", "definition", "scopeNote")
_NOTES = {
    "description": NoteType.DESCRIPTION,
    "definition": NoteType.DEFINITION,
    "scopeNote": NoteType.SCOPE_NOTE,
}
_LABELS = {"altLabels": LabelType.ALTERNATIVE, "hiddenLabels": LabelType.HIDDEN}
_PREFERRED = LabelType.PREFERRED
_DESCRIPTION = NoteType.DESCRIPTION
_NONE = repeat("")
_LABEL_OF: Callable[[tuple[str, LabelType, str, str, str]], Label] = partial(tuple.__new__, Label)
"""Label._make without its Python frame: a release has 170 000 alternative labels."""


def is_tidy(cell: str, longest: int) -> bool:
    """Whether every line of the cell is as it is stored: normalising would change none of them."""
    line = cell.replace("\n", " ")
    return (
        line.isprintable()
        and "  " not in line
        and line[:1] != " "
        and line[-1:] != " "
        and len(line) <= longest
        and (line.isascii() or is_normalized("NFC", line))
    )


class Texts:
    """Reads the texts of one file's rows."""

    def __init__(self, lang: str, rows: Rows, report: Report) -> None:
        self.lang = lang
        self._report = report
        self._texts_of = itemgetter(*[rows.place(it) for it in _COLUMNS])

    def add(self, entry: Entry, row: list[str]) -> None:
        """Give a concept the labels and notes of its first row in this language."""
        cells = self._texts_of(row)
        preferred, alternatives, hidden, description, definition, scope_note = cells
        lang, labels = self.lang, entry.labels
        # one look at the whole row instead of one at each cell: nearly all rows are tidy
        tidy = is_tidy("\n".join(filter(None, cells)), LONGEST_LABEL)
        if preferred and not tidy:
            preferred = self._tidy(preferred)
        if alternatives:
            taken = {preferred}
            labels += self._others(entry, alternatives, "altLabels", taken, tidy=tidy)
        if hidden:
            taken = {it.text for it in labels if it.lang == lang} | {preferred}
            labels += self._others(entry, hidden, "hiddenLabels", taken, tidy=tidy)
        if preferred:
            labels.append(Label(lang, _PREFERRED, preferred))
        else:
            message = f"has no preferred label in {lang}"
            self._report.repair("label-missing", message, "preferredLabel", entry.id)
        if tidy and not definition and not scope_note:
            if description:
                entry.notes.append(Note(lang, _DESCRIPTION, description))
            return
        for column, cell in zip(_NOTES, (description, definition, scope_note), strict=True):
            entry.notes += self._note(column, cell)

    def merge(self, entry: Entry, row: list[str]) -> list[str]:
        """Give a concept what a further row says more; the columns that did."""
        preferred, *others, description, definition, scope_note = self._texts_of(row)
        changed = []
        if preferred and not self.preferred_of(entry):
            entry.labels.append(Label(self.lang, _PREFERRED, self.preferred(row)))
            changed.append("preferredLabel")
        for column, cell in zip(_LABELS, others, strict=True):
            there = {it.text for it in entry.labels if it.lang == self.lang}
            more = [it for it in _split(cell) if it.strip() and self._tidy(it) not in there]
            if more:
                entry.labels += self._others(entry, "\n".join(more), column, there, tidy=False)
                changed.append(column)
        types = {it.type for it in entry.notes if it.lang == self.lang}
        for column, cell in zip(_NOTES, (description, definition, scope_note), strict=True):
            for note in self._note(column, cell):
                if note.type not in types:
                    entry.notes.append(note)
                    changed.append(column)
                elif note not in entry.notes:
                    message = f"another {column} in {self.lang}: the first counts"
                    self._report.repair("contradiction", message, column, entry.id)
        return changed

    def preferred(self, row: list[str]) -> str:
        """The preferred label of a row, as it would be stored, or ""."""
        return self._tidy(self._texts_of(row)[0])

    def preferred_of(self, entry: Entry) -> str:
        """The preferred label that a concept has in this language, or ""."""
        found = (it for it in entry.labels if it.lang == self.lang and it.type is _PREFERRED)
        return next((it.text for it in found), "")

    def _tidy(self, text: str, column: str = "preferredLabel") -> str:
        return text if is_tidy(text, LONGEST_LABEL) else self._report.label(text, column)

    def _others(
        self, entry: Entry, cell: str, column: str, taken: set[str], *, tidy: bool
    ) -> list[Label]:
        """The labels of a cell without repeats and without the ones that are taken."""
        parts = _split(cell)
        if not tidy:
            parts = [self._tidy(it, column) for it in parts if it and not it.isspace()]
        unique = set(parts)
        if len(unique) != len(parts) or not taken.isdisjoint(unique):
            twice = {it for it, count in Counter(parts).items() if count > 1}
            again = ", ".join(sorted(twice | (taken & unique)))[:300]
            message = f"labels of this concept already, left out: {again}"
            self._report.remark("repeated-label", message, column, entry.id)
            unique -= taken
        # sorted, so that Concept finds its labels in order
        texts = sorted(filter(None, unique))
        parts_of = zip(
            repeat(self.lang), repeat(_LABELS[column]), texts, _NONE, _NONE, strict=False
        )
        return list(map(_LABEL_OF, parts_of))

    def _note(self, column: str, cell: str) -> list[Note]:
        text = cell if is_tidy(cell, LONGEST_NOTE) else self._report.note(cell, column)
        return [Note(self.lang, _NOTES[column], text)] if text else []


def _split(cell: str) -> list[str]:
    """The labels of a cell: one a line, or divided by ` | ` as in the collections."""
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in cell and " | " in cell:
        return cell.split(" | ")
    return cell.split("\n")
