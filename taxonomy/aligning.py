"""Two frameworks side by side: what is mapped, bears one number or is called alike, what stands alone."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.likeness import LabelLikeness, Pair, folded
from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping as ConceptMapping
    from taxonomy.model import Concept

__all__ = ["LEAST", "Alignment", "Ground", "align"]

LEAST = 0.5
"""Names less alike than this (0–1) suggest nothing."""


class Ground(StrEnum):
    """Why two entries stand in one row; the last two are computed, and no more than suggestions."""

    MAPPING = "mapping"
    NUMBER = "number"
    NAME = "name"
    LIKENESS = "likeness"

    @property
    def suggested(self) -> bool:
        """Whether nobody has said so yet."""
        return self in (Ground.NAME, Ground.LIKENESS)


class Alignment(NamedTuple):
    """An entry of the left framework and one of the right; None where the other side has nothing.

    `likeness` (0–1) is that of their names, and `pair` the two that are most alike; 0 and None where
    they are named in no common language.
    """

    left: Concept | None
    right: Concept | None
    ground: Ground | None = None
    mapping: ConceptMapping | None = None
    likeness: float = 0.0
    pair: Pair | None = None


def align(
    left: Sequence[Concept],
    right: Sequence[Concept],
    index: ReleaseIndex,
    *,
    numbers: Mapping[str, str] | None = None,
    mapped: Iterable[ConceptMapping] = (),
    find: Callable[[str], Concept | None] | None = None,
) -> list[Alignment]:
    """Every entry of the left, in its order, with what it leads to; then those of the right alone.

    `numbers`: id on the left → notation on the right. `mapped` are mappings from left to right, of
    which accepted ones count; they may lead out of the right framework, where `find` knows. Where
    neither says anything, two entries meet whose names are most alike from both sides, and at least
    `LEAST` alike. `index` names technical competences.
    """
    likeness = LabelLikeness(right, index, left)
    by_id = {it.id: it for it in right}
    by_number = {it.notation: it for it in right if it.notation}
    links = _links(mapped)
    rows: dict[str, list[Alignment]] = {}
    for one in left:
        known = [
            _told(one, other, Ground.MAPPING, likeness, mapping)
            for mapping in links.get(one.id, ())
            if (other := by_id.get(mapping.object_id) or (find and find(mapping.object_id)))
        ]
        numbered = by_number.get((numbers or {}).get(one.id, ""))
        if numbered and not any(it.right is numbered for it in known):
            known.append(_told(one, numbered, Ground.NUMBER, likeness))
        rows[one.id] = known
    taken = {it.right.id for known in rows.values() for it in known if it.right}
    free = [it for it in left if not rows[it.id]]
    for met in _meeting(free, [it for it in right if it.id not in taken], likeness):
        if met.left and met.right:
            rows[met.left.id] = [met]
            taken.add(met.right.id)
    found = [it for one in left for it in rows[one.id] or [Alignment(one, None)]]
    return [*found, *(Alignment(None, it) for it in right if it.id not in taken)]


def _links(mapped: Iterable[ConceptMapping]) -> Mapping[str, Sequence[ConceptMapping]]:
    links: defaultdict[str, list[ConceptMapping]] = defaultdict(list)
    for it in mapped:
        if it.state is MappingState.ACCEPTED and not it.finds_nothing:
            links[it.subject_id].append(it)
    return links


def _told(
    one: Concept,
    other: Concept,
    ground: Ground,
    likeness: LabelLikeness,
    mapping: ConceptMapping | None = None,
) -> Alignment:
    return Alignment(one, other, ground, mapping, *likeness.between(one, other))


def _meeting(
    left: Sequence[Concept], right: Sequence[Concept], likeness: LabelLikeness
) -> list[Alignment]:
    """The pairs of which each is the most alike to the other, and no third as much."""
    scores = {
        (a, b): it
        for a, one in enumerate(left)
        for b, other in enumerate(right)
        if (it := likeness.between(one, other))[0] >= LEAST
    }
    best_left, best_right = _best(scores, 0), _best(scores, 1)
    return [
        Alignment(left[a], right[b], _ground(pair), None, score, pair)
        for (a, b), (score, pair) in scores.items()
        if best_left[a] == best_right[b] == (a, b)
    ]


def _best(
    scores: Mapping[tuple[int, int], tuple[float, Pair | None]], side: int
) -> dict[int, tuple[int, int] | None]:
    """Place on that side → the pair most alike; None where two are alike to the same degree."""
    best: dict[int, tuple[int, int] | None] = {}
    tops: dict[int, float] = {}
    for key, (score, _) in scores.items():
        place = key[side]
        if score > tops.get(place, 0.0):
            tops[place], best[place] = score, key
        elif score == tops[place]:
            best[place] = None
    return best


def _ground(pair: Pair | None) -> Ground:
    same = pair is not None and folded(pair.one) == folded(pair.other)
    return Ground.NAME if same else Ground.LIKENESS
