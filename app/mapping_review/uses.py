"""What the newest editions of mapping sets say of a concept, and what they leave for people to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from app.db import mapping_reviews, mapping_sets
from app.db.session import reading
from app.upgrading.showing import concepts_of
from taxonomy.schemes import SCHEMES
from taxonomy.versions import Version
from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.mapping_sets import SetRecord
    from app.db.mapping_tables import MappingSetRow
    from taxonomy.mapping import Mapping
    from taxonomy.model import Concept

__all__ = ["MappedIn", "mapped_in", "sets_here"]

_HOLDS = (MappingState.ACCEPTED, MappingState.STALE)


class MappedIn(NamedTuple):
    """The mappings of a concept in a set, each with what it leads to; None where no release here holds that."""

    record: SetRecord
    mappings: Sequence[tuple[Mapping, Concept | None]]


def sets_here(engine: Engine) -> list[SetRecord]:
    """The newest edition of every set that maps a scheme which is edited here; drafts first, then by name."""
    with reading(engine) as session:
        found = [mapping_sets.as_record(row) for row in _rows(session)]
    return sorted(found, key=lambda it: (it.status != mapping_sets.DRAFT, it.sample, it.name))


def mapped_in(engine: Engine, concept_id: str) -> list[MappedIn]:
    """What `sets_here` say that the concept is elsewhere: accepted, or stale; sets that say nothing are left out.

    The set that leads to the newest release comes first.
    """
    with reading(engine) as session:
        found = []
        for row in sorted(_rows(session), key=_newest_first, reverse=True):
            of = mapping_reviews.mappings_of(session, row, [concept_id])[concept_id]
            held = [it for it in of.values() if it.state in _HOLDS and not it.finds_nothing]
            if held:
                record = mapping_sets.as_record(row)
                objects = concepts_of(session, record.object, [it.object_id for it in held])
                found.append(MappedIn(record, [(it, objects.get(it.object_id)) for it in held]))
    return found


def _rows(session: Session) -> list[MappingSetRow]:
    newest = {row.name: row for row in mapping_sets.every(session) if _is_ours(row)}
    return list(newest.values())


def _newest_first(row: MappingSetRow) -> tuple[Any, ...]:
    return row.object_scheme, Version.parse(row.object_version), Version.parse(row.subject_version)


def _is_ours(row: MappingSetRow) -> bool:
    scheme = SCHEMES.get(row.subject_scheme)
    return scheme is not None and scheme.editable
