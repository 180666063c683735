"""What files say of mappings: what it would make of the draft of their set, and taking it there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import About, Actor
from app.db import audit, mapping_history, mapping_sets
from app.db.mapping_history import Event
from app.db.mapping_sets import DRAFT, SetRecord
from app.db.session import reading, writing
from app.mapping_sets import release_of
from taxonomy.errors import SourceRefusedError
from taxonomy.mapping import MappingSet
from taxonomy.sentences import sentence
from taxonomy.sources.resolving import resolved
from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.mapping_tables import MappingSetRow
    from taxonomy.findings import Finding
    from taxonomy.mapping import Mapping
    from taxonomy.sources.mapping_reading import MappingReading

__all__ = ["Imported", "Planned", "import_mappings", "in_terms_of_releases", "planned"]

IMPORTED, UNLISTED = "imported", "unlisted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The draft after an import, what the file brought, and what was noticed on looking ids up.

    `unlisted` counts mappings of an earlier file of that name that the new one does not have:
    they are rejected where `replace` was asked, and else stay as they are.
    """

    record: SetRecord
    added: int
    known: int
    unlisted: int
    findings: tuple[Finding, ...]


class Planned(NamedTuple):
    """What a file would make of the newest edition (None: there is none yet): what it adds, what it lists no more."""

    record: SetRecord | None
    added: Sequence[Mapping]
    known: int
    unlisted: Sequence[Mapping]


class _Merged(NamedTuple):
    """A draft's content after a file, the mappings it did not have before, and those it lost."""

    content: MappingSet
    added: list[Mapping]
    known: int
    unlisted: list[Mapping]


def in_terms_of_releases(
    engine: Engine, read: MappingReading
) -> tuple[MappingSet, tuple[Finding, ...], bool]:
    """What was read with the ids of the releases it names, what was noticed, and whether one is a sample."""
    given = read.mapping_set
    sides = release_of(engine, given.subject), release_of(engine, given.object)
    found = resolved(given, *sides, read.notations)
    sample = any(it.release.sample for it in sides if it)
    return found.mapping_set, found.findings, sample


def import_mappings(
    engine: Engine,
    read: MappingReading,
    *,
    by: Actor,
    at: datetime,
    replace_: bool = False,
    then: Callable[[Session, Imported], None] = lambda _session, _imported: None,
) -> Imported:
    """Let the draft of the set say what the files say: all of it, or nothing.

    A mapping that the draft has already keeps its state and its review. `then` has its part in the
    transaction. SourceRefusedError where there is no mapping to take.
    """
    if not read.mapping_set.mappings:
        message = sentence("the source holds no mapping that can be taken, so nothing was imported")
        raise SourceRefusedError(message, read.findings)
    given, findings, sample = in_terms_of_releases(engine, read)
    with writing(engine) as session:
        row = mapping_sets.hold(session, given.name)
        held = mapping_sets.load(session, row) if row else _nothing(given)
        merged = _merged(held, given, replace_=replace_)
        if row is None or not _same(merged.content, held):
            if row is None or row.status != DRAFT:
                row = mapping_sets.opened(session, given, row, at, sample=sample)
            mapping_sets.fill(session, row, merged.content, at)
            mapping_history.tell(session, row, _told(merged, by.name, at))
        imported = _told_of(row, merged, findings)
        if merged.added or merged.unlisted:
            told = {"added": imported.added, "unlisted": imported.unlisted}
            about = About("mapping-set", imported.record.full_name)
            audit.record(session, by.act("mappings-imported", about, at, change=(None, told)))
        then(session, imported)
    return imported


def planned(engine: Engine, given: MappingSet) -> Planned:
    """What `import_mappings` would make of this, whose ids are those of the releases; nothing is written."""
    with reading(engine) as session:
        row = mapping_sets.find(session, given.name)
        held = mapping_sets.load(session, row) if row else _nothing(given)
        record = mapping_sets.as_record(row) if row else None
    merged = _merged(held, given, replace_=False)
    return Planned(record, merged.added, merged.known, merged.unlisted)


def _told_of(row: MappingSetRow, merged: _Merged, findings: tuple[Finding, ...]) -> Imported:
    return Imported(
        record=mapping_sets.as_record(row),
        added=len(merged.added),
        known=merged.known,
        unlisted=len(merged.unlisted),
        findings=findings,
    )


def _nothing(pair: MappingSet) -> MappingSet:
    return MappingSet.of(pair.subject, pair.object, ())


def _same(one: MappingSet, other: MappingSet) -> bool:
    return one.digest == other.digest and one.sources == other.sources


def _told(merged: _Merged, actor: str, at: datetime) -> list[Event]:
    """What an import did to each mapping that it brought or missed."""
    return [
        Event(merged.content.id_of(it), at, actor, action, {"source": it.source})
        for action, mappings in ((IMPORTED, merged.added), (UNLISTED, merged.unlisted))
        for it in mappings
    ]


def _merged(held: MappingSet, given: MappingSet, *, replace_: bool) -> _Merged:
    """The draft with the mappings of the file; its own stand over what the file says of them."""
    mine = {it.order: it for it in held}
    added = [it for it in given if it.order not in mine]
    listed = {it.order for it in given}
    files = {it.file for it in given.sources}
    unlisted = [
        it
        for it in held
        if it.order not in listed
        and it.state is not MappingState.REJECTED
        and it.source.partition(",")[0] in files
    ]
    content = mine | {it.order: it for it in added}
    if replace_:
        content |= {it.order: replace(it, state=MappingState.REJECTED) for it in unlisted}
    names = {it.sha256 for it in given.sources}
    sources = (*(it for it in held.sources if it.sha256 not in names), *given.sources)
    return _Merged(
        content=MappingSet.of(
            held.subject, held.object, content.values(), sources=sources, comment=held.comment
        ),
        added=added,
        known=len(given) - len(added),
        unlisted=unlisted,
    )
