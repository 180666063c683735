"""What two sets have in common: members, and profiles that carry both."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from taxonomy.competence_sets.sets import Sets
    from taxonomy.model import Concept

__all__ = ["Overlap", "overlaps"]


class Overlap(NamedTuple):
    """Another set: members of both, of this one alone, of the other alone; profiles that carry both, and either."""

    other: Concept
    shared: int
    here: int
    there: int
    together: int
    either: int

    @property
    def jaccard(self) -> float:
        """The share (0–1) of all members of both that stand in both (Jaccard 1901)."""
        return _share(self.shared, self.shared + self.here + self.there)

    @property
    def togetherness(self) -> float:
        """The share (0–1) of the profiles with either set that carry both."""
        return _share(self.together, self.either)


def overlaps(sets: Sets, set_: Concept) -> list[Overlap]:
    """The other sets with a member or a profile of this one, the most alike first."""
    mine, carrying = sets.counted[set_.id], sets.carrying[set_.id]
    shared = Counter(other for it in mine for other in sets.holding[it])
    together = Counter(
        link.target
        for profile in carrying
        for link in sets.known[profile].links
        if link.target in sets.counted
    )
    found = []
    for it in sets.sets:
        if it is not set_ and (it.id in shared or it.id in together):
            theirs, both = sets.counted[it.id], together[it.id]
            either = len(carrying) + len(sets.carrying[it.id]) - both
            same = shared[it.id]
            found.append(Overlap(it, same, len(mine) - same, len(theirs) - same, both, either))
    return sorted(found, key=lambda it: (-it.jaccard, -it.togetherness))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
