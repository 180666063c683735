"""A concept of ROME while its files are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.model import Concept, Label, Link, Notation, Note
from taxonomy.text import LONGEST_NOTE
from taxonomy.vocabulary import Kind, LabelType, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.findings import Place
    from taxonomy.sources.reading import Report
    from taxonomy.sources.rome.files import Row
    from taxonomy.vocabulary import NoteType, Predicate

__all__ = ["LANG", "Entry"]

LANG = "fr"
_ACCESS = "access"
"""The attribute for how one gets into the occupation (*accès à l'emploi-métier*)."""


class Entry:
    """A concept while it is gathered; `file` and `row` are its first place, `ogr` its OGR code."""

    __slots__ = (
        "_access",
        "_attributes",
        "_labels",
        "_texts",
        "file",
        "id",
        "is_active",
        "kind",
        "links",
        "ogr",
        "row",
    )

    def __init__(self, id: str, kind: Kind, report: Report) -> None:
        self.id = id
        self.kind = kind
        self.file = report.file
        self.row = report.row
        self.ogr = ""
        self.is_active = True
        self.links: dict[Link, Place] = {}
        self._labels: list[Label] = []
        self._attributes: dict[str, str] = {}
        self._texts: dict[NoteType, list[tuple[int, str]]] = {}
        self._access: list[tuple[int, str]] = []

    def label(self, type: LabelType, text: str) -> None:
        """Give it a name."""
        self._labels.append(Label(LANG, type, text))

    def is_labelled(self, text: str) -> bool:
        """Whether it bears this name already."""
        return any(it.text == text for it in self._labels)

    def say(self, row: Row, attributes: Mapping[str, str]) -> None:
        """Keep the cells of a row that are attributes, and whether it is in use."""
        for column, name in attributes.items():
            if cell := row.get(column):
                self._attributes[name] = cell
        self.is_active = self.is_active and row.get("statut", "1") in ("1", "")

    def text(self, type: NoteType | None, position: int, text: str) -> None:
        """Add a paragraph of a note, or of how one gets into the occupation."""
        found = self._access if type is None else self._texts.setdefault(type, [])
        found.append((position, text))

    def link(self, predicate: Predicate, target: str, place: Place) -> None:
        """Link it, as a row says; a link that is there already stays one."""
        self.links.setdefault(Link(predicate, target), place)

    def concept(self) -> Concept:
        """The concept that was gathered."""
        access = _joined(self._access)
        attributes = self._attributes | ({_ACCESS: access} if access else {})
        coded = self.kind in (
            Kind.OCCUPATION,
            Kind.APPELLATION,
            Kind.PROFESSIONAL_DOMAIN,
            Kind.MAJOR_DOMAIN,
        )
        return Concept(
            scheme="rome",
            id=self.id,
            kind=self.kind,
            notation=self.id if coded or self.id.isdigit() else "",
            status=Status.ACTIVE if self.is_active else Status.RETIRED,
            retirement=None if self.is_active else RetirementReason.UNKNOWN,
            labels=tuple(self._labels),
            notes=tuple(Note(LANG, type, _joined(it)) for type, it in self._texts.items()),
            links=tuple(self.links),
            notations=(Notation("ogr", self.ogr),) if self.ogr else (),
            attributes=tuple(attributes.items()),
        )


def _joined(paragraphs: list[tuple[int, str]]) -> str:
    return "\n".join(text for _, text in sorted(paragraphs))[:LONGEST_NOTE]
