"""Concepts in the making: what the sheets say of each, and findings where they do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from taxonomy.findings import Place
from taxonomy.model import Concept, Label, Link, Notation, Note
from taxonomy.sentences import sentence
from taxonomy.sources.reading import Report
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate

__all__ = ["Agreement", "Group", "Part", "Sketch"]

Key = TypeVar("Key")

_SHOWN = 60
_COLUMNS = {
    Kind.TECHNICAL_COMPETENCE: "competence code",
    Kind.COMPETENCE_SET: "set code",
}


@dataclass(slots=True, eq=False)
class Sketch:
    """One concept as far as it was read; `place` is where it was met first."""

    kind: Kind
    id: str
    notation: str
    place: Place
    titles: dict[str, str] = field(default_factory=dict)
    title_id: str = ""
    notes: dict[tuple[str, NoteType], str] = field(default_factory=dict)
    alternatives: list[Label] = field(default_factory=list)
    links: set[tuple[Predicate, str]] = field(default_factory=set)
    notations: list[Notation] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    def concept(self) -> Concept:
        """The finished concept of Competent."""
        preferred = [
            Label(lang, LabelType.PREFERRED, text, self.title_id)
            for lang, text in self.titles.items()
            if text
        ]
        return Concept(
            scheme="competent",
            id=self.id,
            kind=self.kind,
            notation=self.notation,
            labels=tuple(preferred + self.alternatives),
            notes=tuple([Note(*key, text) for key, text in self.notes.items() if text]),
            links=tuple([Link(*it) for it in self.links]),
            notations=tuple(self.notations),
            attributes=tuple(self.attributes.items()),
        )


Part = tuple[Sketch, Predicate, str]
"""A competence or set, how it holds a concept, and that concept's id."""


@dataclass(slots=True, eq=False)
class Group:
    """What one profile lists for a competence or set, from `row` on.

    `rows`: identity of a part → its row. `damaged`: rows were refused, so it cannot be compared.
    """

    owner: Sketch

    sheet: str
    row: int
    rows: dict[int, int] = field(default_factory=dict)
    damaged: bool = False


@dataclass(slots=True)
class Agreement:
    """Every concept met so far, and the rule that all sheets say the same of it."""

    report: Report
    by_id: dict[str, Sketch] = field(default_factory=dict)
    by_notation: dict[str, Sketch] = field(default_factory=dict)

    def here(self) -> Place:
        """Where the reading stands."""
        return Place(self.report.file, self.report.sheet, self.report.row)

    def state(self, kind: Kind, id: str, notation: str, column: str) -> Sketch | None:
        """The concept of that id and code; None, reported, where another place says otherwise."""
        met = self.by_id.get(id) or self.by_notation.get(notation)
        if met is None:
            met = Sketch(kind, id, notation, self.here())
            self.by_id[id] = self.by_notation[notation] = met
            return met
        return met if self._is_same(met, kind, id, notation, column) else None

    def find(self, kind: Kind, id: str, notation: str, column: str) -> Sketch | None:
        """As `state`, but a concept that is not known stays so, and None is answered."""
        met = self.by_id.get(id) or self.by_notation.get(notation)
        return met if met and self._is_same(met, kind, id, notation, column) else None

    def _is_same(self, met: Sketch, kind: Kind, id: str, notation: str, column: str) -> bool:
        if met.id != id:
            message = sentence(
                "%(notation)s is %(first)s at [%(place)s] and %(second)s here",
                notation=notation,
                first=met.id,
                place=met.place.parts(),
                second=id,
            )
            self.report.refuse("code-with-two-ids", message, column, concept=met.id)
        elif met.kind is not kind:
            message = sentence(
                "%(id)s is a %(kind)s at [%(place)s] and a %(kind2)s here",
                id=id,
                kind=met.kind,
                place=met.place.parts(),
                kind2=kind,
            )
            self.report.refuse("id-with-two-kinds", message, column, concept=id)
        elif met.notation != notation:
            message = sentence(
                "%(notation)s is %(first)s at [%(place)s] and %(second)s here",
                notation=id,
                first=met.notation,
                place=met.place.parts(),
                second=notation,
            )
            self.report.refuse("id-with-two-codes", message, column, concept=id)
        else:
            return True
        return False

    def name(self, met: Sketch, titles: Mapping[str, str], stem: str, title_id: str = "") -> None:
        """Gives a concept its preferred labels, or reports that they differ from the first ones.

        `stem` begins the names of their columns, which end in the language.
        """
        for lang, text in titles.items():
            self._fill(met, met.titles, lang, text, f"{stem} {lang}")
        if title_id and (before := met.title_id or title_id) != title_id:
            message = sentence(
                "%(concept)s: title id %(before)s at [%(place)s] and %(title_id)s here",
                concept=met.notation,
                before=before,
                place=met.place.parts(),
                title_id=title_id,
            )
            self.report.refuse("two-labels", message, "title id", met.id)
        elif title_id:
            met.title_id = title_id

    def annotate(self, met: Sketch, notes: Mapping[tuple[str, NoteType], str]) -> None:
        """Gives a concept its notes, or reports that they differ from the first ones."""
        for (lang, kind), text in notes.items():
            self._fill(met, met.notes, (lang, kind), text, f"{kind} {lang}")

    def _fill(self, met: Sketch, texts: dict[Key, str], key: Key, text: str, column: str) -> None:
        before = texts.setdefault(key, text)
        if before == text or not text:
            return
        if before:
            message = sentence(
                "%(concept)s: %(column)s is %(before)r at [%(place)s] and %(words)r here; the first is kept",
                concept=met.notation,
                column=column,
                before=before[:_SHOWN],
                place=met.place.parts(),
                words=text[:_SHOWN],
            )
            code = "two-labels" if isinstance(key, str) else "two-notes"
            self.report.refuse(code, message, column, met.id)
            return
        message = sentence(
            "%(concept)s: %(column)s is missing at [%(place)s] and was taken from here",
            concept=met.notation,
            column=column,
            place=met.place.parts(),
        )
        self.report.repair("text-filled", message, column, met.id)
        texts[key] = text

    def settle(self, groups: Iterable[Group], parts: Mapping[int, Part], code: str) -> None:
        """Gives every competence or set its parts, and reports the profiles that list others."""
        by_owner: dict[Sketch, list[Group]] = {}
        for group in groups:
            by_owner.setdefault(group.owner, []).append(group)
        for owner, found in by_owner.items():
            sound = [it for it in found if not it.damaged] or found[:1]
            first = sound[0]
            owner.links.update(parts[it][1:] for it in first.rows)
            for other in sound[1:]:
                if other.rows.keys() != first.rows.keys():
                    said = {parts[it][2] for it in other.rows}
                    meant = {parts[it][2] for it in first.rows}
                    self.report.sheet, self.report.row = other.sheet, other.row
                    message = sentence(
                        "%(concept)s differs from [%(sheet)s, row %(row)d], which is kept: %(here)s only here, %(there)s only there",
                        concept=owner.notation,
                        sheet=first.sheet,
                        row=first.row,
                        here=self._listed(said - meant),
                        there=self._listed(meant - said),
                    )
                    self.report.refuse(code, message, _COLUMNS[owner.kind], owner.id)

    def _listed(self, ids: Iterable[str]) -> str:
        return ", ".join(sorted(self.by_id[id].notation for id in ids)) or "nothing"

    def both_ways(self, profile: Sketch, competence: Sketch, optional: Group) -> None:
        """Notes a competence that is essential and optional for one profile; both are kept."""
        self.report.sheet, self.report.row = optional.sheet, optional.row
        message = sentence(
            "%(competence)s is essential and optional for %(profile)s",
            competence=competence.notation,
            profile=profile.notation,
        )
        self.report.repair("essential-and-optional", message, _COLUMNS[competence.kind], profile.id)

    def require_one_skill(self) -> None:
        """Reports the competences that have no skill to name them, or more than one."""
        for met in self.by_id.values():
            if met.kind is not Kind.TECHNICAL_COMPETENCE:
                continue
            skills = [id for predicate, id in met.links if predicate is Predicate.SKILL]
            if len(skills) == 1:
                continue
            self.report.sheet, self.report.row = met.place.sheet, met.place.row
            code = "competence-with-two-skills" if skills else "competence-without-skill"
            message = sentence(
                "%(concept)s is named by exactly one skill; it has %(skills)s",
                concept=met.notation,
                skills=self._listed(skills),
            )
            self.report.refuse(code, message, _COLUMNS[met.kind], met.id)

    def compare_ids(self, known: Mapping[str, str]) -> None:
        """Notes the codes that had another id in an earlier release; the one met here is kept."""
        for met in self.by_id.values():
            before = known.get(met.notation, met.id)
            if before != met.id:
                self.report.sheet, self.report.row = met.place.sheet, met.place.row
                message = sentence(
                    "%(concept)s was %(before)s in an earlier release and is %(id)s here",
                    concept=met.notation,
                    before=before,
                    id=met.id,
                )
                self.report.repair("id-changed", message, concept=met.id)
