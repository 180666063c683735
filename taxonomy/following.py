"""Following the successors of a retired concept, through other retired ones, to active concepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["Route", "followed"]


@dataclass(frozen=True, slots=True)
class Route:
    """Where the successors of `start` lead to.

    `targets` are active, in natural order, and `paths` the shortest way to each of them by ids, from
    `start` on. `reached` holds every id on the way. `dead_ends` are retired without a successor,
    `missing` are ids that the release does not hold.
    """

    start: Concept
    targets: tuple[Concept, ...]
    paths: tuple[tuple[str, ...], ...]
    reached: frozenset[str]
    dead_ends: tuple[Concept, ...]
    missing: tuple[str, ...]
    circular: bool


def followed(start: Concept, index: ReleaseIndex) -> Route:
    """Where the successors of a concept lead to in its release; each one is visited once."""
    parents: dict[str, str] = {start.id: ""}
    targets: list[Concept] = []
    dead_ends: list[Concept] = []
    missing: dict[str, None] = {}
    circular = False
    queue = [start]
    for concept in queue:
        if concept.status is Status.ACTIVE:
            targets.append(concept)
            continue
        if not concept.replaced_by:
            dead_ends.append(concept)
        for successor in concept.replaced_by:
            known = index.taxonomy.by_id.get(successor)
            if known is None:
                missing[successor] = None
            elif successor in parents:
                circular = circular or successor in _path(concept.id, parents)
            else:
                parents[successor] = concept.id
                queue.append(known)
    targets.sort(key=lambda it: index.rank(it.id))
    return Route(
        start=start,
        targets=tuple(targets),
        paths=tuple(_path(it.id, parents) for it in targets),
        reached=frozenset(parents),
        dead_ends=tuple(dead_ends),
        missing=tuple(missing),
        circular=circular,
    )


def _path(concept_id: str, parents: dict[str, str]) -> tuple[str, ...]:
    path = [concept_id]
    while parents[path[-1]]:
        path.append(parents[path[-1]])
    return tuple(reversed(path))
