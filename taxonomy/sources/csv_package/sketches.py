"""Concepts while a CSV package is read: gathered by row, their references resolved at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taxonomy.editing.fields import Field
from taxonomy.findings import Place
from taxonomy.model import Concept, Framework, Label, Link, Notation, Note
from taxonomy.sentences import Quote, sentence
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum
    from typing import TypeVar

    from taxonomy.sources.reading import Report

    Term = TypeVar("Term", bound=StrEnum)

__all__ = ["Sketch", "Sketches", "field_of", "is_column"]

_PLAIN_COLUMNS = {
    "status",
    "retirement",
    "replaced_by",
    "collections",
    "framework_name",
    "framework_version",
    "framework_number",
}
_IN_LANGUAGE = re.compile(
    rf"(pref_label|{'|'.join(NoteType)})_([A-Za-z]{{2,8}}(?:-[A-Za-z0-9]{{1,8}})*)"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NAMED = re.compile(r"(notation|attribute)_(.+)", re.DOTALL)
_LIST_PARTS = re.compile(r"(?:\\.|[^\s\\])+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def is_column(name: str) -> bool:
    """Whether the file of a kind may have a column of this name, beside `id` and `notation`."""
    return bool(name in _PLAIN_COLUMNS or _IN_LANGUAGE.fullmatch(name) or _NAMED.fullmatch(name))


def field_of(name: str) -> Field | None:
    """The field of a concept that a column tells of; None where it names, links or is part of one.

    That of codes in a system is `notations` with the system.
    """
    if match := _IN_LANGUAGE.fullmatch(name):
        what, lang = match.groups()
        if what == "pref_label":
            return Field("label", LabelType.PREFERRED.value, lang)
        return Field("note", what, lang)
    if match := _NAMED.fullmatch(name):
        return Field("notations" if match[1] == "notation" else "attribute", match[2])
    return Field("collections") if name == "collections" else None


@dataclass(slots=True)
class Sketch:
    """A concept while its parts are gathered; `place` is where its row stands."""

    id: str
    kind: Kind
    place: Place
    notation: str = ""
    status: Status = Status.ACTIVE
    retirement: RetirementReason | None = None
    framework: dict[str, str] = field(default_factory=dict)
    successors: list[str] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    links: dict[tuple[Predicate, str], Link] = field(default_factory=dict)
    notations: list[Notation] = field(default_factory=list)
    collections: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.notation or self.id

    def concept(self, scheme: str) -> Concept:
        """The concept as it has been gathered."""
        return Concept(
            scheme=scheme,
            id=self.id,
            kind=self.kind,
            notation=self.notation,
            status=self.status,
            labels=tuple(self.labels),
            notes=tuple(self.notes),
            links=tuple(self.links.values()),
            notations=tuple(self.notations),
            collections=tuple(self.collections),
            attributes=tuple(self.attributes),
            framework=self._framework(),
            retirement=self.retirement,
            replaced_by=tuple(self.replaced_by),
        )

    def _framework(self) -> Framework | None:
        if not self.framework:
            return None
        name, version, number = (self.framework.get(it, "") for it in ("name", "version", "number"))
        return Framework(name, version, number)


class Sketches:
    """The sketches of a package by id and by notation; what does not fit goes to the report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._by_id: dict[str, Sketch] = {}
        self._by_notation: dict[str, list[Sketch]] = {}

    def add(self, kind: Kind, row: dict[str, str]) -> None:
        """Take the row of a concept, unless its id or status excludes that."""
        cells = {column: cell for column, cell in row.items() if cell}
        id = self._report.label(cells.pop("id", ""), "id")
        if not id:
            self._report.refuse("missing-id", sentence("a row without an id was left out"), "id")
        elif id in self._by_id:
            message = sentence(
                "%(id)s stands in %(place)s already; this row was left out",
                id=id,
                place=self._by_id[id].place.parts(),
            )
            self._report.refuse("repeated-id", message, "id", id)
        else:
            place = Place(self._report.file, self._report.sheet, self._report.row)
            self._fill(Sketch(id, kind, place), cells)

    def find(self, reference: str, column: str) -> Sketch | None:
        """The sketch with this id or notation; None, and a finding, where there is not just one."""
        if reference in self._by_id:
            return self._by_id[reference]
        text = (
            reference if reference in self._by_notation else self._report.label(reference, column)
        )
        if text in self._by_id:
            return self._by_id[text]
        named = self._by_notation.get(text, [])
        if len(named) == 1:
            return named[0]
        active = [it for it in named if it.status is Status.ACTIVE]
        best = active or named
        if len(best) == 1:
            return best[0]
        if best:
            ids = ", ".join(it.id for it in best)
            message = sentence(
                "%(words)r is the notation of %(ids)s: write the id", words=text, ids=ids
            )
            self._report.refuse("ambiguous-reference", message, column)
        else:
            message = sentence(
                "no concept of the package has the id or notation %(words)r", words=text
            )
            self._report.refuse("unknown-reference", message, column)
        return None

    def term(self, terms: type[Term], text: str, column: str) -> Term | None:
        """The member of an enum that the text names; None, and a finding, where there is none."""
        word = self._report.label(text, column)
        for term in terms:
            if term.value == word:
                return term
        allowed = ", ".join(it.value for it in terms)
        self._report.refuse(
            "unknown-term",
            sentence("%(word)r is none of %(allowed)s", word=word, allowed=allowed),
            column,
        )
        return None

    def language(self, text: str, column: str) -> str:
        """The language tag, or "" and a finding where it is none."""
        tag = self._report.label(text, column)
        if _LANGUAGE.fullmatch(tag):
            return tag
        self._report.refuse(
            "bad-language", sentence("%(tag)r is not a language tag such as nl", tag=tag), column
        )
        return ""

    def add_label(self, sketch: Sketch, label: Label, column: str) -> None:
        """Take the label, unless it is there already or would be a second preferred one."""
        if label in sketch.labels:
            self.repeated(sketch, f"{sketch.name} has the label {label.text!r} already")
            return
        preferred = label.type is LabelType.PREFERRED
        for other in sketch.labels:
            if preferred and other[:2] == label[:2]:
                message = sentence(
                    "%(concept)s has the preferred label %(words)r in %(lang)s, so %(words2)r was left out",
                    concept=sketch.name,
                    words=Quote(other.text, label.lang),
                    lang=label.lang,
                    words2=Quote(label.text, label.lang),
                )
                self._report.refuse("two-labels", message, column, sketch.id)
                return
        sketch.labels.append(label)

    def repeated(self, sketch: Sketch, message: str) -> None:
        """Note a row that says again what is known."""
        self._report.repair("repeated-row", message, concept=sketch.id)

    def places(self) -> dict[str, Place]:
        """Concept → where its row stands."""
        return {it.id: it.place for it in self._by_id.values()}

    def concepts(self, scheme: str) -> Iterator[Concept]:
        """The concepts, once everything has been read: their successors are found here."""
        for sketch in self._by_id.values():
            self._report.file, self._report.row = sketch.place.file, sketch.place.row
            found = [self.find(it, "replaced_by") for it in sketch.successors]
            sketch.replaced_by = [it.id for it in found if it]
            if sketch.status is Status.ACTIVE and (sketch.retirement or sketch.successors):
                message = sentence(
                    "%(concept)s is active, yet has a successor or reason of retirement",
                    concept=sketch.name,
                )
                self._report.repair("active-with-retirement", message, "status", sketch.id)
            yield sketch.concept(scheme)

    def _fill(self, sketch: Sketch, cells: dict[str, str]) -> None:
        sketch.notation = self._report.label(cells.pop("notation", ""), "notation")
        status = self.term(Status, cells.pop("status", Status.ACTIVE), "status")
        if status is None:
            return
        sketch.status = status
        if "retirement" in cells:
            sketch.retirement = self.term(RetirementReason, cells.pop("retirement"), "retirement")
        for column, cell in cells.items():
            self._take_cell(sketch, column, cell)
        self._by_id[sketch.id] = sketch
        if sketch.notation:
            self._claim_notation(sketch)

    def _take_cell(self, sketch: Sketch, column: str, cell: str) -> None:
        if match := _IN_LANGUAGE.fullmatch(column):
            self._take_text(sketch, cell, *match.groups())
        elif match := _NAMED.fullmatch(column):
            name, rest = match.groups()
            if name == "notation":
                sketch.notations += [Notation(rest, value) for value in _parts(cell)]
            elif text := self._report.note(cell, column):
                sketch.attributes.append((rest, text))
        elif column.startswith("framework_"):
            text = self._report.label(cell, column)
            sketch.framework[column.removeprefix("framework_")] = text
        else:
            listed = sketch.collections if column == "collections" else sketch.successors
            listed += _parts(cell)

    def _take_text(self, sketch: Sketch, cell: str, name: str, lang: str) -> None:
        column = f"{name}_{lang}"
        if name == "pref_label":
            if text := self._report.label(cell, column):
                self.add_label(sketch, Label(lang, LabelType.PREFERRED, text), column)
        elif text := self._report.note(cell, column):
            sketch.notes.append(Note(lang, NoteType(name), text))

    def _claim_notation(self, sketch: Sketch) -> None:
        others = self._by_notation.setdefault(sketch.notation, [])
        if sketch.status is Status.ACTIVE and any(it.status is Status.ACTIVE for it in others):
            message = sentence(
                "%(notation)s is the notation of %(others)s too",
                notation=sketch.notation,
                others=others[0].id,
            )
            self._report.repair("shared-notation", message, "notation", sketch.id)
        others.append(sketch)


def _parts(cell: str) -> list[str]:
    """The parts of a cell that lists several; a blank inside a part stands behind a backslash."""
    return [_ESCAPED.sub(r"\1", part) for part in _LIST_PARTS.findall(cell)]
