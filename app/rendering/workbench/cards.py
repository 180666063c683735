"""What a card of the dashboard is made from, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Engine

    from app.auth.roles import Actor
    from app.reviewing.review import Review

__all__ = ["Card", "Place", "Visit"]


class Place(StrEnum):
    """The parts of the dashboard, in their order."""

    LATE = "late"
    MINE = "mine"
    WAITING = "waiting"
    DUE = "due"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at the dashboard, when, and when they were here before; None on the first visit.

    `candidate_days` is for how many days a candidate is shown as a rule.
    """

    engine: Engine
    actor: Actor
    at: datetime
    since: datetime | None
    review: Review
    candidate_days: int


class Card(NamedTuple):
    """A card: `id` names its template, `values` are what that is given."""

    id: str
    place: Place
    values: Mapping[str, Any]
