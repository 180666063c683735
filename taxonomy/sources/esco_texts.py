"""The labels and notes of a row of ESCO, in the language of its file."""

from __future__ import annotations

from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING
from unicodedata import is_normalized

from taxonomy.model import Label, Note
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE
from taxonomy.vocabulary import LabelType, NoteType

if TYPE_CHECKING:
    from taxonomy.sources.esco_concepts import Entry
    from taxonomy.sources.esco_rows import Rows
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
_NONE = repeat("")


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
        preferred, alternatives, hidden, *notes = self._texts_of(row)
        labels = entry.labels
        if preferred and not is_tidy(preferred, LONGEST_LABEL):
            preferred = self._report.label(preferred, "preferredLabel")
        if alternatives:
            labels += self._others(entry, alternatives, "altLabels", {preferred})
        if hidden:
            taken = {it.text for it in labels if it.lang == self.lang} | {preferred}
            labels += self._others(entry, hidden, "hiddenLabels", taken)
        if preferred:
            labels.append(Label(self.lang, _PREFERRED, preferred))
        else:
            message = f"has no preferred label in {self.lang}"
            self._report.repair("label-missing", message, "preferredLabel", entry.id)
        for column, text in zip(_NOTES, notes, strict=True):
            if text:
                entry.notes += self._note(column, text)

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
                entry.labels += self._others(entry, "\n".join(more), column, there)
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

    def _tidy(self, text: str) -> str:
        return text if is_tidy(text, LONGEST_LABEL) else self._report.label(text, "preferredLabel")

    def _others(self, entry: Entry, cell: str, column: str, taken: set[str]) -> list[Label]:
        """The labels of a cell without repeats and without the ones that are taken."""
        parts = _split(cell)
        if not is_tidy(cell, LONGEST_LABEL):
            parts = [self._report.label(it, column) for it in parts if it and not it.isspace()]
        unique = dict.fromkeys(parts)
        if len(unique) != len(parts) or not taken.isdisjoint(unique):
            for text in sorted(taken.intersection(unique)):
                message = f"{text!r} is a label of this concept already: left out"
                self._report.remark("repeated-label", message, column, entry.id)
            if len(unique) != len(parts):
                message = f"{len(parts) - len(unique)} labels stand there twice: left out once"
                self._report.remark("repeated-label", message, column, entry.id)
            unique = {it: None for it in unique if it not in taken}
        lang, type_ = self.lang, _LABELS[column]
        # sorted, so that Concept finds its labels in order; _make and zip cost half of a call each
        parts = sorted(filter(None, unique))
        return list(map(Label._make, zip(repeat(lang), repeat(type_), parts, _NONE, _NONE)))

    def _note(self, column: str, cell: str) -> list[Note]:
        text = cell if is_tidy(cell, LONGEST_NOTE) else self._report.note(cell, column)
        return [Note(self.lang, _NOTES[column], text)] if text else []


def _split(cell: str) -> list[str]:
    """The labels of a cell: one a line, or divided by ` | ` as in the collections."""
    if "\n" not in cell and " | " in cell:
        return cell.split(" | ")
    return cell.split("\n")
