"""The graph of schemes that mapping sets span: which sets lead from one to another, and how."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from taxonomy.composing import confidence
from taxonomy.index import natural_key
from taxonomy.mapping import INVERSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from taxonomy.mapping import MappingSet, Side
    from taxonomy.vocabulary import MappingPredicate, MappingState

__all__ = ["MOST_LEGS", "Basis", "Leg", "Pair", "Step", "legs", "nearest", "reachable", "routes"]

_Key = tuple[str | int, ...]

MOST_LEGS = 3
"""How many mapping sets a chain may have: what is said over more of them is worth little."""


class Pair(Protocol):
    """What stands between two releases: a mapping set, or what the record says of one."""

    @property
    def subject(self) -> Side:
        """The release of its subjects."""

    @property
    def object(self) -> Side:
        """The release of its objects."""


_Between = TypeVar("_Between", bound=Pair)


class Basis(StrEnum):
    """What a step rests on: a mapping, what a release says itself, or a successor in its release."""

    MAPPING = "mapping"
    RELEASE = "release"
    SUCCESSION = "succession"


class Step(NamedTuple):
    """One step of a path, as it is walked: `end` is *broader* than `start` with `broadMatch`.

    `confidence` (0–1) is `assumed` where nobody gave one. `source` names the mapping set, or the
    release that says so itself; `mapping` is the id of the mapping, "" where there is none to ask for.
    """

    start: str
    predicate: MappingPredicate
    end: str
    confidence: float
    assumed: bool
    basis: Basis
    source: str
    mapping: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Leg:
    """A mapping set in the direction in which it is walked; `turned` is from its object."""

    mapping_set: MappingSet
    turned: bool
    basis: Basis = Basis.MAPPING

    @property
    def start(self) -> Side:
        """The release where it begins."""
        return self.mapping_set.object if self.turned else self.mapping_set.subject

    @property
    def end(self) -> Side:
        """The release where it ends."""
        return self.mapping_set.subject if self.turned else self.mapping_set.object

    @property
    def source(self) -> str:
        """How its steps name it: the mapping set, or the release that says so itself."""
        named = self.basis is Basis.MAPPING
        return self.mapping_set.name if named else self.mapping_set.subject.name

    def steps(
        self, states: frozenset[MappingState], ids: Callable[[Side, str], str]
    ) -> Mapping[str, Sequence[Step]]:
        """Id → the steps from there, of mappings in these states; `ids` gives an id in a release."""
        found: defaultdict[str, list[Step]] = defaultdict(list)
        subject, object_ = self.mapping_set.subject, self.mapping_set.object
        named = self.basis is Basis.MAPPING
        for it in self.mapping_set:
            if it.finds_nothing or it.state not in states:
                continue
            ends = ids(subject, it.subject_id), ids(object_, it.object_id)
            start, end = reversed(ends) if self.turned else ends
            step = Step(
                start=start,
                predicate=INVERSE[it.predicate] if self.turned else it.predicate,
                end=end,
                confidence=confidence(it.predicate, it.confidence),
                assumed=it.confidence is None,
                basis=self.basis,
                source=self.source,
                mapping=self.mapping_set.id_of(it) if named else "",
            )
            found[start].append(step)
        return dict(found)

    def dead_ends(
        self, states: frozenset[MappingState], ids: Callable[[Side, str], str]
    ) -> frozenset[str]:
        """The ids of which the set says that the other scheme has nothing for them."""
        if self.turned:
            return frozenset()
        subject = self.mapping_set.subject
        nothing = (it for it in self.mapping_set if it.finds_nothing and it.state in states)
        return frozenset(ids(subject, it.subject_id) for it in nothing)


def nearest(pairs: Iterable[_Between], wanted: Iterable[Side]) -> list[_Between]:
    """For every two schemes what is of the most `wanted` releases, and the newest of those."""
    wishes = frozenset(wanted)
    best: dict[tuple[str, str], _Between] = {}
    for it in sorted(pairs, key=lambda it: _fitness(it, wishes)):
        if it.subject.scheme != it.object.scheme:
            best[it.subject.scheme, it.object.scheme] = it
    return list(best.values())


def legs(
    curated: Iterable[MappingSet], derived: Iterable[MappingSet], wanted: Iterable[Side]
) -> Sequence[Leg]:
    """The sets to walk, the `nearest` of each pair of schemes, in both directions."""
    wishes = frozenset(wanted)
    return [
        Leg(mapping_set=it, turned=turned, basis=basis)
        for basis, mapping_sets in ((Basis.MAPPING, curated), (Basis.RELEASE, derived))
        for it in nearest(mapping_sets, wishes)
        for turned in (False, True)
    ]


def routes(all_legs: Sequence[Leg], start: str, end: str) -> Sequence[Sequence[Sequence[Leg]]]:
    """The ways from one scheme to another by their length, from one leg to `MOST_LEGS`.

    No scheme is passed twice, so a circle of sets does no harm.
    """
    leaving = _leaving(all_legs)
    ways: list[tuple[Leg, ...]] = [()]
    levels: list[list[tuple[Leg, ...]]] = []
    for _ in range(MOST_LEGS):
        longer = [(*way, leg) for way in ways for leg in leaving[_at(way, start)]]
        longer = [it for it in longer if not _returns(it, start)]
        levels.append([it for it in longer if it[-1].end.scheme == end])
        ways = [it for it in longer if it[-1].end.scheme != end]
    return levels


def reachable(all_legs: Sequence[Leg], start: str) -> Sequence[str]:
    """The schemes that `MOST_LEGS` legs lead to from one, sorted."""
    ends = {leg.end.scheme for leg in all_legs} - {start}
    return sorted(end for end in ends if any(routes(all_legs, start, end)))


def _fitness(pair: Pair, wishes: frozenset[Side]) -> tuple[int, _Key, _Key]:
    subject, object_ = pair.subject, pair.object
    wished = (subject in wishes) + (object_ in wishes)
    return wished, natural_key(subject.version), natural_key(object_.version)


def _leaving(all_legs: Sequence[Leg]) -> Mapping[str, Sequence[Leg]]:
    leaving: defaultdict[str, list[Leg]] = defaultdict(list)
    for leg in all_legs:
        leaving[leg.start.scheme].append(leg)
    return leaving


def _at(way: Sequence[Leg], start: str) -> str:
    return way[-1].end.scheme if way else start


def _returns(way: Sequence[Leg], start: str) -> bool:
    passed = [start, *(it.end.scheme for it in way)]
    return len(set(passed)) < len(passed)
