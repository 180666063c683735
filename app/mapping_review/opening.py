"""The draft in which a mapping set is reviewed: opened from its newest edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.auth.roles import About, Scope
from app.db import audit, mapping_sets
from app.db.mapping_sets import DRAFT
from app.db.session import writing

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.mapping_sets import SetRecord
    from app.mapping_review.holding import By

__all__ = ["open_draft"]


def open_draft(engine: Engine, name: str, by: By) -> SetRecord:
    """The draft of the set; where none is open, a new one that says what the newest edition says.

    MappingSetNotFoundError, RoleRequiredError.
    """
    by.actor.require(Scope.MAP)
    with writing(engine) as session:
        last = mapping_sets.hold(session, name) or mapping_sets.get(session, name)
        if last.status == DRAFT:
            return mapping_sets.as_record(last)
        content = mapping_sets.load(session, last)
        row = mapping_sets.opened(session, content, last, by.at, sample=last.sample)
        mapping_sets.fill(session, row, content, by.at)
        record = mapping_sets.as_record(row)
        about = About("mapping-set", record.full_name, record.subject.scheme)
        told = {"from": record.carried_from}
        audit.record(
            session, by.actor.act("mapping-draft-opened", about, by.at, change=(None, told))
        )
        return record
