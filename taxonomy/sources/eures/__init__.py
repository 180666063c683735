"""Tables of EURES: how a Member State maps its classification to ESCO, with all their warts.

The relation of such a table reads between its two classifications, and not in the same direction in
every country: `taxonomy.sources.eures.direction` says how that is found out. Whatever the direction
and the order of the classifications, mappings here read from the other classification to ESCO.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.findings import Finding
from taxonomy.mapping import INVERSE, NO_TERM_FOUND, Mapping, MappingSet
from taxonomy.sentences import Quote, Sentence, Value, sentence
from taxonomy.sources.eures.direction import Pair, evidence
from taxonomy.sources.eures.ids import esco_kind
from taxonomy.sources.eures.layout import Table, table_of
from taxonomy.sources.eures.records import read_records
from taxonomy.sources.eures.rows import Row, read_rows
from taxonomy.sources.eures.sides import esco_kind_of, given, side_of, source_of
from taxonomy.sources.eures.words import Direction
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.sources.reading import Progress, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from taxonomy.mapping import MappingSource, Side
    from taxonomy.vocabulary import MappingPredicate

__all__ = ["Direction", "read"]

_MOST_ALIKE = 20
"""Findings of one code in one column that are told one by one; more are told together."""


def read(
    paths: Sequence[Path],
    *,
    subject: str = "",
    object_: str = "",
    direction: Direction | None = None,
    progress: Progress | None = None,
) -> MappingReading:
    """The mappings of one or several tables from another classification to ESCO, as one set.

    `subject` and `object_` (`competent/3.8`, `esco/1.0.3`) overrule what the tables say of their
    versions, `direction` what they say and show of how their relation reads. Each row is taken,
    repaired or refused. SourceUnreadableError where a file cannot be read, where nothing tells
    which side is ESCO or of which versions, and where tables are of different versions.
    """
    report = Report()
    reader = _Reader(report, given(subject), given(object_), direction)
    for path in paths:
        reader.add(path, progress)
    if not reader.sides:
        named = ", ".join(it.name for it in paths) or sentence("no file")
        message = sentence(
            "no table of EURES in %(files)s: a header is needed with a column of the relation and columns that name the concepts of both classifications",
            files=named,
        )
        raise SourceUnreadableError(message, report.findings)
    return MappingReading(
        mapping_set=reader.mapping_set(),
        findings=tuple(_told_together(report.findings)),
        rows=report.rows,
        notations=reader.notations,
    )


@dataclass(slots=True)
class _Reader:
    report: Report
    subject: Side | None
    object_: Side | None
    direction: Direction | None
    sides: tuple[Side, Side] | None = None
    sources: list[MappingSource] = field(default_factory=list)
    notations: dict[str, str] = field(default_factory=dict)
    mappings: dict[tuple[str, int, str], Mapping] = field(default_factory=dict)

    def add(self, path: Path, progress: Progress | None) -> None:
        """Take the tables of a file."""
        report = self.report
        report.file, report.sheet, report.row = path.name, "", 0
        data = _bytes(path)
        if hashlib.sha256(data).hexdigest() in {it.sha256 for it in self.sources}:
            report.repair("repeated-file", sentence("the same bytes as a file before: read once"))
            return
        for records in read_records(path, data, report):
            report.sheet = records.sheet
            table = table_of(records, path.name, report)
            if table is None:
                continue
            report.row = 0
            self._take_sides(table, path.name)
            if not self.sources or self.sources[-1].file != path.name:
                self.sources.append(source_of(table.facts, path.name, data, report))
            self._take_rows(table, progress)
            report.row = 0

    def mapping_set(self) -> MappingSet:
        """All that was taken."""
        if self.sides is None:
            raise AssertionError
        found = MappingSet.of(*self.sides, self.mappings.values())
        return replace(found, sources=tuple(self.sources))

    def _take_sides(self, table: Table, file: str) -> None:
        sides = (
            self._side(table, table.other, self.subject, "subject"),
            self._side(table, table.esco, self.object_, "object"),
        )
        if self.sides and sides != self.sides:
            before, now = (" → ".join(side.name for side in it) for it in (self.sides, sides))
            message = sentence(
                "%(file)s maps %(now)s, and the files before map %(before)s: import them apart, or say which versions count",
                file=file,
                now=now,
                before=before,
            )
            raise SourceUnreadableError(message, self.report.findings)
        self.sides = sides

    def _side(self, table: Table, number: str, asked: Side | None, name: str) -> Side:
        told = side_of(table.facts, number, self.report)
        if asked:
            if told and told != asked:
                message = sentence(
                    "the table says %(told)s, and %(asked)s was asked for: that counts",
                    told=told.name,
                    asked=asked.name,
                )
                self.report.repair(
                    "side-overruled",
                    message,
                    f"classification {number} version",
                )
            return asked
        if told:
            return told
        message = sentence(
            "%(file)s: does not say name and version of classification %(number)s: name its release as %(word)s",
            file=self.report.file,
            number=number,
            word=name,
        )
        raise SourceUnreadableError(message, self.report.findings)

    def _take_rows(self, table: Table, progress: Progress | None) -> None:
        kind = esco_kind_of(table.facts, table.esco)
        taken = list(
            read_rows(table, self.report, kind=kind, notations=self.notations, progress=progress)
        )
        self.report.row = 0
        to_esco = self._readings(table, taken)
        author, file = self.sources[-1].author, self.sources[-1].file
        for it in taken:
            self.report.row = it.row
            predicate = it.predicate
            if not to_esco.get(esco_kind(it.esco), True):
                predicate = INVERSE[predicate]
            self._add(it, predicate, author=author, file=file)

    def _readings(self, table: Table, rows: Sequence[Row]) -> dict[str, bool]:
        """Kind of ESCO's concept → whether the relation reads to ESCO, as told, shown or usual."""
        told = self.direction or table.told
        usual = (told or Direction.TO_FIRST) is (
            Direction.TO_FIRST if table.esco == "1" else Direction.TO_SECOND
        )
        found = [it for it in rows if it.esco]
        whole = self._reading("", found, usual=usual, told=told is not None)
        kinds = Counter(esco_kind(it.esco) for it in found)
        parts = (it for it in kinds if len(kinds) > 1)
        return dict.fromkeys(kinds, whole) | {
            it: self._reading(it, found, usual=whole, told=told is not None) for it in parts
        }

    def _reading(self, kind: str, rows: Sequence[Row], *, usual: bool, told: bool) -> bool:
        chosen = [it for it in rows if not kind or esco_kind(it.esco) == kind]
        shown = evidence(Pair(it.other, it.predicate, it.esco) for it in chosen)
        reads = shown.reads_to_esco
        if reads is None or reads is usual:
            return usual
        shown_by: dict[str, Value] = {
            "pairs": shown.pairs,
            "to": f"{shown.to_esco:.2f}",
            "from_": f"{shown.from_esco:.2f}",
            "which": sentence("of the rows about /%(word)s/", word=kind)
            if kind
            else sentence("of this table"),
        }
        message = _read_to(**shown_by) if reads else _read_from(**shown_by)
        if told:
            message = sentence("%(told)s; it was told otherwise, and that counts", told=message)
            self.report.repair("direction-doubtful", message)
            return usual
        message = sentence("%(told)s; so it was read, unlike the layout says", told=message)
        self.report.repair("direction-turned", message)
        return reads

    def _add(self, row: Row, predicate: MappingPredicate, *, author: str, file: str) -> None:
        one = Mapping(
            subject_id=row.other,
            predicate=predicate,
            object_id=row.esco or NO_TERM_FOUND,
            author=author,
            comment=row.note,
            subject_label=row.other_label,
            object_label=row.esco_label,
            source=file,
        )
        before = self.mappings.get(one.order)
        if before is None:
            self.mappings[one.order] = one
        elif one.comment and one.comment not in (before.comment, *before.comment.split("\n")):
            comment = f"{before.comment}\n{one.comment}".strip()
            self.mappings[one.order] = replace(before, comment=comment)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        message = sentence(
            "%(file)s: cannot be read (%(error)s): check path and permissions",
            file=path.name,
            error=Quote(str(error), "en"),
        )
        raise SourceUnreadableError(message) from error


def _told_together(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, with one in place of very many that say the same of one column of a file."""

    def alike(it: Finding) -> tuple[str, ...]:
        place = it.place
        column = (place.file, place.sheet, place.column) if place else ("", "", "")
        return (*column, it.severity, it.code)

    for _, group in groupby(sorted(findings, key=alike), key=alike):
        same = list(group)
        if len(same) <= _MOST_ALIKE or same[0].severity == "error":
            yield from same
        else:
            last = same[-1].place
            message = sentence(
                "%(finding)s; %(count)s rows up to row %(row)d say the like",
                finding=same[0].message,
                count=len(same),
                row=last.row if last else 0,
            )
            yield replace(same[0], message=message)


def _read_to(**shown_by: Value) -> Sentence:
    return sentence(
        "the relation %(which)s reads to ESCO by its %(pairs)s broad and narrow pairs: %(to)s broader concepts each when read to ESCO, %(from_)s when read from it",
        **shown_by,
    )


def _read_from(**shown_by: Value) -> Sentence:
    return sentence(
        "the relation %(which)s reads from ESCO by its %(pairs)s broad and narrow pairs: %(to)s broader concepts each when read to ESCO, %(from_)s when read from it",
        **shown_by,
    )
