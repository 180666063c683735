"""Carrying a mapping set to newer releases of its schemes: the draft that a review begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db import mapping_history, mapping_sets
from app.db.mapping_history import Event
from app.db.mapping_sets import DRAFT, SetRecord
from app.db.session import writing
from app.indexing import index_of
from app.mapping_sets import stored_set
from taxonomy.currency import Carried, Sides, carry
from taxonomy.errors import InvalidQueryError
from taxonomy.mapping import MappingSet, Side
from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine

    from taxonomy.index import ReleaseIndex

__all__ = ["CarriedSet", "carried", "carry_set"]

CARRIED, WENT_STALE = "carried", "went-stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedSet:
    """The set at the newer releases, as the record holds it now, and what became of each mapping.

    `added` counts the mappings that the draft did not have before.
    """

    record: SetRecord
    before: SetRecord
    carried: Carried
    added: int


def carried(engine: Engine, name: str, *targets: Side) -> tuple[SetRecord, Carried]:
    """What carrying the newest edition of a set to these releases would do; writes nothing.

    InvalidQueryError where a target is of neither scheme, MappingSetNotFoundError, ReleaseNotFoundError.
    """
    record, content = stored_set(engine, name)
    for target in targets:
        if target.scheme not in (record.subject.scheme, record.object.scheme):
            message = f"{record.name} is between {record.subject.scheme} and {record.object.scheme}, and {target.name} is of neither"
            raise InvalidQueryError(message)
    ends = [_end(engine, side, targets) for side in (record.subject, record.object)]
    befores, afters = zip(*ends, strict=True)
    return record, carry(content, Sides(*befores), Sides(*afters))


def carry_set(engine: Engine, name: str, *targets: Side, actor: str, at: datetime) -> CarriedSet:
    """Let the draft between these releases hold the set: what it has already stays as it is there.

    Errors as `carried`; InvalidQueryError where the set is of these releases already.
    """
    before, found = carried(engine, name, *targets)
    if found.now.name == before.name:
        message = f"{before.name} is between these releases already: name newer ones"
        raise InvalidQueryError(message)
    with writing(engine) as session:
        row = mapping_sets.hold(session, found.now.name)
        held = mapping_sets.load(session, row) if row else None
        mine = {it.order: it for it in held} if held else {}
        added = [it for it in found.now if it.order not in mine]
        if row is None or (row.status != DRAFT and added):
            row = mapping_sets.opened(session, found.now, row, at, sample=before.sample)
            row.carried_from = before.full_name
        if added:
            everything = (*mine.values(), *added)
            sources = tuple(dict.fromkeys((*(held.sources if held else ()), *found.was.sources)))
            content = MappingSet.of(
                found.now.subject,
                found.now.object,
                everything,
                sources=sources,
                comment=found.now.comment,
            )
            mapping_sets.fill(session, row, content, at)
            ids = {it.order for it in added}
            told = [it for it in _told(found, before, actor, at) if it[0] in ids]
            mapping_history.tell(session, row, [event for _, event in told])
        record = mapping_sets.as_record(row)
    return CarriedSet(record=record, before=before, carried=found, added=len(added))


def _end(
    engine: Engine, side: Side, targets: tuple[Side, ...]
) -> tuple[ReleaseIndex | None, ReleaseIndex | None]:
    """The releases of an end before and after; None where the service does not hold the scheme."""
    if side.scheme not in SCHEMES:
        return None, None
    wanted = next((it for it in targets if it.scheme == side.scheme), side)
    before = index_of(engine, side.scheme, side.version)
    if wanted.version == side.version:
        return before, before
    return before, index_of(engine, side.scheme, wanted.version)


def _told(
    found: Carried, before: SetRecord, actor: str, at: datetime
) -> Iterator[tuple[tuple[str, int, str], Event]]:
    """What the carrying did to each mapping, by its triple."""
    for it in found.now:
        stale = it.state is MappingState.STALE
        detail = {"from": before.full_name, **({"reasons": list(it.reasons)} if stale else {})}
        action = WENT_STALE if stale else CARRIED
        yield it.order, Event(found.now.id_of(it), at, actor, action, detail)
