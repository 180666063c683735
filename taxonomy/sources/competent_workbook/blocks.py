"""What stands right of the profile in a row: linked concepts, blocks of competences, members of sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from taxonomy.model import PLACEHOLDER, Label, Notation
from taxonomy.sentences import Quote, sentence
from taxonomy.sources.competent_workbook.agreement import Agreement, Part, Sketch
from taxonomy.sources.competent_workbook.cells import Cells, Remembered
from taxonomy.sources.competent_workbook.codes import derived_id, system_name
from taxonomy.sources.competent_workbook.shapes import (
    ALTERNATIVE_NAMES,
    CODES,
    COMPETENCE_SETS,
    ESSENTIAL_COMPETENCES,
    Shape,
)
from taxonomy.sources.competent_workbook.sheets import Row
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate

__all__ = ["Blocks"]

_HEAD = 4
_BLOCK_TYPES = {
    "skill": (Kind.SKILL, Predicate.SKILL),
    "knowledge": (Kind.KNOWLEDGE, Predicate.KNOWLEDGE),
    "behavioural indicator": (Kind.BEHAVIOUR, Predicate.BEHAVIOUR),
    "behavioral indicator": (Kind.BEHAVIOUR, Predicate.BEHAVIOUR),
}


@dataclass(slots=True)
class Blocks:
    """Understands the cells of a row after its first four; None where they were refused."""

    agreement: Agreement
    cells: Cells
    known: Mapping[str, str]
    _competence: Remembered[Sketch] = field(init=False)
    _block: Remembered[tuple[Predicate, Sketch]] = field(init=False)
    _parts: dict[Part, Part] = field(default_factory=dict)
    _label_ids: dict[str, Label] = field(default_factory=dict)
    _label_notations: dict[str, Label] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._competence = Remembered(self.cells.report, self._understand_competence)
        self._block = Remembered(self.cells.report, self._understand_block)

    def linked(self, tail: Row, shape: Shape, kind: Kind) -> Sketch | None:
        """The concept of a sheet that names one a row, its title id between code and titles."""
        columns = shape.columns[_HEAD:]
        id = self.cells.uuid(tail[0], columns[0])
        notation = self.cells.required(tail[1], columns[1])
        titled = columns[2] == "title id"
        title_id = self.cells.uuid(tail[2], columns[2]) if titled and tail[2] != "" else ""
        titles = self._titles(tail[-2:], columns[-2:])
        if not (id and notation and self._is_named(titles, columns[-2])):
            return None
        met = self.agreement.state(kind, id, notation, columns[0])
        if met:
            self.agreement.name(met, titles, columns[-1].removesuffix(" fr"), title_id)
        return met

    def notation(self, tail: Row) -> Notation | None:
        """A code in another system, whose name is lowered and dashed: `isco-08`."""
        columns = CODES.columns[_HEAD:]
        name = self.cells.required(tail[0], columns[0])
        system = system_name(name)
        value = self.cells.code_value(tail[1], columns[1], system=system)
        if name and not system:
            self.cells.report.refuse(
                "cell-missing", sentence("%(name)r names no system", name=name), columns[0]
            )
        return Notation(system, value) if system and value else None

    def alternative_name(self, tail: Row) -> Label | None:
        """An alternative label with the id and code of its own, or with neither."""
        columns = ALTERNATIVE_NAMES.columns[_HEAD:]
        nameless = tail[:2] == ("", "")
        id = "" if nameless else self.cells.uuid(tail[0], columns[0])
        notation = "" if nameless else self.cells.required(tail[1], columns[1])
        lang = self.cells.language(tail[2], columns[2])
        text = self.cells.required(tail[3], columns[3])
        if not (lang and text and (nameless or (id and notation))):
            return None
        label = Label(lang, LabelType.ALTERNATIVE, text, id, notation)
        if nameless:
            message = sentence(
                "alternative name %(words)r (%(lang)s) has neither id nor code",
                words=Quote(text[:60], lang),
                lang=lang,
            )
            self.cells.report.remark("label-without-id", message, columns[0])
        return label if nameless or self._agrees(label) else None

    def _agrees(self, label: Label) -> bool:
        met = self._label_ids.setdefault(label.id, label)
        coded = self._label_notations.setdefault(label.notation, label)
        report = self.cells.report
        if coded.id != label.id:
            message = sentence(
                "%(code)s is the code of alternative name %(id)s elsewhere and of %(id2)s here; both are kept, because nothing refers to them by code",
                code=label.notation,
                id=coded.id,
                id2=label.id,
            )
            report.repair("code-with-two-ids", message, ALTERNATIVE_NAMES.columns[5])
        if met.notation != label.notation:
            message = sentence(
                "alternative name %(id)s is %(code)s and %(code2)s here",
                id=label.id,
                code=met.notation,
                code2=label.notation,
            )
            report.refuse("id-with-two-codes", message, ALTERNATIVE_NAMES.columns[5])
        elif met != label:
            message = sentence(
                "alternative name %(code)s is %(words)r (%(lang)s) elsewhere and %(words2)r (%(lang2)s) here",
                code=label.notation,
                words=Quote(met.text[:60], met.lang),
                lang=met.lang,
                words2=Quote(label.text[:60], label.lang),
                lang2=label.lang,
            )
            report.refuse("two-labels", message, ALTERNATIVE_NAMES.columns[7])
        else:
            return True
        return False

    def competence(self, tail: Row) -> Part | None:
        """A competence and one block that it is made of."""
        owner, block = self._competence(tail[:2]), self._block(tail[2:])
        return self._part(owner, block[0], block[1]) if owner and block else None

    def _understand_competence(self, tail: Row) -> Sketch | None:
        columns = ESSENTIAL_COMPETENCES.columns[_HEAD:]
        id = self.cells.uuid(tail[0], columns[0])
        notation = self.cells.required(tail[1], columns[1])
        if not (id and notation):
            return None
        return self.agreement.state(Kind.TECHNICAL_COMPETENCE, id, notation, columns[0])

    def _understand_block(self, tail: Row) -> tuple[Predicate, Sketch] | None:
        columns = ESSENTIAL_COMPETENCES.columns[_HEAD + 2 :]
        types = self._block_type(tail[0], columns[0])
        id = self.cells.uuid(tail[1], columns[1])
        notation = self.cells.required(tail[2], columns[2])
        titles = self._titles(tail[3:], columns[3:])
        if not (self._is_named(titles, columns[3]) and types and id and notation):
            return None
        met = self.agreement.state(types[0], id, notation, columns[1])
        if met is None:
            return None
        self.agreement.name(met, titles, "block")
        return types[1], met

    def member(self, tail: Row) -> Part | None:
        """A set and one block that it holds, found by its code."""
        columns = COMPETENCE_SETS.columns[_HEAD:]
        owner = self._set(tail[:6], columns[:6])
        types = self._block_type(tail[6], columns[6])
        code = self.cells.required(tail[7], columns[7])
        titles = self._titles(tail[8:], columns[8:])
        if not (owner and types and code):
            return None
        block = self._by_code(types[0], code, titles)
        return self._part(owner, Predicate.MEMBER, block) if block else None

    def _set(self, tail: Row, columns: tuple[str, ...]) -> Sketch | None:
        id = self.cells.uuid(tail[0], columns[0])
        notation = self.cells.required(tail[1], columns[1])
        titles = self._titles(tail[2:4], columns[2:4])
        notes = {
            (lang, NoteType.DISAMBIGUATOR): text
            for lang, text in self._titles(tail[4:6], columns[4:6]).items()
        }
        if not (id and notation and self._is_named(titles, columns[2])):
            return None
        met = self.agreement.state(Kind.COMPETENCE_SET, id, notation, columns[0])
        if met:
            self.agreement.name(met, titles, "set")
            self.agreement.annotate(met, notes)
        return met

    def _by_code(self, kind: Kind, code: str, titles: dict[str, str]) -> Sketch | None:
        """The block of that code: of this release, of an earlier one, or with an id made from it."""
        met = self.agreement.by_notation.get(code)
        if met is None:
            return self._unlisted(kind, code, titles)
        same = self.agreement.state(kind, met.id, code, "block code")
        if same:
            self.agreement.name(same, titles, "block")
        return same

    def _unlisted(self, kind: Kind, code: str, titles: dict[str, str]) -> Sketch | None:
        report, column = self.cells.report, COMPETENCE_SETS.columns[11]
        id = self.known.get(code, "")
        if not any(titles.values()):
            message = (
                sentence("%(code)s is in no other sheet, and this row does not name it", code=code)
                if id
                else sentence(
                    "%(code)s is in no other sheet and no earlier release, and this row does not name it",
                    code=code,
                )
            )
            report.refuse("unknown-code", message, column)
            return None
        made = derived_id(code)
        if not id:
            message = sentence(
                "%(code)s is given no UUID anywhere, so %(id)s was made from its code",
                code=code,
                id=made,
            )
            report.repair("id-derived", message, column, made)
        met = self.agreement.state(kind, id or made, code, column)
        if met:
            self.agreement.name(met, titles, "block")
            if met.id == made:
                met.attributes.update([PLACEHOLDER])
        return met

    def _part(
        self, owner: Sketch | None, predicate: Predicate, block: Sketch | None
    ) -> Part | None:
        """The one tuple of that content, so that rows can be compared by identity."""
        if owner is None or block is None:
            return None
        part = (owner, predicate, block.id)
        return self._parts.setdefault(part, part)

    def parts(self) -> dict[int, Part]:
        """Identity → part, of every part understood so far."""
        return {id(it): it for it in self._parts}

    def _block_type(self, cell: object, column: str) -> tuple[Kind, Predicate] | None:
        text = self.cells.required(cell, column)
        types = _BLOCK_TYPES.get(text.lower().replace("_", " ").replace("-", " "))
        if text and types is None:
            message = sentence(
                "%(words)r is none of skill, knowledge, behavioural indicator", words=text[:80]
            )
            self.cells.report.refuse("unknown-block-type", message, column)
        return types

    def _titles(self, cells: Row, columns: tuple[str, ...]) -> dict[str, str]:
        """Dutch and French, in this order in every sheet."""
        return {
            "nl": self.cells.label(cells[0], columns[0]),
            "fr": self.cells.label(cells[1], columns[1]),
        }

    def _is_named(self, titles: dict[str, str], column: str) -> bool:
        if any(titles.values()):
            return True
        self.cells.report.refuse(
            "cell-missing", sentence("has a title in neither nl nor fr"), column
        )
        return False
