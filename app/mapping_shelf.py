"""The published mapping sets that a worker answers from: found by their releases, loaded once."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from typing_extensions import override

from app.db.mapping_sets import SetRecord
from taxonomy.errors import InvalidVersionError, MappingSetNotFoundError
from taxonomy.mapping import MappingSet, Side
from taxonomy.versions import Version

__all__ = ["HELD", "MappingShelf", "Shelved", "Wanted"]

HELD = 24
"""How many sets stay in memory; one of Competent's has 15,000 mappings."""
_NAMED = 12
_log = logging.getLogger(__name__)


class Wanted(NamedTuple):
    """The release that one side is to be of.

    Without a version any will do; with `newest` every version up to this one, the highest first.
    """

    scheme: str
    version: str = ""
    newest: bool = False

    @override
    def __str__(self) -> str:
        return f"{self.scheme}/{self.version}" if self.version else self.scheme


class Shelved(NamedTuple):
    """An edition as it was asked for: `turned` where subject and object have changed places."""

    record: SetRecord
    content: MappingSet
    turned: bool


class MappingShelf:
    """Hands out the newest published edition of each set; `load` is slow and is called once a set."""

    def __init__(
        self,
        catalogue: Callable[[], Sequence[SetRecord]],
        load: Callable[[SetRecord], MappingSet],
    ) -> None:
        self._catalogue = catalogue
        self._load = load
        self._records: Sequence[SetRecord] = ()
        self._editions: Mapping[str, SetRecord] = {}
        self._held: OrderedDict[str, MappingSet] = OrderedDict()
        self._turned: OrderedDict[str, MappingSet] = OrderedDict()
        self._loading = threading.Lock()
        self.generation = 0
        """Counts the changes of what is published; an answer kept from another generation is old."""

    def refresh(self) -> None:
        """Notice new editions; where the record does not answer, what was known stays."""
        try:
            records = self._catalogue()
        except Exception:
            _log.exception("the mapping sets could not be looked up")
            return
        editions = {it.full_name: it for it in records}
        if editions == self._editions:
            return
        self._editions = editions
        newest = {it.name: it for it in sorted(records, key=lambda it: it.edition)}
        self._records = tuple(newest[name] for name in sorted(newest))
        self.generation += 1

    def records(self) -> Sequence[SetRecord]:
        """The newest published edition of every set, by name."""
        return self._records

    def newest_first(self) -> Sequence[SetRecord]:
        """The records, real ones and those between the newest releases first."""
        return sorted(self._records, key=lambda it: _preference((it, False)), reverse=True)

    def record(self, name: str) -> SetRecord:
        """The newest published edition of the set; MappingSetNotFoundError names those there are."""
        found = next((it for it in self._records if it.name == name), None)
        if found is None:
            message = self._no_set(f"no mapping set {name[:200]!r}")
            raise MappingSetNotFoundError(message)
        return found

    def fixed(self, names: Sequence[str]) -> list[MappingSet]:
        """The editions of these full names, as far as the record holds them; blocks as `content`."""
        return [self.content(self._editions[it]) for it in names if it in self._editions]

    def find(self, subject: Wanted, object_: Wanted) -> tuple[SetRecord, bool]:
        """The best set between these releases, and whether it is to be read backwards.

        Real ones before samples, then the newest subject and object as asked; backwards last.
        MappingSetNotFoundError names the sets that there are.
        """
        fitting = [
            (it, turned)
            for it in self._records
            for turned in (False, True)
            if _fits(it, subject, object_, turned=turned)
        ]
        if not fitting:
            message = self._no_set(f"no set of mappings from {subject} to {object_}")
            raise MappingSetNotFoundError(message)
        return max(fitting, key=_preference)

    def get(self, subject: Wanted, object_: Wanted) -> Shelved:
        """As `find`, with the mappings, loaded where needed: blocks meanwhile, so call it in a thread."""
        record, turned = self.find(subject, object_)
        return Shelved(record, self.content(record, turned=turned), turned)

    def held(self, record: SetRecord, *, turned: bool = False) -> MappingSet | None:
        """As `content`, and None where the mappings would have to be loaded first: it never blocks."""
        return (self._turned if turned else self._held).get(record.full_name)

    def content(self, record: SetRecord, *, turned: bool = False) -> MappingSet:
        """The mappings of an edition, in its own direction or backwards; loaded where needed."""
        found = self.held(record, turned=turned)
        if found is not None:
            return found
        if turned:
            return self._keep(self._turned, record, self.content(record).inverted())
        with self._loading:
            found = self._held.get(record.full_name)
            return found or self._keep(self._held, record, self._load(record))

    @staticmethod
    def _keep(
        held: OrderedDict[str, MappingSet], record: SetRecord, content: MappingSet
    ) -> MappingSet:
        held[record.full_name] = content
        while len(held) > HELD:
            held.popitem(last=False)
        return content

    def _no_set(self, told: str) -> str:
        pairs = [f"{it.subject.name} → {it.object.name}" for it in self._records]
        there = ", ".join(pairs[:_NAMED]) or "none yet"
        more = f" and {len(pairs) - _NAMED} more" if len(pairs) > _NAMED else ""
        return f"there is {told}; published are: {there}{more}"


def _fits(record: SetRecord, subject: Wanted, object_: Wanted, *, turned: bool) -> bool:
    first, second = _asked_sides(record, turned=turned)
    return _is(first, subject) and _is(second, object_)


def _is(side: Side, wanted: Wanted) -> bool:
    if side.scheme != wanted.scheme:
        return False
    if not wanted.version or side.version == wanted.version:
        return True
    return wanted.newest and _key(side.version) <= _key(wanted.version)


def _preference(fitting: tuple[SetRecord, bool]) -> tuple[object, ...]:
    record, turned = fitting
    first, second = _asked_sides(record, turned=turned)
    return not record.sample, _key(first.version), _key(second.version), not turned


def _asked_sides(record: SetRecord, *, turned: bool) -> tuple[Side, Side]:
    return (record.object, record.subject) if turned else (record.subject, record.object)


def _key(version: str) -> str:
    """What versions are sorted by; what is no version of ours comes first."""
    try:
        return Version.parse(version).key
    except InvalidVersionError:
        return ""
