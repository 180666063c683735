"""Comparing releases of a scheme: from the record, from memory, as the archive tells; a concept with its past."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from app.db import changes as stored
from app.db import releases, revisions
from app.db.session import reading
from taxonomy import canonical
from taxonomy.changes import (
    Change,
    ChangeClass,
    ChangeType,
    as_dict,
    found_in,
    summary,
    summary_of,
)
from taxonomy.diff import diff, diff_concepts
from taxonomy.errors import ArchiveUnavailableError, ReleaseNotFoundError
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.vocabulary import Kind, Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.archive import Archive
    from app.db.tables import ReleaseRow
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept, Release

__all__ = ["Changes", "Comparison", "Comparisons", "Mark", "Past", "Wanted", "compare", "past"]

KEPT_BYTES = 64 * 2**20
_CHANGES = "changes.json"
_OVERHEAD_BYTES = 200
"""What a change occupies beside its document."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes between two releases; `concepts` holds every concept that they name."""

    changes: tuple[Change, ...]
    concepts: dict[str, Concept]

    def rows(self) -> list[dict[str, Any]]:
        """The changes as plain JSON values, in their order."""
        return [as_dict(change, self.concepts.get) for change in self.changes]

    def summary(self) -> dict[str, int]:
        """How many changes there are of each type."""
        return summary(self.changes)


def compare(engine: Engine, scheme: str, before: str, after: str) -> Comparison:
    """What changed from one release (or draft) to another; ReleaseNotFoundError names what is there."""
    with reading(engine) as session:
        old, new = releases.get(session, scheme, before), releases.get(session, scheme, after)
        return _compared(session, old, new)


@without_cycle_search()
def _compared(session: Session, old: ReleaseRow, new: ReleaseRow) -> Comparison:
    pairs = [
        (canonical.read(was) if was else None, canonical.read(became) if became else None)
        for was, became in revisions.changed_pairs(session, old.key, new.key)
    ]
    changes = diff_concepts(pairs)
    concepts = {it.id: it for pair in pairs for it in pair if it}
    for wanted in (_targets, _named_by_skill):
        missing = {it for it in wanted(changes, concepts) if it not in concepts}
        for release in (old.key, new.key):
            found = revisions.documents_of(session, release, missing, old.scheme)
            concepts |= {key: canonical.read(document) for key, document in found.items()}
    return Comparison(changes, concepts)


def _targets(changes: tuple[Change, ...], _concepts: dict[str, Concept]) -> set[str]:
    targets = {change.target for change in changes if change.target}
    return targets.union(*(change.replaced_by for change in changes))


def _named_by_skill(_changes: tuple[Change, ...], concepts: dict[str, Concept]) -> set[str]:
    return {
        skill
        for concept in concepts.values()
        if concept.kind is Kind.TECHNICAL_COMPETENCE
        for skill in concept.targets(Predicate.SKILL)
    }


class Wanted(NamedTuple):
    """Which changes: None lets any pass. `concept` is an id or notation of the changed concept."""

    kind: Kind | None = None
    change: ChangeType | None = None
    change_class: ChangeClass | None = None
    predicate: Predicate | None = None
    concept: str | None = None


class Mark(NamedTuple):
    """What the wishes look at of one change, its concept's id first of the names; texts that come often are held once."""

    kind: str
    change: str
    change_class: str
    predicates: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes between two releases as JSON documents, in their order, ready to be sent."""

    rows: Sequence[bytes]
    marks: Sequence[Mark]
    summary: Mapping[str, int]
    size: int
    """Bytes that it occupies, roughly."""

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Changes:
        """The changes of these plain JSON values."""
        documents: list[bytes] = []
        marks: list[Mark] = []
        known: dict[tuple[str, ...], tuple[str, ...]] = {}
        for row in rows:
            documents.append(orjson.dumps(row))
            mark = _marked(row)
            marks.append(Mark(*mark[:3], *(known.setdefault(it, it) for it in mark[3:])))
        size = sum(map(len, documents)) + _OVERHEAD_BYTES * len(documents)
        return cls(documents, marks, summary_of(it.change for it in marks), size)

    def select(self, wanted: Wanted) -> Sequence[bytes]:
        """The changes that are wanted, in their order."""
        if wanted == Wanted():
            return self.rows
        return [self.rows[place] for place in self.places(wanted)]

    def places(self, wanted: Wanted) -> Sequence[int]:
        """Where the changes that are wanted stand, from 0."""
        return [
            place
            for place, mark in enumerate(self.marks)
            if wanted.kind in (None, mark.kind)
            and wanted.change in (None, mark.change)
            and wanted.change_class in (None, mark.change_class)
            and (wanted.predicate is None or wanted.predicate in mark.predicates)
            and (wanted.concept is None or wanted.concept in mark.names)
        ]


def _marked(row: Mapping[str, Any]) -> Mark:
    concept = row["concept"]
    links = (row.get("predicate", ""), row.get("from", ""), row.get("to", ""))
    return Mark(
        concept.get("kind", ""),
        row["change"],
        row.get("class", ""),
        tuple(it for it in links if it) if "target" in row else (),
        tuple(it for it in (concept["id"], concept.get("notation", "")) if it),
    )


@dataclass(slots=True)
class Comparisons:
    """Hands out what changed between two public releases; what was asked last is kept, within `bound` bytes."""

    bound: int = KEPT_BYTES
    _kept: OrderedDict[tuple[str, str, str], Changes] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, engine: Engine, before: Release, after: Release) -> Changes:
        """The changes from one to the other; reads the record where they are not kept, so call it in a thread.

        A release and its previous one are compared by the rows that publishing stored.
        ReleaseNotFoundError where one of the two is not what it was when it was looked up.
        """
        return self._found(before, after, lambda: _read(engine, before, after))

    def between(self, before: ReleaseIndex, after: ReleaseIndex) -> Changes:
        """The same changes, from memory alone; it takes a while where they are not kept, so call it in a thread."""
        return self._found(before.release, after.release, lambda: _reckoned(before, after))

    def published(self, archive: Archive, before: Release, after: Release) -> Changes | None:
        """The same changes as the archive tells them of a release and its previous one; call it in a thread.

        None where these are no such two, or where the archive has not the very file that was published.
        """
        with self._lock:
            known = self._kept.get(_key(before, after))
        if known or after.previous != before.version:
            return known
        data = _archived(archive, after)
        return self._found(before, after, lambda: _told(data)) if data else None

    def _found(self, before: Release, after: Release, make: Callable[[], Changes]) -> Changes:
        key = _key(before, after)
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = make()
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(it.size for it in self._kept.values()) > self.bound:
                self._kept.popitem(last=False)
            return found


@without_cycle_search()
def _read(engine: Engine, before: Release, after: Release) -> Changes:
    with reading(engine) as session:
        old, new = _public(session, before), _public(session, after)
        if new.previous == old.version:
            found = Changes.of(stored.of_release(session, new.key))
            if found.rows or old.digest == new.digest:
                return found
        return Changes.of(_compared(session, old, new).rows())


def _key(before: Release, after: Release) -> tuple[str, str, str]:
    return after.scheme, before.digest, after.digest


def _archived(archive: Archive, release: Release) -> bytes | None:
    """The file of the changes, proved by its digest; None while the archive has not that one."""
    expected = next((it for it in release.distributions if it.file == _CHANGES), None)
    with suppress(ArchiveUnavailableError):
        data = archive.find(f"{release.name}/{_CHANGES}") if expected else None
        if data and expected and hashlib.sha256(data).hexdigest() == expected.sha256:
            return data
    return None


@without_cycle_search()
def _told(data: bytes) -> Changes:
    """The changes of this file, which has each on a line of its own between its first and its last."""
    return Changes.of(orjson.loads(it.removesuffix(b",")) for it in data.splitlines()[1:-1])


@without_cycle_search()
def _reckoned(before: ReleaseIndex, after: ReleaseIndex) -> Changes:
    find = found_in(before.taxonomy, after.taxonomy)
    return Changes.of(as_dict(it, find) for it in diff(before.taxonomy, after.taxonomy))


def _public(session: Session, release: Release) -> ReleaseRow:
    row = releases.get(session, release.scheme, release.version)
    if row.status not in releases.PUBLIC or row.digest != release.digest:
        message = f"{release.name} is not public any more"
        raise ReleaseNotFoundError(message)
    return row


class Past(NamedTuple):
    """One concept by version: what releases hold and changed of it; its last active document."""

    states: Mapping[str, stored.State]
    changes: Mapping[str, Sequence[Mapping[str, Any]]]
    last_active: bytes | None


def past(engine: Engine, scheme: str, concept_id: str, last_active: str | None) -> Past:
    """The concept through all releases and drafts; `last_active` is a version whose document is wanted."""
    with reading(engine) as session:
        states = stored.states(session, scheme, concept_id)
        told = stored.of_concept(session, scheme, concept_id)
        state = states.get(last_active or "")
        return Past(states, told, stored.document(session, state.revision) if state else None)
