"""Mapping sets: what files say becomes a draft, and a draft a published edition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import PROCESS, About, Actor
from app.db import audit, mapping_history, mapping_reviews, mapping_sets, upgrades
from app.db.mapping_history import Event
from app.db.mapping_sets import DRAFT, PUBLISHED, SetRecord
from app.db.session import reading, writing
from app.indexing import index_of
from taxonomy.errors import MappingSetInvalidError, ReleaseNotFoundError, SourceRefusedError
from taxonomy.findings import Finding, Severity
from taxonomy.formats.mapping_files import Known, PublishedSet
from taxonomy.mapping import MappingSet
from taxonomy.mapping_checks import check_circles, check_mappings
from taxonomy.schemes import SCHEMES
from taxonomy.sources.resolving import resolved
from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.mapping_tables import MappingSetRow
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping, Side
    from taxonomy.sources.mapping_reading import MappingReading

__all__ = [
    "Imported",
    "findings_of",
    "import_mappings",
    "publish_set",
    "release_of",
    "set_to_write",
    "sets_of",
    "stored_set",
]

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


class _Merged(NamedTuple):
    """A draft's content after a file, the mappings it did not have before, and those it lost."""

    content: MappingSet
    added: list[Mapping]
    known: int
    unlisted: list[Mapping]


def import_mappings(
    engine: Engine,
    read: MappingReading,
    *,
    actor: str,
    organisation: str = "",
    at: datetime,
    replace_: bool = False,
) -> Imported:
    """Let the draft of the set say what the files say: all of it, or nothing.

    A mapping that the draft has already keeps its state and its review. SourceRefusedError where
    there is no mapping to take.
    """
    given = read.mapping_set
    if not given.mappings:
        message = "the source holds no mapping that can be taken, so nothing was imported"
        raise SourceRefusedError(message, read.findings)
    subject, object_ = release_of(engine, given.subject), release_of(engine, given.object)
    found = resolved(given, subject, object_, read.notations)
    sample = any(it.release.sample for it in (subject, object_) if it)
    with writing(engine) as session:
        row = mapping_sets.hold(session, given.name)
        held = mapping_sets.load(session, row) if row else _nothing(given)
        merged = _merged(held, found.mapping_set, replace_=replace_)
        if row is None or not _same(merged.content, held):
            if row is None or row.status != DRAFT:
                row = mapping_sets.opened(session, given, row, at, sample=sample)
            mapping_sets.fill(session, row, merged.content, at)
            mapping_history.tell(session, row, _told(merged, actor, at))
        record = mapping_sets.as_record(row)
        if merged.added or merged.unlisted:
            told = {"added": len(merged.added), "unlisted": len(merged.unlisted)}
            about = About("mapping-set", record.full_name)
            act = Actor(actor, organisation).act(
                "mappings-imported", about, at, change=(None, told)
            )
            audit.record(session, act)
    return Imported(
        record=record,
        added=len(merged.added),
        known=merged.known,
        unlisted=len(merged.unlisted),
        findings=found.findings,
    )


def publish_set(
    engine: Engine,
    name: str,
    *,
    at: datetime,
    by: Actor = PROCESS,
    seen: Callable[[SetRecord], None] = lambda _: None,
) -> SetRecord:
    """Publish the draft of the set: from now on it never changes. `seen` raises where it is another one.

    The newest edition as it is, where no draft waits. MappingSetNotFoundError; MappingSetInvalidError
    where items of its upgrade are open and nobody signed off as many.
    """
    with writing(engine) as session:
        row = mapping_sets.hold(session, name) or mapping_sets.get(session, name)
        seen(mapping_sets.as_record(row))
        if row.status == DRAFT:
            _end_upgrade(session, row)
            mapping_reviews.prove(session, row)
            row.status, row.published_at = PUBLISHED, at
            session.flush()
            record = mapping_sets.as_record(row)
            about = About("mapping-set", record.full_name)
            told = {"digest": record.digest}
            audit.record(session, by.act("mappings-published", about, at, change=(None, told)))
        return mapping_sets.as_record(row)


def _end_upgrade(session: Session, row: MappingSetRow) -> None:
    """Let the upgrade of the draft be over, where there is one."""
    upgrade = upgrades.of_set(session, row.key)
    if upgrade is None:
        return
    open_, signed = upgrades.open_items(session, upgrade), upgrade.sign_off.get("open", 0)
    if open_ > signed:
        told = f"{signed:,} of them are signed off" if signed else "nobody signed them off"
        message = f"{open_:,} items of the upgrade {upgrade.name} are open, and {told}"
        finding = Finding(severity=Severity.ERROR, code="upgrade-open", message=message)
        raise MappingSetInvalidError(
            f"{message}: decide them, or let a publisher sign off", [finding]
        )
    upgrade.status = upgrades.PUBLISHED


def stored_set(
    engine: Engine, name: str, edition: int | None = None
) -> tuple[SetRecord, MappingSet]:
    """The edition (the newest, drafts included, where none is named) and all its mappings."""
    with reading(engine) as session:
        row = mapping_sets.get(session, name, edition)
        record, content = mapping_sets.as_record(row), mapping_sets.load(session, row)
        return replace(record, digest=content.digest), content


def findings_of(
    engine: Engine, name: str, edition: int | None = None
) -> tuple[SetRecord, list[Finding]]:
    """What the checks find in an edition, held against the releases that it names."""
    record, content = stored_set(engine, name, edition)
    sides = release_of(engine, content.subject), release_of(engine, content.object)
    return record, [*check_mappings(content, *sides), *check_circles([content])]


def set_to_write(engine: Engine, name: str, edition: int | None, public_url: str) -> PublishedSet:
    """An edition (the newest, drafts included, where none is named) with all that its files need."""
    record, content = stored_set(engine, name, edition)
    sides = release_of(engine, content.subject), release_of(engine, content.object)
    subjects, objects = (it.taxonomy.by_id if it else {} for it in sides)
    return PublishedSet(content, record.edition, Known(subjects, objects, public_url))


def sets_of(engine: Engine) -> list[SetRecord]:
    """Every edition of every set, by name and edition."""
    with reading(engine) as session:
        return [mapping_sets.as_record(row) for row in mapping_sets.every(session)]


def release_of(engine: Engine, side: Side) -> ReleaseIndex | None:
    """The index of the release that a side names; None where the record does not hold it."""
    if side.scheme not in SCHEMES:
        return None
    try:
        return index_of(engine, side.scheme, side.version)
    except ReleaseNotFoundError:
        return None


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
