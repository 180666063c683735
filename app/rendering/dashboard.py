"""The dashboard as JSON: what its cards tell, by where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.rendering.workbench.acts import act_document
from app.rendering.workbench.schedule import plan_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from app.rendering.concepts import Json
    from app.rendering.workbench.cards import Card
    from app.rendering.workbench.mine import Question

    Values = Mapping[str, Any]

__all__ = ["dashboard_document"]


def dashboard_document(cards: Iterable[Card]) -> Json:
    """Place → what its cards tell; a card that has nothing to tell is not there, nor is an empty place."""
    told: dict[str, Json] = {}
    for card in cards:
        told.setdefault(card.place.value, {}).update(_TOLD[card.id](card.values))
    return told


def _changesets(values: Values) -> Json:
    return {
        "to_review": [_changeset(*it) for it in values["review"]],
        "to_review_total": values["review_total"],
        "sent_back": [_changeset(*it) for it in values["sent_back"]],
        "begun": [_changeset(*it) for it in values["open"]],
    }


def _changeset(number: int, title: str, author: str = "") -> Json:
    return {"id": number, "title": title} | ({"author": author} if author else {})


def _mappings(values: Values) -> Json:
    return {
        "mapping_sets": [
            {"name": it.mapping_set, "stale": it.stale, "suggested": it.suggested}
            for it in values["sets"]
        ],
        "upgrades": [{"name": name, "open": open_} for name, open_ in values["upgrades"]],
        "questions": [*map(_question, values["questions"])],
    }


def _question(it: Question) -> Json:
    return {"mapping_set": it.mapping_set, "concept": it.concept_id, "who": it.who, "text": it.text}


def _submitted(values: Values) -> Json:
    return {
        "changesets": [_changeset(*it) for it in values["changesets"]],
        "texts": [{"lang": lang, "submitted": count} for lang, count in values["texts"]],
    }


def _plans(values: Values) -> Json:
    return {
        "releases": [{"scheme": it.release.scheme, **plan_document(it)} for it in values["plans"]]
    }


_TOLD: Mapping[str, Callable[[Values], Json]] = {
    "mentions": lambda values: {"unseen_mentions": values["unseen"]},
    "changesets": _changesets,
    "translations": lambda values: {"translations": [it._asdict() for it in values["tongues"]]},
    "mappings": _mappings,
    "submitted": _submitted,
    "questions": lambda values: {"questions": [*map(_question, values["questions"])]},
    "planned": _plans,
    "overdue": _plans,
    "lately": lambda values: {"acts": [*map(act_document, values["entries"])]},
}
"""Id of a card → what its values are as JSON."""
