"""The cards of what is to be released next and when, and of what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db.session import reading
from app.rendering.workbench.cards import Card, Place
from app.rendering.workbench.schedule import plans
from taxonomy.schemes import SCHEMES

if TYPE_CHECKING:
    from app.rendering.workbench.cards import Visit
    from app.rendering.workbench.schedule import Plan

__all__ = ["overdue", "planned"]


def planned(visit: Visit) -> Card | None:
    """The drafts and candidates of what is edited here, with the days that are left."""
    found = [it for it in _plans(visit) if not _is_late(it)]
    return Card("planned", Place.DUE, {"plans": found}) if found else None


def overdue(visit: Visit) -> Card | None:
    """The candidates whose window is over, and the drafts whose day has passed: nobody published them."""
    found = [it for it in _plans(visit) if _is_late(it)]
    return Card("overdue", Place.LATE, {"plans": found}) if found else None


def _plans(visit: Visit) -> list[Plan]:
    today = visit.at.date()
    with reading(visit.engine) as session:
        return [
            plan
            for scheme in SCHEMES.values()
            if scheme.editable
            for plan in plans(session, scheme.id, today, visit.candidate_days)
        ]


def _is_late(plan: Plan) -> bool:
    return plan.due or plan.late
