"""Steps within one release: to the concepts below an id that are spoken of, or else above it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from taxonomy.legs import Basis, Step
from taxonomy.vocabulary import MappingPredicate, Predicate, Status
from taxonomy.walking import prefixed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.walking import Arrival

__all__ = ["Ladder"]

MOST_RUNGS = 4
"""How far up or down is looked; ISCO has four levels."""


class Ladder:
    """The hierarchy of a release as steps: what is below is *narrow*, what is above is *broad*."""

    def __init__(self, index: ReleaseIndex) -> None:
        self._down: Mapping[str, Sequence[Step]]
        self._up: Mapping[str, Sequence[Step]]
        self._up, self._down = _rungs(index)

    def climbed(
        self, concept_id: str, arrivals: Callable[[str], Sequence[Arrival]]
    ) -> Sequence[Arrival]:
        """Where the nearest concepts below lead, of which `arrivals` tells something; else above.

        A branch ends where something is found. Nothing that only might be related is taken.
        """
        for rungs in (self._down, self._up):
            found = list(_climbed(concept_id, rungs, arrivals))
            if found:
                return found
        return ()


def _climbed(
    concept_id: str,
    rungs: Mapping[str, Sequence[Step]],
    arrivals: Callable[[str], Sequence[Arrival]],
) -> Iterator[Arrival]:
    seen = {concept_id}
    here: list[tuple[Step, ...]] = [()]
    for _ in range(MOST_RUNGS):
        further: list[tuple[Step, ...]] = []
        for path in here:
            for step in rungs.get(path[-1].end if path else concept_id, ()):
                if step.end in seen:
                    continue
                seen.add(step.end)
                found = [it for it in arrivals(step.end) if it.follows]
                longer = (*path, step)
                yield from (it for it in prefixed(longer, found) if it.follows)
                if not found:
                    further.append(longer)
        here = further


def _rungs(
    index: ReleaseIndex,
) -> tuple[Mapping[str, Sequence[Step]], Mapping[str, Sequence[Step]]]:
    """Id → the steps up from it, and id → the steps down; between active concepts only."""
    up: defaultdict[str, list[Step]] = defaultdict(list)
    down: defaultdict[str, list[Step]] = defaultdict(list)
    by_id, source = index.taxonomy.by_id, index.release.name
    for concept in index.listed():
        for target in concept.targets(Predicate.BROADER):
            above = by_id.get(target)
            if above and above.status is Status.ACTIVE:
                up[concept.id].append(_step(concept.id, MappingPredicate.BROAD, target, source))
                down[target].append(_step(target, MappingPredicate.NARROW, concept.id, source))
    return dict(up), dict(down)


def _step(start: str, predicate: MappingPredicate, end: str, source: str) -> Step:
    return Step(
        start=start,
        predicate=predicate,
        end=end,
        confidence=1.0,
        assumed=False,
        basis=Basis.RELEASE,
        source=source,
    )
