"""The card of what others did since the person was here last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import audit
from app.db.session import reading
from app.rendering.workbench.cards import Card, Place

if TYPE_CHECKING:
    from app.rendering.workbench.cards import Visit

__all__ = ["lately"]

MOST = 8
_OF_DOORS = ("signed-in", "signed-out", "signed-out-everywhere")


def lately(visit: Visit) -> Card:
    """The newest acts of others; those since the last visit where there was one."""
    sought = audit.Sought(since=visit.since, not_by=visit.actor.name, without=_OF_DOORS)
    with reading(visit.engine) as session:
        found = audit.lately(session, sought, limit=MOST + 1)
    values = {"entries": found[:MOST], "more": len(found) > MOST, "since": visit.since}
    return Card("lately", Place.SINCE, values)
