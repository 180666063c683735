"""Mapping sets: what an edition holds, and how a draft becomes a published one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.auth.roles import PROCESS, About, Actor
from app.db import audit, mapping_reviews, mapping_sets, upgrades
from app.db.mapping_sets import DRAFT, PUBLISHED, SetRecord
from app.db.session import reading, writing
from app.indexing import index_of
from taxonomy.errors import MappingSetInvalidError, ReleaseNotFoundError
from taxonomy.findings import Finding, Severity
from taxonomy.formats.mapping_files import Known, PublishedSet
from taxonomy.mapping_checks import check_circles, check_mappings
from taxonomy.schemes import SCHEMES
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.mapping_tables import MappingSetRow
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import MappingSet, Side

__all__ = [
    "findings_of",
    "publish_set",
    "release_of",
    "set_to_write",
    "sets_of",
    "stored_set",
]


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
        told = (
            sentence("%(count)s of them are signed off", count=signed)
            if signed
            else sentence("nobody signed them off")
        )
        message = sentence(
            "%(count)s items of the upgrade %(upgrade)s are open, and %(told)s",
            count=open_,
            upgrade=upgrade.name,
            told=told,
        )
        finding = Finding(severity=Severity.ERROR, code="upgrade-open", message=message)
        raise MappingSetInvalidError(
            sentence("%(told)s: decide them, or let a publisher sign off", told=message),
            [finding],
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
