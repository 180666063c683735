"""Competences that profiles ask for and no set stands for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.competence_sets.sets import COMPETENCES
from taxonomy.index import natural_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from taxonomy.competence_sets.sets import Sets
    from taxonomy.model import Concept
    from taxonomy.vocabulary import Kind

__all__ = ["Coverage", "Uncovered", "coverage"]


class Uncovered(NamedTuple):
    """A competence in no set: how many of the profiles ask for it, and of how many it is essential."""

    concept: Concept
    asked: int
    essential: int


class Coverage(NamedTuple):
    """What profiles ask for: how much of it there is, how much stands in a set, and what in none.

    `uncovered` begins with what most profiles ask for.
    """

    total: int
    covered: int
    uncovered: Sequence[Uncovered]


def coverage(
    sets: Sets, profiles: Iterable[str], kinds: Collection[Kind] = COMPETENCES
) -> Coverage:
    """What the active profiles of these ids ask for, of these kinds."""
    asked: Counter[str] = Counter()
    essential: Counter[str] = Counter()
    for profile in profiles:
        for id, needed in sets.asked[profile].items():
            asked[id] += 1
            essential[id] += needed
    wanted = [it for it in asked if _is_of(sets.known[it], kinds)]
    found = [
        Uncovered(sets.known[it], asked[it], essential[it])
        for it in wanted
        if it not in sets.holding
    ]
    found.sort(
        key=lambda it: (
            -it.asked,
            -it.essential,
            natural_key(it.concept.notation),
            it.concept.id,
        )
    )
    return Coverage(len(wanted), len(wanted) - len(found), found)


def _is_of(concept: Concept, kinds: Collection[Kind]) -> bool:
    """A technical competence without a skill stands for itself, and is shown among the skills."""
    return concept.kind in kinds or (concept.kind not in COMPETENCES and COMPETENCES[0] in kinds)
