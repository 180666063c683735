"""How every published mapping set stands: reckoned once, over releases that never change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.currency import assess
from taxonomy.errors import InvalidQueryError, NotFoundError
from taxonomy.findings import Severity
from taxonomy.formats.mapping_files import Known, PublishedSet, files_of
from taxonomy.mapping import Side
from taxonomy.mapping_checks import check_circles, check_mappings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.db.mapping_sets import SetRecord
    from app.library import Library
    from app.mapping_shelf import MappingShelf
    from taxonomy.currency import Standing
    from taxonomy.findings import Finding
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import MappingSet

__all__ = ["EXAMPLES", "Findings", "Overview", "Overviews", "grouped"]

KEPT = 100
"""How many overviews stay in memory; one is a few kilobytes."""
EXAMPLES = 5
"""How many findings of one code are told in full."""
_GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)

_Ends = tuple["ReleaseIndex | None", "ReleaseIndex | None"]


class Findings(NamedTuple):
    """The findings of one code: how many there are, and the first few."""

    code: str
    severity: Severity
    number: int
    examples: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a mapping set, and what the checks find in it.

    `files` are the endings of the files that it has. `newest` are its figures against the current
    releases of its schemes, None where they are its own.
    """

    standing: Standing
    findings: Sequence[Findings]
    files: Sequence[str]
    newest: Standing | None = None

    @property
    def lost(self) -> int:
        """How many mapped concepts have been retired or dropped since its releases."""
        return max(0, _missing(self.newest) - _missing(self.standing)) if self.newest else 0


@dataclass(slots=True)
class Overviews:
    """Keeps the overviews of a worker; one is reckoned again only where its releases are others."""

    library: Library
    mappings: MappingShelf
    _kept: OrderedDict[tuple[str, ...], Overview] = field(default_factory=OrderedDict)
    _reckoning: threading.Lock = field(default_factory=threading.Lock)

    def get(self, record: SetRecord) -> Overview:
        """How an edition stands against its own two releases.

        It may load and reckon for seconds, so call it in a thread; ArchiveUnavailableError where a
        release cannot be loaded now.
        """
        sides = record.subject, record.object
        newest = [self._newest(it) for it in sides]
        key = (record.full_name, *(self._digest(it) for it in (*sides, *newest)))
        found = self._kept.get(key)
        if found is not None:
            return found
        with self._reckoning:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = self._reckoned(record, newest)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return found

    def index(self, side: Side) -> ReleaseIndex | None:
        """The release of a side, loaded where needed; None where the service does not hold it."""
        try:
            return self.library.get(*side)
        except (NotFoundError, InvalidQueryError):
            return None

    def _digest(self, side: Side) -> str:
        try:
            return self.library.release(*side).digest
        except (NotFoundError, InvalidQueryError):
            return ""

    def _newest(self, side: Side) -> Side:
        current = self.library.current(side.scheme)
        return Side(side.scheme, current.version) if current else side

    def _reckoned(self, record: SetRecord, newest: Sequence[Side]) -> Overview:
        content = self.mappings.content(record)
        ends = self.index(record.subject), self.index(record.object)
        moved = newest != [record.subject, record.object]
        return Overview(
            assess(content, *ends),
            grouped(_found(content, ends)),
            _files(record, content, ends),
            assess(content, *map(self.index, newest)) if moved else None,
        )


def _files(record: SetRecord, content: MappingSet, ends: _Ends) -> Sequence[str]:
    subjects, objects = (it.taxonomy.by_id if it else {} for it in ends)
    made = PublishedSet(content, record.edition, Known(subjects, objects))
    return [it.ending for it in files_of(made)]


def _found(content: MappingSet, ends: _Ends) -> Iterator[Finding]:
    """Of the checks; how much is covered is told by the figures."""
    yield from (it for it in check_mappings(content, *ends) if it.severity is not Severity.INFO)
    yield from check_circles([content])


def grouped(findings: Iterable[Finding]) -> Sequence[Findings]:
    """The findings by their codes, the gravest first, else in the order in which they appear."""
    by_code: dict[str, list[Finding]] = {}
    for it in findings:
        by_code.setdefault(it.code, []).append(it)
    made = [
        Findings(code, found[0].severity, len(found), found[:EXAMPLES])
        for code, found in by_code.items()
    ]
    return sorted(made, key=lambda it: _GRAVEST_FIRST.index(it.severity))


def _missing(standing: Standing) -> int:
    return sum(standing.retired.values()) + sum(standing.unknown.values())
