"""The cards of the dashboard. A card is a function of the visit, and a template of its own.

The template stands in `app/web/templates/workbench/cards/{id}.html` and is given the card's values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rendering.workbench.cards import Place
from app.rendering.workbench.lately import lately
from app.rendering.workbench.mine import (
    my_changesets,
    my_mappings,
    my_mentions,
    my_questions,
    my_translations,
    waiting_changesets,
)
from app.rendering.workbench.planned import overdue, planned

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.rendering.workbench.cards import Card, Visit

__all__ = ["CARDS", "PLACES", "cards"]

PLACES = tuple(Place)
CARDS: tuple[Callable[[Visit], Card | None], ...] = (
    overdue,
    my_mentions,
    my_changesets,
    my_translations,
    my_mappings,
    waiting_changesets,
    my_questions,
    planned,
    lately,
)
"""What makes each card, in the order of the screen; None where there is nothing to say."""


def cards(visit: Visit) -> list[Card]:
    """The cards of this visit."""
    return [card for make in CARDS if (card := make(visit))]
