"""The card of what is to be released next, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import drafts, releases
from app.db.session import reading
from app.rendering.workbench.cards import Card, Place
from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from datetime import date

    from app.rendering.workbench.cards import Visit
    from taxonomy.model import Release

__all__ = ["planned"]

_UNPUBLISHED = (ReleaseStatus.DRAFT, ReleaseStatus.CANDIDATE)


def planned(visit: Visit) -> Card | None:
    """The drafts and candidates of what is edited here, with the days that are left."""
    with reading(visit.engine) as session:
        found = [
            (releases.as_release(it), drafts.described(session, it.key))
            for scheme in SCHEMES.values()
            if scheme.editable
            for it in releases.every(session, scheme.id)
            if it.status in _UNPUBLISHED
        ]
    today = visit.at.date()
    rows = [_row(release, said.planned_for if said else None, today) for release, said in found]
    return Card("planned", Place.DUE, {"releases": rows}) if rows else None


def _row(release: Release, wished: date | None, today: date) -> tuple[Release, date | None, int]:
    """The release, the day that is promised, else the one that is wished for, and the days until then."""
    day = release.planned_for or wished
    return release, day, (day - today).days if day else 0
