"""Concepts of the other scheme by what people type, beside the candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.mapping_sets import sets_of
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.searching.answering import LONGEST_QUESTION, Question
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from app.http.services import Services
    from app.routes.workbench.asking import Screen
    from taxonomy.mapping import Side

__all__ = ["looked_up", "searched"]

MOST = 5


async def looked_up(screen: Screen, name: str, text: str) -> list[str]:
    """The ids of the concepts of the set's object that a text names, best first.

    None where the service does not serve the release.
    """
    records = await screen.run(sets_of, screen.app.parts.engine)
    side = next((it.object for it in records if it.name == name), None)
    return await screen.run(searched, screen.app, side, text) if side else []


def searched(app: Services, side: Side, text: str) -> list[str]:
    """As `looked_up`, in this release."""
    try:
        index = app.library.get(*side)
    except ReleaseNotFoundError:
        return []
    question = Question(normalise_label(text)[:LONGEST_QUESTION], "", frozenset(), MOST)
    return [it.concept.id for it in app.searchers.get(index).search(question)]
