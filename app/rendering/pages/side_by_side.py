"""Two profiles or occupations side by side: what only one asks for, and what both do, essential first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.folding import plain
from taxonomy.matching.comparing import side
from taxonomy.matching.demands import COUNTED
from taxonomy.vocabulary import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.rendering.pages.names import Item, Reader
    from taxonomy.model import Concept

__all__ = ["Asked", "Entry", "Group", "Half", "SideBySide", "beside", "half", "matched"]


class Half(NamedTuple):
    """One of the two: who reads it, the profile, and whether each competence is essential to it, by id."""

    reader: Reader
    concept: Concept
    held: Mapping[str, bool]

    @property
    def item(self) -> Item:
        """The profile as lists show it."""
        return self.reader.item(self.concept)


class Asked(NamedTuple):
    """A competence that one of the two asks for, and whether it is essential there."""

    item: Item
    essential: bool


class Entry(NamedTuple):
    """A competence as the left one and as the right ones ask for it; several where a mapping leads to several."""

    left: Asked | None
    right: Sequence[Asked]

    @property
    def own(self) -> Asked:
        """The left one, else the first to the right."""
        return self.left or self.right[0]

    @property
    def essential(self) -> bool:
        """Whether either asks for it as essential."""
        return any(it.essential for it in (self.left, *self.right) if it)


class Group(NamedTuple):
    """The competences of one kind."""

    kind: Kind
    entries: Sequence[Entry]


class SideBySide(NamedTuple):
    """Three columns, and the numbers of competences behind the likeness of the two."""

    left: Half
    right: Half
    only_left: Sequence[Group]
    both: Sequence[Group]
    only_right: Sequence[Group]
    shared_left: int
    shared_right: int

    @property
    def mapped(self) -> bool:
        """Whether the two are of different schemes, so that a mapping tells what corresponds."""
        return self.left.concept.scheme != self.right.concept.scheme

    @property
    def whole(self) -> int:
        """How many competences there are in all; what both ask for counts once in one scheme."""
        both = len(self.left.held) + len(self.right.held)
        return both if self.mapped else both - self.shared_left

    @property
    def shared(self) -> int:
        """How many of these are asked for on both sides."""
        return self.shared_left + self.shared_right if self.mapped else self.shared_left

    @property
    def likeness(self) -> float:
        """The shared part of the whole, 0–1: in one scheme the index of Jaccard (1912)."""
        return self.shared / max(1, self.whole)


def half(reader: Reader, concept: Concept) -> Half:
    """A profile or an occupation with all that it asks for, but what profiles repeat in other words.

    Each technical competence of Competent has one behavioural indicator or more, which say the same.
    """
    kinds = [it for it in COUNTED[concept.scheme] if it is not Kind.BEHAVIOUR]
    held = side([concept.id], reader.index, kinds, {}).held
    return Half(reader, concept, {key: bool(essential) for key, essential in held.items()})


def beside(left: Half, right: Half) -> SideBySide:
    """Two of one scheme, also of two releases of it."""
    shared = [it for it in left.held if it in right.held]
    return SideBySide(
        left,
        right,
        _grouped(Entry(_asked(left, it), ()) for it in left.held if it not in right.held),
        _grouped(Entry(_asked(left, it), (_asked(right, it),)) for it in shared),
        _grouped(Entry(None, (_asked(right, it),)) for it in right.held if it not in left.held),
        len(shared),
        len(shared),
    )


def matched(left: Half, right: Half, counterparts: Mapping[str, Iterable[str]]) -> SideBySide:
    """Two of different schemes; `counterparts` leads from competences of the left to those of the right."""
    pairs = {
        own: [it for it in dict.fromkeys(counterparts.get(own, ())) if it in right.held]
        for own in left.held
    }
    reached = {it for found in pairs.values() for it in found}
    return SideBySide(
        left,
        right,
        _grouped(Entry(_asked(left, it), ()) for it, found in pairs.items() if not found),
        _grouped(
            Entry(_asked(left, it), [_asked(right, other) for other in found])
            for it, found in pairs.items()
            if found
        ),
        _grouped(Entry(None, (_asked(right, it),)) for it in right.held if it not in reached),
        sum(map(bool, pairs.values())),
        len(reached),
    )


def _asked(half: Half, concept_id: str) -> Asked:
    item = half.reader.item(half.reader.index.taxonomy.by_id[concept_id])
    return Asked(item, half.held[concept_id])


def _grouped(entries: Iterable[Entry]) -> list[Group]:
    groups: defaultdict[Kind, list[Entry]] = defaultdict(list)
    for it in entries:
        groups[it.own.item.kind].append(it)
    order = [kind for kinds in KINDS.values() for kind in kinds]
    return [
        Group(kind, sorted(groups[kind], key=_place)) for kind in sorted(groups, key=order.index)
    ]


def _place(entry: Entry) -> tuple[bool, str]:
    return not entry.essential, plain(entry.own.item.name.text)
