"""What would fit into a set, and which profiles it would fit: each suggestion with its reasons."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.competence_sets.sets import COMPETENCES
from taxonomy.index import natural_key
from taxonomy.matching.demands import counted_as
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.competence_sets.sets import Sets
    from taxonomy.likeness import LabelLikeness
    from taxonomy.model import Concept

__all__ = ["Alike", "Asker", "Suggestion", "Together", "askers", "kinds_of", "suggestions"]

_FEWEST = 2
"""So many profiles have to ask for a competence together with the set's: one is chance."""
_LIFT = 1.5
_LIKENESS = 0.5
_NEAREST = 12
"""So many labels are looked at beside each of the set's."""
_TAKEN = 0.5
"""What a competence counts that another set holds already: a set more would make them overlap."""


class Together(NamedTuple):
    """So many (`asking`) of the profiles that ask for the set's members (`of`) ask for this one too.

    `lift`: how many times more often than all profiles do. `weight`: how far from chance that is
    (log-likelihood ratio G², Dunning 1993).
    """

    asking: int
    of: int
    lift: float
    weight: float


class Alike(NamedTuple):
    """A label that is like one of the set or of a member (`like`), in a language (likeness 0–1)."""

    like: Concept
    likeness: float
    lang: str
    theirs: str
    own: str


class Suggestion(NamedTuple):
    """A competence that would fit, why, and the sets that hold it already; `score` orders (0–1)."""

    concept: Concept
    together: Together | None
    alike: Alike | None
    held_by: tuple[Concept, ...]
    score: float


class Asker(NamedTuple):
    """A profile that asks for members of a set and does not carry it; so many are essential to it."""

    concept: Concept
    asking: int
    essential: int
    of: int


def suggestions(
    sets: Sets, set_: Concept, likeness: Mapping[Kind, LabelLikeness], most: int = 10
) -> list[Suggestion]:
    """The competences of these kinds, at most so many, that would fit best into the set.

    `likeness` finds the active competences of a kind by their labels.
    """
    together = _together(sets, set_, frozenset(likeness))
    alike = _alike(sets, set_, likeness)
    heaviest = max((it.weight for it in together.values()), default=1.0)
    found = []
    for id in together.keys() | alike.keys():
        with_, like = together.get(id), alike.get(id)
        parts = (with_.weight / heaviest if with_ else 0.0, like.likeness if like else 0.0)
        held_by = tuple(it for it in sets.sets if it.id in sets.holding.get(id, ()))
        score = 1 - (1 - parts[0] / 2) * (1 - parts[1] / 2)
        score *= _TAKEN if held_by else 1.0
        found.append(Suggestion(sets.known[id], with_, like, held_by, score))
    return heapq.nsmallest(most, found, key=lambda it: (-it.score, _order(it.concept)))


def askers(sets: Sets, set_: Concept) -> list[Asker]:
    """The profiles that ask for a member and do not carry the set, those that ask for most first."""
    mine, carrying = sets.counted[set_.id], frozenset(sets.carrying[set_.id])
    found = []
    for id in frozenset().union(*(sets.asking.get(it, ()) for it in mine)) - carrying:
        needed = [sets.asked[id][it] for it in mine if it in sets.asked[id]]
        found.append(Asker(sets.known[id], len(needed), sum(needed), len(mine)))
    return sorted(found, key=lambda it: (-it.asking, -it.essential, _order(it.concept)))


def kinds_of(sets: Sets, set_: Concept) -> tuple[Kind, ...]:
    """The kinds of what a set holds, of those that technical competences are made of; skills where it holds none."""
    held = {counted_as(it) for it in sets.members(set_)}
    return tuple(it for it in COMPETENCES if it in held) or (Kind.SKILL,)


def _together(sets: Sets, set_: Concept, kinds: frozenset[Kind]) -> dict[str, Together]:
    base = sets.base(set_)
    mine, everybody = sets.counted[set_.id], len(sets.profiles)
    counts = Counter(it for profile in base for it in sets.asked[profile] if it not in mine)
    found = {}
    for id, asking in counts.items():
        concept = sets.known[id]
        if asking < _FEWEST or concept.kind not in kinds or concept.status is Status.RETIRED:
            continue
        asked = len(sets.asking[id])
        lift = (asking / len(base)) / (asked / everybody)
        if lift >= _LIFT:
            weight = _log_likelihood(asking, len(base), asked, everybody)
            found[id] = Together(asking, len(base), lift, weight)
    return found


def _alike(sets: Sets, set_: Concept, likeness: Mapping[Kind, LabelLikeness]) -> dict[str, Alike]:
    own = (set_, *sets.members(set_))
    held = {it.id for it in own} | sets.counted[set_.id]
    found: dict[str, Alike] = {}
    for engine in likeness.values():
        for it in own:
            for id, concept in engine.candidates(it, _NEAREST).items():
                now = sets.known.get(id)
                if id in held or now is None or now.status is Status.RETIRED:
                    continue
                score, pair = engine.between(it, concept)
                if pair and score >= max(_LIKENESS, found[id].likeness if id in found else 0.0):
                    found[id] = Alike(it, score, pair.lang, pair.one, pair.other)
    return found


def _log_likelihood(both: int, one: int, other: int, all_: int) -> float:
    """G² of a table of two by two: both, one alone, the other alone, neither."""
    cells = (both, one - both, other - both, all_ - one - other + both)
    rows, columns = (one, one, all_ - one, all_ - one), (other, all_ - other, other, all_ - other)
    expected = [row * column / all_ for row, column in zip(rows, columns, strict=True)]
    return 2 * sum(
        it * math.log(it / chance) for it, chance in zip(cells, expected, strict=True) if it
    )


def _order(concept: Concept) -> tuple[Sequence[str | int], str]:
    return natural_key(concept.notation), concept.id
