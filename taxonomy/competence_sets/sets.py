"""The sets of a taxonomy with their members and profiles, read once and asked many times."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from taxonomy.disambiguating import doubts
from taxonomy.errors import ConceptNotFoundError
from taxonomy.index import natural_key
from taxonomy.matching.demands import Counted, asked_for, same_demand
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from taxonomy.disambiguating import Doubt
    from taxonomy.model import Concept

__all__ = ["COMPETENCES", "Sets"]

COMPETENCES = (Kind.SKILL, Kind.KNOWLEDGE, Kind.BEHAVIOUR)
"""What technical competences are made of, and sets stand for; soft and digital skills stand by themselves."""


@dataclass(frozen=True, eq=False)
class Sets:
    """The active sets and profiles of a taxonomy, in the natural order of codes.

    A member that is a technical competence counts as its skill; `asked` says of each competence that a
    profile asks for whether it is essential.
    """

    known: Mapping[str, Concept]
    sets: tuple[Concept, ...]
    profiles: tuple[Concept, ...]
    asked: Mapping[str, Mapping[str, bool]]

    @classmethod
    def of(cls, known: Mapping[str, Concept]) -> Sets:
        """The sets among these concepts, id → concept."""
        sets = _listed(known.values(), Kind.COMPETENCE_SET)
        profiles = _listed(known.values(), Kind.PROFILE)
        counted = Counted(known, COMPETENCES)
        return cls(known, sets, profiles, {it.id: asked_for(it, counted) for it in profiles})

    def get(self, reference: str) -> Concept:
        """The active set of this id or code; ConceptNotFoundError."""
        for it in self.sets:
            if reference in (it.id, it.notation):
                return it
        message = f"there is no competence set {reference[:200]!r}"
        raise ConceptNotFoundError(message)

    def members(self, set_: Concept) -> list[Concept]:
        """What a set holds, in the natural order of codes; what nobody knows is left out."""
        held = [self.known[it] for it in set_.targets(Predicate.MEMBER) if it in self.known]
        return sorted(held, key=_order)

    def parts(self, member: Concept) -> list[str]:
        """The competences for which a member stands: of a technical competence its skill, else itself."""
        return same_demand(member, self.known)

    @cached_property
    def counted(self) -> Mapping[str, frozenset[str]]:
        """Set → the competences for which it stands."""
        return {
            it.id: frozenset(part for member in self.members(it) for part in self.parts(member))
            for it in self.sets
        }

    @cached_property
    def holding(self) -> Mapping[str, tuple[str, ...]]:
        """Competence → the sets that stand for it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for it in self.sets:
            for competence in self.counted[it.id]:
                found[competence].append(it.id)
        return {id: tuple(sets) for id, sets in found.items()}

    @cached_property
    def carrying(self) -> Mapping[str, tuple[str, ...]]:
        """Set → the profiles that carry it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for profile in self.profiles:
            for it in profile.targets(Predicate.COMPETENCE_SET):
                found[it].append(profile.id)
        return {it.id: tuple(found[it.id]) for it in self.sets}

    @cached_property
    def asking(self) -> Mapping[str, frozenset[str]]:
        """Competence → the profiles that ask for it."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for profile, competences in self.asked.items():
            for it in competences:
                found[it].add(profile)
        return {id: frozenset(profiles) for id, profiles in found.items()}

    @cached_property
    def doubts(self) -> Mapping[str, tuple[Doubt, ...]]:
        """Set → what is wrong with its disambiguators."""
        found: defaultdict[str, list[Doubt]] = defaultdict(list)
        for it in doubts(self.sets):
            found[it.concept.id].append(it)
        return {id: tuple(told) for id, told in found.items()}

    def base(self, set_: Concept) -> frozenset[str]:
        """The profiles that ask for something of the set; of a set that nobody asks for, those that carry it."""
        asking = frozenset().union(*(self.asking.get(it, ()) for it in self.counted[set_.id]))
        return asking or frozenset(self.carrying[set_.id])


def _listed(concepts: Iterable[Concept], kind: Kind) -> tuple[Concept, ...]:
    found = [it for it in concepts if it.kind is kind and it.status is Status.ACTIVE]
    return tuple(sorted(found, key=_order))


def _order(concept: Concept) -> tuple[tuple[str | int, ...], str]:
    return natural_key(concept.notation), concept.id
