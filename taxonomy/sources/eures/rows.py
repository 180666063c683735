"""The rows of a table: each is taken, repaired or refused, and each of these is a finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.findings import Severity
from taxonomy.sentences import sentence
from taxonomy.sources.eures.ids import is_concept, of_esco, of_other
from taxonomy.sources.eures.records import Number
from taxonomy.sources.eures.words import NO_RELATION, relation, tidy
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Dictionary

    from taxonomy.sources.eures.ids import Named
    from taxonomy.sources.eures.layout import Line, Table
    from taxonomy.sources.reading import Progress, Report

__all__ = ["Row", "read_rows"]

_LABELS = ("nl", "fr", "de", "en")
"""Whose preferred label a mapping bears where a table has several: the first that is there."""
_TELL_EVERY = 1_000


class Row(NamedTuple):
    """A row as it was taken, its relation as it stands there; `esco` is "" where it finds nothing."""

    row: int
    other: str
    predicate: MappingPredicate
    esco: str
    other_label: str = ""
    esco_label: str = ""
    note: str = ""


@dataclass(slots=True)
class _Reader:
    table: Table
    kind: str
    report: Report
    notations: dict[str, str]
    labels: dict[str, str] = field(default_factory=dict)
    seen: dict[tuple[str, str], set[MappingPredicate]] = field(default_factory=dict)

    def row(self, line: Line) -> Row | None:
        """What the line says; None where it was refused, or says nothing that can be held."""
        report = self.report
        if line.surplus:
            message = sentence(
                "a cell right of the header holds %(words)r: is a comma not quoted?",
                words=line.surplus[:80],
            )
            report.refuse("too-many-cells", message)
            return None
        said = self._said(line)
        if not said:
            return None
        refused = len(report.findings)
        other, esco = self._concepts(line)
        if any(it.severity is Severity.ERROR for it in report.findings[refused:]):
            return None
        if said == NO_RELATION:
            return self._nothing(line, other, esco)
        if other is None or esco is None:
            side = self.table.other if other is None else self.table.esco
            report.refuse(
                "concept-missing",
                sentence("names no concept of classification %(side)s", side=side),
            )
            return None
        return self._row(line, other, MappingPredicate(said), esco)

    def _said(self, line: Line) -> str:
        """The predicate or `NO_RELATION`; "" where the cell says nothing that is known."""
        word = line.relation
        said = relation(word)
        if not tidy(word):
            self.report.refuse("relation-missing", sentence("has no relation"), "relation")
        elif not said:
            message = sentence(
                "%(word)r is no relation: write skos:exactMatch, skos:closeMatch, skos:broadMatch, skos:narrowMatch, skos:relatedMatch or no relation",
                word=word[:80],
            )
            self.report.refuse("unknown-relation", message, "relation")
        elif word not in (said, said.removeprefix("skos:"), NO_RELATION):
            self.report.repair(
                "relation-mended",
                sentence("%(word)r was read as %(tidy)s", word=word[:80], tidy=said),
                "relation",
            )
        return said

    def _concepts(self, line: Line) -> tuple[Named | None, Named | None]:
        of_number = line.cells[self.table.other].get("id")
        if isinstance(of_number, Number):
            message = sentence(
                "the code is the number %(number)s: noughts before it may be lost",
                number=of_number,
            )
            self.report.repair("numeric-code", message, "id")
        other = of_other(line.cells[self.table.other], self.report)
        esco = of_esco(line.cells[self.table.esco], self.kind, self.report)
        for it in (other, esco):
            if it and it.code and self.notations.setdefault(it.id, it.code) != it.code:
                message = sentence(
                    "%(id)s has the code %(code)s, and had %(code2)s before",
                    id=it.id,
                    code=it.code,
                    code2=self.notations[it.id],
                )
                self.report.repair("id-with-two-codes", message, "id", it.id)
        return other, esco

    def _nothing(self, line: Line, other: Named | None, esco: Named | None) -> Row | None:
        if other and esco:
            message = sentence(
                "says that its two concepts are not related: no mapping says that, so it was left out"
            )
            self.report.repair("not-related", message, "relation", other.id)
        elif other:
            return self._row(line, other, MappingPredicate.EXACT, None)
        elif esco:
            message = sentence(
                "nothing in the other classification answers to %(concept)s", concept=esco.id
            )
            self.report.remark("without-counterpart", message, "relation", esco.id)
        else:
            self.report.refuse("concept-missing", sentence("names no concept at all"))
        return None

    def _row(
        self, line: Line, other: Named, predicate: MappingPredicate, esco: Named | None
    ) -> Row | None:
        labels = line.cells[self.table.other], line.cells[self.table.esco]
        row = Row(
            line.row,
            other.id,
            predicate,
            esco.id if esco else "",
            self._label(labels[0], other.id),
            self._label(labels[1], esco.id) if esco else "",
            self._note(line.cells[""].get("note", "")),
        )
        self._compare(row)
        return row

    def _note(self, cell: str) -> str:
        """The note, or "" where there is nothing but what programs glue to the end of a row."""
        return self.report.note(cell.strip(), "note") if cell.strip(" ;") else ""

    def _compare(self, row: Row) -> None:
        said = self.seen.setdefault((row.other, row.esco), set())
        if row.predicate in said:
            self.report.remark(
                "repeated-row", sentence("says again what a row above says"), "", row.other
            )
        elif said:
            before = ", ".join(sorted(said))
            message = sentence(
                "says %(predicate)s of two concepts of which a row above says %(predicate2)s",
                predicate=row.predicate,
                predicate2=before,
            )
            self.report.repair("two-relations", message, "relation", row.other)
        said.add(row.predicate)

    def _label(self, cells: Dictionary[str, str], id: str) -> str:
        """The label of a concept: that of its first row, in the first of the languages there are."""
        if id in self.labels:
            return self.labels[id]
        langs = sorted(it.partition(" ")[2] for it in cells if it.startswith("label "))
        for lang in (*_LABELS, *langs, ""):
            name = f"label {lang}".strip()
            if text := cells.get(name, "").strip():
                break
        else:
            return ""
        if '","' in text:
            self.report.repair(
                "quotes-mended",
                sentence("%(words)r holds quotes around a comma", words=text[:80]),
                name,
            )
            text = text.replace('","', ",")
        self.labels[id] = self.report.label(text, name)
        return self.labels[id]


def read_rows(
    table: Table,
    report: Report,
    *,
    kind: str,
    notations: dict[str, str],
    progress: Progress | None = None,
) -> Iterator[Row]:
    """The rows that can be held; `report.row` stands on each while it is used, `notations` is filled.

    `kind` is what a bare UUID of ESCO is of. Lines below the last row that has a relation or two
    concepts are the foot of the table.
    """
    reader = _Reader(table, kind, report, notations)
    foot = _foot(table.lines)
    for count, line in enumerate(table.lines, start=1):
        report.row = line.row
        report.rows[report.file] += 1
        if count > foot:
            report.remark(
                "footer-line", sentence("a line below the table: %(words)r", words=_text(line)[:80])
            )
        elif row := reader.row(line):
            yield row
        if progress and count % _TELL_EVERY == 0:
            progress(report.file, count)
    if progress:
        progress(report.file, len(table.lines))


def _foot(lines: Iterable[Line]) -> int:
    """How many lines there are up to the last that has a relation or names a concept for certain."""
    filled = [at for at, it in enumerate(lines, start=1) if _is_row(it)]
    return filled[-1] if filled else 0


def _is_row(line: Line) -> bool:
    if relation(line.relation) or any(map(is_concept, _cells(line))):
        return True
    return all(any(line.cells[it].get(part) for part in ("uri", "id")) for it in ("1", "2"))


def _cells(line: Line) -> list[str]:
    return [it for side in line.cells.values() for it in side.values() if it.strip()]


def _text(line: Line) -> str:
    return " ".join(_cells(line))
