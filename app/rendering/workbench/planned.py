"""The card of what is to be released next, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import releases
from app.db.session import reading
from app.rendering.workbench.cards import Card, Place
from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from app.rendering.workbench.cards import Visit

__all__ = ["planned"]

_UNPUBLISHED = (ReleaseStatus.DRAFT, ReleaseStatus.CANDIDATE)


def planned(visit: Visit) -> Card | None:
    """The drafts and candidates of what is edited here, with the days that are left."""
    with reading(visit.engine) as session:
        found = [
            releases.as_release(it)
            for scheme in SCHEMES.values()
            if scheme.editable
            for it in releases.every(session, scheme.id)
            if it.status in _UNPUBLISHED
        ]
    today = visit.at.date()
    rows = [(it, (it.planned_for - today).days if it.planned_for else None) for it in found]
    return Card("planned", Place.DUE, {"releases": rows}) if rows else None
