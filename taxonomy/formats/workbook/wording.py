"""The texts of a concept that a release workbook has cells for, as they are read again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from taxonomy.formats.workbook.spreadsheet import LONGEST_CELL
from taxonomy.model import Label, Notation, Note
from taxonomy.sources.competent_workbook.codes import system_name
from taxonomy.text import LONGEST_LABEL, normalise_label, normalise_note
from taxonomy.vocabulary import Kind, LabelType, NoteType

if TYPE_CHECKING:
    from taxonomy.model import Concept

__all__ = ["DATES", "LINKED_LANGUAGES", "TITLED", "TITLE_LANGUAGES", "Wording", "line"]

TITLE_LANGUAGES = ("nl", "fr", "en", "de")
"""Those of a profile, in the order of their columns."""
LINKED_LANGUAGES = ("nl", "fr")
"""Those of everything else, in the order of their columns."""
DATES = ("modified", "published")

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
TITLED = {Kind.SOFT_SKILL, Kind.DIGITAL_SKILL}
"""The kinds whose sheets have a column for the id of the title."""


def line(text: str) -> str:
    """The text as a cell of one line is read; "" where it is too long for one."""
    tidy = normalise_label(text)
    return tidy if len(tidy) <= LONGEST_LABEL else ""


@dataclass(slots=True)
class Wording:
    """Concept after concept with the texts that are carried; remembers the ids of their labels."""

    _label_ids: dict[str, Label] = field(default_factory=dict)

    def carried(self, concept: Concept, notation: str) -> Concept | None:
        """The concept under that code, its links as they are; None where no title is left."""
        profile = concept.kind is Kind.PROFILE
        titles = _titles(concept, TITLE_LANGUAGES if profile else LINKED_LANGUAGES)
        if concept.kind is Kind.TECHNICAL_COMPETENCE:
            titles = []
        elif not titles:
            return None
        return replace(
            concept,
            notation=notation,
            labels=tuple(titles + (self._alternatives(concept) if profile else [])),
            notes=tuple(_notes(concept)),
            notations=tuple(_notations(concept) if profile else ()),
            attributes=tuple(_dates(concept) if profile else ()),
            collections=(),
            framework=None,
            retirement=None,
            replaced_by=(),
        )

    def _alternatives(self, concept: Concept) -> list[Label]:
        found = []
        for it in concept.labels:
            lang, text = it.lang.lower(), line(it.text)
            if it.type is LabelType.ALTERNATIVE and text and _LANGUAGE.fullmatch(lang):
                found.append(self._identified(Label(lang, it.type, text), it.id, line(it.notation)))
        return found

    def _identified(self, plain: Label, id: str, notation: str) -> Label:
        """The label with its id and code, unless they cannot be told or name another one."""
        if not (notation and _UUID.fullmatch(id)):
            return plain
        label = plain._replace(id=id, notation=notation)
        return label if self._label_ids.setdefault(id, label) == label else plain


def _titles(concept: Concept, languages: tuple[str, ...]) -> list[Label]:
    found: dict[str, Label] = {}
    for it in concept.labels:
        text = line(it.text)
        if it.type is LabelType.PREFERRED and it.lang in languages and text:
            found.setdefault(it.lang, Label(it.lang, it.type, text, it.id))
    ids = {it.id for it in found.values()}
    title_id = ids.pop() if len(ids) == 1 and concept.kind in TITLED else ""
    title_id = title_id if _UUID.fullmatch(title_id) else ""
    return [it._replace(id=title_id) for it in found.values()]


def _notes(concept: Concept) -> list[Note]:
    found: dict[tuple[str, NoteType], Note] = {}
    for it in concept.notes:
        text = _note(concept.kind, it)
        if text:
            found.setdefault(it[:2], it._replace(text=text))
    return list(found.values())


def _note(kind: Kind, note: Note) -> str:
    """The text as it is read again; "" where the workbook has no cell for it."""
    if kind is Kind.COMPETENCE_SET:
        is_told = note.type is NoteType.DISAMBIGUATOR and note.lang in LINKED_LANGUAGES
        return line(note.text) if is_told else ""
    told = (NoteType.DESCRIPTION, NoteType.WORKING_CONTEXT)
    if kind is not Kind.PROFILE or note.type not in told or note.lang not in TITLE_LANGUAGES:
        return ""
    text = normalise_note(note.text)
    return text if len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL else ""


def _notations(concept: Concept) -> list[Notation]:
    found = [Notation(system_name(line(it.system)), line(it.value)) for it in concept.notations]
    return [it for it in found if it.value and it.system and system_name(it.system) == it.system]


def _dates(concept: Concept) -> list[tuple[str, str]]:
    told = [(name, line(text)) for name, text in concept.attributes if name in DATES]
    return [(name, text) for name, text in told if text]
