"""The profiles most alike to one by what they ask for, digital skills left aside."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.assigning.evidence import KINDS
from taxonomy.likeness import SharedLikeness
from taxonomy.matching.demands import Counted, asked_for
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["MOST", "Neighbour", "Neighbours"]

MOST = 10
"""So many neighbours of a profile are looked at."""
_OPTIONAL = 0.5
"""What an optional competence counts beside an essential one."""


class Neighbour(NamedTuple):
    """A profile, and how alike it is (0–1): the cosine of what both ask for, rare things counting most."""

    id: str
    likeness: float


class Neighbours:
    """Finds the neighbours of the profiles of a release; each is looked for once."""

    def __init__(self, index: ReleaseIndex) -> None:
        """Of the active profiles of this release."""
        self._known = index.taxonomy.by_id
        self._alike = SharedLikeness(
            {it.id: _asked(it, self._known) for it in index.listed(Kind.PROFILE)}
        )
        self._found: dict[str, Sequence[Neighbour]] = {}

    def of(self, profile: Concept) -> Sequence[Neighbour]:
        """At most `MOST` other profiles that share something with it, the most alike first.

        What the release does not hold asks for nothing, and has none.
        """
        found = self._found.get(profile.id)
        if found is None:
            held = self._known.get(profile.id)
            active = held is not None and held.status is Status.ACTIVE
            found = self._found[profile.id] = self._sought(held) if held and active else ()
        return found

    def _sought(self, profile: Concept) -> Sequence[Neighbour]:
        scores = self._alike.found(_asked(profile, self._known))
        scores.pop(profile.id, None)
        best = heapq.nsmallest(MOST, scores.items(), key=lambda it: (-it[1], it[0]))
        return tuple(Neighbour(*it) for it in best)


def _asked(profile: Concept, known: Mapping[str, Concept]) -> dict[Hashable, float]:
    asked = asked_for(profile, Counted(known, KINDS))
    return {key: 1.0 if essential else _OPTIONAL for key, essential in asked.items()}
