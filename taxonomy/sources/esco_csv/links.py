"""What ESCO's further files say between concepts: relations, hierarchy, collections, shares."""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from taxonomy.sources.esco_csv.concepts import judge_share
from taxonomy.sources.esco_csv.tables import PREDICATES
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.sources.esco_csv.concepts import Gathered
    from taxonomy.sources.esco_csv.entry import Entry
    from taxonomy.sources.esco_csv.files import PackageFile
    from taxonomy.sources.esco_csv.rows import Rows
    from taxonomy.sources.esco_csv.tables import Table

__all__ = ["Relations", "read_collection", "read_hierarchy", "read_share"]

_BROADER = "broader"
"""Stands for the type of relation in the files of the pillars, which have none."""


class Relations:
    """Reads one file of relations into the concepts that hold them."""

    def __init__(self, gathered: Gathered, table: Table) -> None:
        self._gathered = gathered
        self._report = gathered.report
        self._table = table
        self._types = [it for it in PREDICATES if it != _BROADER] if table.ends else [_BROADER]
        self._dangling = 0

    def read(self, file: PackageFile, rows: Rows) -> None:
        """Take the links; a row that names an unknown URI is left out with a finding."""
        subject: str | None = None
        entry: Entry | None = None
        targets: dict[str, set[str]] = {}
        ids: dict[str, str] = {}  # of the targets that are clean
        for first, type_, target in self._triples(rows):
            if first != subject:
                entry = self._end(first, 0)
                # a repaired cell is not remembered, so that each is reported
                subject = first if entry and entry.id == first else None
                targets = entry.targets if entry else {}
            id, taken = ids.get(target), targets.get(type_)
            if id is None:
                id = self._id(target, ids)
            if taken is None:
                taken = self._taken(type_, targets)
            if entry is None or id is None or taken is None or id is entry.id:
                self._leave_out(first, type_, target)
                continue
            count = len(taken)
            taken.add(id)
            if len(taken) == count:
                message = f"has the link to {id} already"
                self._report.repair("repeated-row", message, self._table.target, entry.id)
        judge_share(self._gathered, self._dangling, self._report.rows[file.name], "links")
        if self._table.ends:
            self._report_both(self._table.ends[0])

    def _triples(self, rows: Rows) -> Iterator[tuple[str, str, str]]:
        """Subject, type of relation and target of each row."""
        subject, target = rows.place(self._table.subject), rows.place(self._table.target)
        if not self._table.ends:
            return ((row[subject], _BROADER, row[target]) for row in rows)
        return map(itemgetter(subject, rows.place("relationType"), target), rows)

    def _end(self, uri: str, which: int) -> Entry | None:
        """The concept at an end of a link (0 = subject, 1 = target), if it may stand there."""
        table = self._table
        entry = self._gathered.find(uri, (table.subject, table.target)[which])
        if entry and table.ends and entry.table.name != table.ends[which]:
            return None
        return entry

    def _id(self, target: str, ids: dict[str, str]) -> str | None:
        entry = self._end(target, 1)
        if entry and entry.id == target:
            ids[target] = entry.id
        return entry.id if entry else None

    def _taken(self, type_: str, targets: dict[str, set[str]]) -> set[str] | None:
        """The targets that a concept has by the type of relation, or None where it is unknown."""
        type_ = type_.strip().casefold()
        return targets.setdefault(type_, set()) if type_ in self._types else None

    def _leave_out(self, subject: str, type_: str, target: str) -> None:
        report, table, by_id = self._report, self._table, self._gathered.by_id
        unknown = [it for it in (subject, target) if normalise_label(it) not in by_id]
        if unknown:
            self._dangling += 1
            message = f"names {' and '.join(unknown)[:200] or 'nothing'}, which no file holds"
            column = table.subject if unknown[0] == subject else table.target
            report.repair("dangling-link", message, column, subject)
        elif type_.strip().casefold() not in self._types:
            message = f"{type_[:80]!r} is no type of relation: {', '.join(self._types)} are"
            report.refuse("relation-type", message, "relationType", subject)
        elif normalise_label(subject) == normalise_label(target):
            report.repair("self-link", "a link to itself was left out", table.target, subject)
        else:
            message = f"the link to {target} was left out: it goes from {' to '.join(table.ends or ())} only"
            report.refuse("wrong-kind", message, table.target, subject)

    def _report_both(self, table: str) -> None:
        """Name the pairs that are essential and optional at once; both links stay."""
        for entry in self._gathered.by_id.values():
            if entry.table.name != table or not entry.targets:
                continue
            essential = entry.targets.get("essential", set())
            for target in sorted(essential & entry.targets.get("optional", set())):
                message = f"{target} is essential and optional at once: both links were taken"
                self._report.repair("essential-and-optional", message, "relationType", entry.id)


def read_hierarchy(gathered: Gathered, file: PackageFile, rows: Rows) -> None:
    """Take the broader links that neighbouring levels tell; the ones that are there stay one."""
    places = [(rows.place(it), it) for it in file.table.required]
    named = dangling = 0
    for row in rows:
        cells = [(row[place], column) for place, column in places if row[place].strip()]
        entries = [gathered.find(uri, column) for uri, column in cells]
        for parent, child in pairwise(entries):
            if parent and child and parent is not child:
                child.targets.setdefault(_BROADER, set()).add(parent.id)
        named += len(cells)
        for (uri, column), entry in zip(cells, entries, strict=True):
            if entry is None:
                dangling += 1
                message = f"names {uri[:200]}, which no file holds"
                gathered.report.repair("dangling-link", message, column, uri)
    judge_share(gathered, dangling, named, "levels")


def read_collection(gathered: Gathered, file: PackageFile, rows: Rows) -> None:
    """Put the concepts of the file into its collection."""
    for entry, _ in _members(gathered, file, rows, "conceptUri"):
        if file.table.collection not in entry.collections:
            entry.collections += (file.table.collection,)


def read_share(gathered: Gathered, file: PackageFile, rows: Rows) -> None:
    """Take the share (0 to 1, as it is written) of green tasks of occupations and ISCO groups."""
    for entry, share in _members(gathered, file, rows, "greenShare"):
        tidy = gathered.report.label(share, "greenShare")
        entry.share = entry.share or tidy
        if entry.share != tidy:
            message = f"is {entry.share} and here {tidy}: the first counts"
            gathered.report.repair("contradiction", message, "greenShare", entry.id)


def _members(
    gathered: Gathered, file: PackageFile, rows: Rows, column: str
) -> Iterator[tuple[Entry, str]]:
    """The concept of each row with the cell of a column; the unknown ones are reported."""
    uri_at, place = rows.place("conceptUri"), rows.place(column)
    dangling = 0
    for row in rows:
        entry = gathered.find(row[uri_at], "conceptUri")
        if entry:
            yield entry, row[place]
        else:
            dangling += 1
            message = f"names {row[uri_at][:200] or 'nothing'}, which no file holds"
            gathered.report.repair("dangling-link", message, "conceptUri", row[uri_at])
    judge_share(gathered, dangling, gathered.report.rows[file.name], "rows")
