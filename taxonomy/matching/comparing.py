"""Set algebra over competences: what two sides share, what only one has, what is near."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.matching.demands import ASKERS, COUNTED, Counted, asked_for
from taxonomy.matching.understanding import (
    Code,
    Foreign,
    Parts,
    Remark,
    Understanding,
    competences_of,
    understand,
)
from taxonomy.vocabulary import Predicate

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.vocabulary import Kind

__all__ = ["Comparison", "Reachable", "Side", "compare", "side"]


@dataclass(frozen=True, slots=True)
class Side:
    """The competences of one side, by id: whether a profile of it asks for each, and how essential.

    None where no profile of the side asks for it.
    """

    understanding: Understanding
    held: Mapping[str, bool | None]


class Reachable(NamedTuple):
    """A competence of b that a lacks, and one of a that is directly broader, or narrower, than it."""

    competence: Concept
    through: Concept
    broader: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sides; every list is in natural order."""

    a: Side
    b: Side
    shared: Sequence[Concept]
    only_a: Sequence[Concept]
    only_b: Sequence[Concept]
    reachable: Sequence[Reachable]

    @property
    def jaccard(self) -> float:
        """What both have of what either has (Jaccard 1912), 0–1; 0 where neither has any."""
        return _share(self.shared, self.shared, self.only_a, self.only_b)

    @property
    def a_in_b(self) -> float:
        """The part of a that b has, 0–1."""
        return _share(self.shared, self.shared, self.only_a)

    @property
    def b_in_a(self) -> float:
        """The part of b that a has, 0–1."""
        return _share(self.shared, self.shared, self.only_b)


def side(
    asked: Iterable[str],
    index: ReleaseIndex,
    kinds: Collection[Kind] | None,
    translated: Mapping[str, Foreign],
) -> Side:
    """What these ids hold together: a profile what it asks for, a set its members, others themselves.

    Only competences of these kinds count; where `kinds` is None, in a scheme without profiles, all.
    """
    held: dict[str, bool | None] = {}
    understanding = understand(asked, index, translated, _holding(index, kinds, held))
    for it in understanding.understood:
        held.setdefault(it.competence, None)
    return Side(understanding, held)


def compare(index: ReleaseIndex, a: Side, b: Side) -> Comparison:
    """What the sides share, what only one of them has, and what of b is near to something of a."""
    return Comparison(
        a=a,
        b=b,
        shared=_ordered(index, a.held.keys() & b.held.keys()),
        only_a=_ordered(index, a.held.keys() - b.held.keys()),
        only_b=(only_b := _ordered(index, b.held.keys() - a.held.keys())),
        reachable=[it for concept in only_b for it in _reachable(index, concept, a)],
    )


def _holding(
    index: ReleaseIndex, kinds: Collection[Kind] | None, held: dict[str, bool | None]
) -> Parts:
    """As competences count, and a profile as what it asks for; that is noted in `held`."""
    by_id, known = index.taxonomy.by_id, COUNTED.get(index.release.scheme, ())
    of_competences = competences_of(index, kinds) if kinds else None
    counted = Counted(by_id, kinds or known)

    def parts(concept: Concept) -> Sequence[str] | Remark:
        if concept.kind in ASKERS:
            asked = asked_for(concept, counted)
            for competence, essential in asked.items():
                held[competence] = bool(held.get(competence)) or essential
            nothing = Remark(Code.NOTHING_ASKED, f"this {concept.kind} asks for no competence here")
            return sorted(asked, key=index.rank) or nothing
        return of_competences(concept) if of_competences else [concept.id]

    return parts


def _reachable(index: ReleaseIndex, concept: Concept, a: Side) -> Iterable[Reachable]:
    by_id = index.taxonomy.by_id
    for target in concept.targets(Predicate.BROADER):
        if target in a.held:
            yield Reachable(concept, by_id[target], broader=True)
    for usage in index.linked_to(concept.id, Predicate.BROADER):
        if usage.subject.id in a.held:
            yield Reachable(concept, usage.subject, broader=False)


def _ordered(index: ReleaseIndex, ids: Collection[str]) -> list[Concept]:
    return [index.taxonomy.by_id[it] for it in sorted(ids, key=index.rank)]


def _share(part: Sequence[Concept], *whole: Sequence[Concept]) -> float:
    return len(part) / max(1, sum(map(len, whole)))
