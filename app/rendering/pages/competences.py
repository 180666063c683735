"""The competences of a profile: essential and optional ones, grouped by the sets it names."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.vocabulary import Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rendering.pages.names import Item, Reader
    from taxonomy.model import Concept

__all__ = ["Competence", "Competences", "Group", "Shown", "competences"]


class Shown(StrEnum):
    """Which competences a page shows."""

    BOTH = "both"
    ESSENTIAL = "essential"
    OPTIONAL = "optional"


class Competence(NamedTuple):
    """A competence that the profile asks for, with what belongs to it."""

    item: Item
    essential: bool
    knowledge: Sequence[Item]
    behaviours: Sequence[Item]


class Group(NamedTuple):
    """The competences of one set; None for those that no set of the profile holds."""

    set: Item | None
    competences: Sequence[Competence]

    @property
    def essential(self) -> int:
        """How many of them are essential."""
        return sum(it.essential for it in self.competences)


class Competences(NamedTuple):
    """Those that are shown in groups, and how many of each there are in all."""

    groups: Sequence[Group]
    shown: Shown
    essential: int
    optional: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.essential + self.optional


def competences(reader: Reader, profile: Concept, shown: Shown) -> Competences:
    """The competences of a profile; each stands in the first of the profile's sets that holds it.

    A competence in a set, as the set lists them: itself, or the skill that it is made of.
    """
    essential = _held(reader, profile, Predicate.ESSENTIAL_COMPETENCE)
    optional = _held(reader, profile, Predicate.OPTIONAL_COMPETENCE)
    marked = [(it, True) for it in essential] + [(it, False) for it in optional]
    wanted = [it for it in marked if shown in (Shown.BOTH, _shown_as(essential=it[1]))]
    inside: dict[str, list[tuple[Concept, bool]]] = {
        it: [] for it in profile.targets(Predicate.COMPETENCE_SET)
    }
    outside: list[tuple[Concept, bool]] = []
    for competence, is_essential in wanted:
        holding = {it.id for it in reader.index.sets(competence.id)}
        first = next((it for it in inside if it in holding), None)
        (inside[first] if first else outside).append((competence, is_essential))
    groups = [
        Group(reader.target(held), _sorted(reader, found))
        for held, found in (*inside.items(), ("", outside))
        if found
    ]
    return Competences(groups, shown, len(essential), len(optional))


def _shown_as(*, essential: bool) -> Shown:
    return Shown.ESSENTIAL if essential else Shown.OPTIONAL


def _sorted(reader: Reader, marked: Sequence[tuple[Concept, bool]]) -> list[Competence]:
    """Essential ones first, then by name."""
    essential = {concept.id: is_essential for concept, is_essential in marked}
    order = {it.path: place for place, it in enumerate(reader.items(it for it, _ in marked))}
    found = [_competence(reader, it, essential=essential[it.id]) for it, _ in marked]
    return sorted(found, key=lambda it: (not it.essential, order[it.item.path]))


def _competence(reader: Reader, concept: Concept, *, essential: bool) -> Competence:
    return Competence(
        reader.item(concept),
        essential,
        reader.items(_held(reader, concept, Predicate.KNOWLEDGE)),
        reader.items(_held(reader, concept, Predicate.BEHAVIOUR)),
    )


def _held(reader: Reader, concept: Concept, predicate: Predicate) -> list[Concept]:
    by_id = reader.index.taxonomy.by_id
    return [by_id[it] for it in concept.targets(predicate) if it in by_id]
