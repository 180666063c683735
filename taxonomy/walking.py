"""Walking from a concept of one release to those of another, over mapping sets of any release."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.composing import ASSUMED, EXACTNESS, compose
from taxonomy.following import followed
from taxonomy.legs import Basis, Step
from taxonomy.references import Remark, RemarkCode
from taxonomy.vocabulary import MappingPredicate, RetirementReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.legs import Leg
    from taxonomy.mapping import Side
    from taxonomy.vocabulary import MappingState

__all__ = ["SUCCESSION", "Arrival", "Ground", "Walked", "best_of", "prefixed", "walks"]

SUCCESSION: Mapping[RetirementReason, MappingPredicate] = {
    RetirementReason.REPLACED: MappingPredicate.CLOSE,
    RetirementReason.SPLIT: MappingPredicate.NARROW,
    RetirementReason.MERGED: MappingPredicate.BROAD,
    RetirementReason.NONE: MappingPredicate.RELATED,
    RetirementReason.UNKNOWN: MappingPredicate.RELATED,
}
"""How a successor stands to the concept whose place it takes: never *exact*, for it is another one.

A part of a split concept is narrower, what several were merged into is broader; where nobody said why,
no more is claimed than that they are related.
"""


class Arrival(NamedTuple):
    """A concept that a path leads to, and the path: best first when sorted by `order`.

    `kernel` is what follows from the steps that are more than *related* themselves; where that is no
    more than *related*, nothing does.
    """

    id: str
    predicate: MappingPredicate
    confidence: float
    path: tuple[Step, ...]
    kernel: MappingPredicate = MappingPredicate.EXACT

    @property
    def order(self) -> tuple[int, float, bool, int, str]:
        """Closest predicate first, then the surest, what follows from something, the shortest, by id."""
        closeness = -EXACTNESS[self.predicate]
        return closeness, -self.confidence, not self.follows, len(self.path), self.id

    @property
    def follows(self) -> bool:
        """Whether anything follows from the path."""
        return self.kernel is not MappingPredicate.RELATED


class Walked(NamedTuple):
    """Where the ways from one concept lead, best first, and what got lost on them."""

    arrivals: tuple[Arrival, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Ground:
    """The releases that are held, and the steps of each leg, found once."""

    def __init__(
        self, releases: Mapping[Side, ReleaseIndex], states: frozenset[MappingState]
    ) -> None:
        self.releases = releases
        self.states = states
        self._steps: dict[Leg, Mapping[str, Sequence[Step]]] = {}
        self._dead_ends: dict[Leg, frozenset[str]] = {}
        self._settled: dict[tuple[Side, str], Sequence[tuple[Step, ...]] | None] = {}

    def id(self, side: Side, reference: str) -> str:
        """The id of what a mapping names; as it stands there where that release is not held."""
        index = self.releases.get(side)
        concept = index.find(reference) if index else None
        return concept.id if concept else reference

    def steps(self, leg: Leg) -> Mapping[str, Sequence[Step]]:
        """Id → the steps of this leg from there."""
        if leg not in self._steps:
            self._steps[leg] = leg.steps(self.states, self.id)
        return self._steps[leg]

    def dead_ends(self, leg: Leg) -> frozenset[str]:
        """The ids for which this leg's set says that there is nothing."""
        if leg not in self._dead_ends:
            self._dead_ends[leg] = leg.dead_ends(self.states, self.id)
        return self._dead_ends[leg]

    def settled(self, side: Side, concept_id: str) -> Sequence[tuple[Step, ...]] | None:
        """The ways from an id to what is active of it in a release: one without steps where it is.

        None where the release is held and does not hold it. A release that is not held is believed.
        """
        key = side, concept_id
        if key not in self._settled:
            self._settled[key] = self._settle(side, concept_id)
        return self._settled[key]

    def _settle(self, side: Side, concept_id: str) -> Sequence[tuple[Step, ...]] | None:
        index = self.releases.get(side)
        if index is None:
            return [()]
        concept = index.taxonomy.by_id.get(concept_id)
        if concept is None:
            return None
        return [tuple(_successions(path, index)) for path in followed(concept, index).paths]


def prefixed(steps: tuple[Step, ...], arrivals: Iterable[Arrival]) -> Iterator[Arrival]:
    """The same arrivals from some steps further back."""
    first = _longer(Arrival(steps[0].start, _SELF, 1.0, ()), steps)
    for it in arrivals:
        yield _longer(first, it.path)


def best_of(arrivals: Iterable[Arrival]) -> tuple[Arrival, ...]:
    """The best path to each concept, best first.

    What is only *related* because nothing more follows from its path is left out where something
    better was found.
    """
    best: dict[str, Arrival] = {}
    for it in arrivals:
        if it.id not in best or it.order < best[it.id].order:
            best[it.id] = it
    found = sorted(best.values(), key=lambda it: it.order)
    if found and found[0].predicate is not MappingPredicate.RELATED:
        found = [it for it in found if it.follows]
    return tuple(found)


def walks(
    concept_id: str,
    sides: tuple[Side, Side],
    levels: Iterable[Sequence[Sequence[Leg]]],
    ground: Ground,
) -> Iterator[Walked]:
    """Where the ways of each level lead from an id of the first side: the best path to each concept."""
    hike = _Hike(concept_id, sides, ground)
    for ways in levels:
        hike.remarks.clear()
        found = best_of(chain.from_iterable(hike.arrivals(tuple(legs)) for legs in ways))
        yield Walked(found, tuple(hike.remarks))


class _Hike:
    """Walks from one id; what several ways have in common is walked once."""

    def __init__(self, concept_id: str, sides: tuple[Side, Side], ground: Ground) -> None:
        self._start, self._end = sides
        self._ground = ground
        self._after: dict[tuple[Leg, ...], _States] = {
            (): {(concept_id, _SELF, _SELF): Arrival(concept_id, _SELF, 1.0, ())}
        }
        self.remarks: dict[Remark, None] = {}

    def arrivals(self, legs: tuple[Leg, ...]) -> Iterable[Arrival]:
        """The concepts of the last side at the end of these legs."""
        here = self._walked(legs)
        if not here:
            return ()
        return self._crossed(here, (legs[-1].end, self._end)).values()

    def _walked(self, legs: tuple[Leg, ...]) -> _States:
        found = self._after.get(legs)
        if found is None:
            *before, last = legs
            here = self._walked(tuple(before))
            at = before[-1].end if before else self._start
            found = _stepped(self._crossed(here, (at, last.start)), last, self._ground)
            self._after[legs] = found
        return found

    def _crossed(self, here: _States, sides: tuple[Side, Side]) -> _States:
        return _crossed(here, sides, self._ground, self.remarks) if here else here


_SELF = MappingPredicate.EXACT
_States = dict[tuple[str, MappingPredicate, MappingPredicate], Arrival]


def _crossed(
    here: _States, sides: tuple[Side, Side], ground: Ground, remarks: dict[Remark, None]
) -> _States:
    """From one release of a scheme to another of it; what is retired in either goes to successors."""
    for side in dict.fromkeys(sides):
        moved: _States = {}
        for arrival in here.values():
            for path in _paths(arrival, side, ground, remarks):
                _keep(moved, _longer(arrival, path))
        here = moved
    return here


def _paths(
    arrival: Arrival, side: Side, ground: Ground, remarks: dict[Remark, None]
) -> Sequence[tuple[Step, ...]]:
    paths = ground.settled(side, arrival.id)
    if paths is None:
        told = f"{side.name} does not hold {arrival.id}"
        remarks[Remark(RemarkCode.DROPPED, told)] = None
    elif not paths:
        told = f"{arrival.id} is retired in {side.name} without a successor that is active"
        remarks[Remark(RemarkCode.DEAD_END, told)] = None
    return paths or ()


def _stepped(here: _States, leg: Leg, ground: Ground) -> _States:
    steps = ground.steps(leg)
    moved: _States = {}
    for arrival in here.values():
        for step in steps.get(arrival.id, ()):
            _keep(moved, _longer(arrival, (step,)))
    return moved


def _longer(arrival: Arrival, steps: tuple[Step, ...]) -> Arrival:
    """The path with more steps; where nothing follows any more, its confidence says so once."""
    if not steps:
        return arrival
    id, predicate, confidence, path, kernel = arrival
    for step in steps:
        id, confidence = step.end, confidence * step.confidence
        predicate = compose(predicate, step.predicate)
        followed_so_far = kernel is not MappingPredicate.RELATED
        if step.predicate is not MappingPredicate.RELATED:
            kernel = compose(kernel, step.predicate)
        if followed_so_far and kernel is MappingPredicate.RELATED:
            confidence *= ASSUMED[MappingPredicate.RELATED]
    return Arrival(id, predicate, confidence, path + steps, kernel)


def _keep(states: _States, arrival: Arrival) -> None:
    """Of several paths to a concept that say the same, the best is enough to go on from."""
    key = arrival.id, arrival.predicate, arrival.kernel
    if key not in states or arrival.order < states[key].order:
        states[key] = arrival


def _successions(path: tuple[str, ...], index: ReleaseIndex) -> Iterator[Step]:
    """A step for each successor on a path of ids."""
    for before, after in pairwise(path):
        reason = index.taxonomy.by_id[before].retirement or RetirementReason.UNKNOWN
        predicate = SUCCESSION[reason]
        yield Step(
            start=before,
            predicate=predicate,
            end=after,
            confidence=ASSUMED[predicate],
            assumed=True,
            basis=Basis.SUCCESSION,
            source=index.release.name,
        )
