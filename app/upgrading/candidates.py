"""What a new concept of the incoming release may be mapped to: candidates of the other side, kept in its item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.suggesting import suggester
from taxonomy.currency import End, ItemKind
from taxonomy.errors import ReleaseNotFoundError, SchemeNotFoundError
from taxonomy.mapping import INVERSE
from taxonomy.suggesting.subjects import subject_of
from taxonomy.suggesting.values import Accepted
from taxonomy.vocabulary import MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine

    from taxonomy.currency import Carried, Item, Move
    from taxonomy.mapping import MappingSet
    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.values import Candidate

__all__ = ["LEAST_CONFIDENCE", "MOST", "candidates_of"]

MOST = 5
LEAST_CONFIDENCE = 0.05
"""A candidate that a reviewer takes less often than this is not worth being looked at."""


def candidates_of(
    engine: Engine,
    carried: Carried,
    items: Sequence[Item],
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> dict[str, list[dict[str, Any]]]:
    """Item id → at most five candidates, the likeliest first, as plain JSON values, for items of new concepts.

    `predicate` reads as a mapping of the set does: from its subject to its object. Nothing is told
    where the record does not hold the other side's release.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    every = sum(it.kind is ItemKind.NEW for it in items)
    progress(0, every)
    for move in carried.moved:
        new = [it for it in items if it.kind is ItemKind.NEW and it.end is move.end]
        known = [it for it in new if it.concept_id in move.after.taxonomy.by_id]
        other = _suggester(engine, carried.now, move) if known else None
        if other is None:
            continue
        subjects = [
            subject_of(move.after.taxonomy.by_id[it.concept_id], move.after) for it in known
        ]
        accepted = _accepted(carried.now, move.end)
        before = len(found)

        def told_of(done: int, before: int = before) -> None:
            progress(before + done, every)

        told = other.suggest(subjects, most=MOST, accepted=accepted, progress=told_of)
        for item, suggestion in zip(known, told, strict=True):
            found[item.id] = [
                _shown(it, move.end)
                for it in suggestion.candidates
                if it.confidence >= LEAST_CONFIDENCE
            ]
    return found


def _suggester(engine: Engine, now: MappingSet, move: Move) -> Suggester | None:
    side = now.object if move.end is End.SUBJECT else now.subject
    try:
        return suggester(engine, *side)
    except (ReleaseNotFoundError, SchemeNotFoundError):
        return None


def _accepted(now: MappingSet, end: End) -> list[Accepted]:
    """The accepted mappings as they are seen from this end."""
    held = [it for it in now if it.state is MappingState.ACCEPTED and not it.finds_nothing]
    if end is End.SUBJECT:
        return [Accepted(it.subject_id, it.predicate.value, it.object_id) for it in held]
    return [Accepted(it.object_id, INVERSE[it.predicate].value, it.subject_id) for it in held]


def _shown(it: Candidate, end: End) -> dict[str, Any]:
    predicate = MappingPredicate(it.predicate)
    concept = it.concept
    return {
        "id": concept.id,
        "notation": concept.notation,
        "labels": concept.pref_labels(),
        "predicate": (predicate if end is End.SUBJECT else INVERSE[predicate]).value,
        "confidence": it.confidence,
        "score": it.score,
        "reasons": [reason.text for reason in it.reasons[:3]],
        "signs": [list(reason.sign) for reason in it.reasons[:3]],
    }
