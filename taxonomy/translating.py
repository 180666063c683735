"""Ids of one scheme in another: over mappings, directly or in a chain, and never more than they say."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from taxonomy.climbing import Ladder
from taxonomy.deriving import derived
from taxonomy.errors import InvalidQueryError, NoMappingPathError
from taxonomy.index import natural_key
from taxonomy.legs import legs, reachable, routes
from taxonomy.mapping import Side
from taxonomy.references import Reference, References, Remark, RemarkCode
from taxonomy.text import normalise_label
from taxonomy.translation import Cardinality, Question, Translated, Translation, TranslationOutcome
from taxonomy.walking import Ground, Walked, best_of, walks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.legs import Leg
    from taxonomy.mapping import MappingSet
    from taxonomy.vocabulary import MappingState
    from taxonomy.walking import Arrival

__all__ = ["Translator"]


_CARDINALITIES = {
    (False, False): Cardinality.ONE_TO_ONE,
    (False, True): Cardinality.ONE_TO_MANY,
    (True, False): Cardinality.MANY_TO_ONE,
    (True, True): Cardinality.MANY_TO_MANY,
}


class Translator:
    """Translates over these mapping sets, and what these releases say of each other themselves.

    Of each scheme the releases asked for are used where they are held, and elsewhere the newest.
    """

    def __init__(
        self, mapping_sets: Iterable[MappingSet], releases: Iterable[ReleaseIndex]
    ) -> None:
        self._sets = tuple(mapping_sets)
        self._releases = {Side(it.release.scheme, it.release.version): it for it in releases}
        self._ways: dict[tuple[Side, Side, frozenset[MappingState]], _Way] = {}

    def translate(
        self, ids: Iterable[str], start: Side, end: Side, question: Question | None = None
    ) -> Translation:
        """Each id, notation or URI of `start` in `end`, in the order asked; unknown ones are told.

        InvalidQueryError where both are releases of one scheme; NoMappingPathError where no mappings
        lead from one to the other.
        """
        question = question or Question()
        way = self._way(start, end, question.states)
        items = tuple(way.translated(ids, question))
        return Translation(
            start=start,
            end=end,
            source=self._releases.get(start),
            target=self._releases.get(end),
            items=items,
            legs=way.used(items),
        )

    def _way(self, start: Side, end: Side, states: frozenset[MappingState]) -> _Way:
        key = start, end, states
        if key not in self._ways:
            self._ways[key] = self._made(start, end, states)
        return self._ways[key]

    def _made(self, start: Side, end: Side, states: frozenset[MappingState]) -> _Way:
        if start.scheme == end.scheme:
            message = (
                f"{start.name} and {end.name} are of one scheme: `convert` takes ids from one release "
                "to another"
            )
            raise InvalidQueryError(message)
        found = legs(self._sets, self._derived((start, end)), (start, end))
        ways = routes(found, start.scheme, end.scheme)
        if not any(ways):
            there = reachable(found, start.scheme)
            told = (
                f"from {start.scheme} one reaches {', '.join(there)}" if there else "nor elsewhere"
            )
            message = f"no mappings lead from {start.scheme} to {end.scheme}; {told}"
            raise NoMappingPathError(message, there)
        return _Way(start, end, ways, Ground(self._releases, states))

    def _derived(self, wanted: tuple[Side, Side]) -> Iterator[MappingSet]:
        """What the releases asked for, and the newest of every other scheme, say of each other."""
        chosen: dict[str, ReleaseIndex] = {}
        for side in sorted(self._releases, key=lambda it: (it in wanted, natural_key(it.version))):
            chosen[side.scheme] = self._releases[side]
        for index in chosen.values():
            for other in chosen.values():
                found = derived(index, other) if other is not index else None
                if found:
                    yield found


class _Way:
    """All ways from one release to another; what was found of one id is found once."""

    def __init__(
        self, start: Side, end: Side, levels: Sequence[Sequence[Sequence[Leg]]], ground: Ground
    ) -> None:
        self._start = start
        self._end = end
        self._levels = [it for it in levels if it]
        self._ground = ground
        self._direct = [way[0] for ways in levels for way in ways if len(way) == 1]
        self._index = ground.releases.get(start)
        self._references = References(self._index) if self._index else None
        self._ladder = Ladder(self._index) if self._index else None
        self._owned: dict[str, Walked] = {}
        self._walked: dict[str, Walked] = {}
        self._shared: dict[Question, frozenset[str]] = {}

    def translated(self, ids: Iterable[str], question: Question) -> Iterator[Translated]:
        """The answer to each id."""
        known: dict[str, Translated] = {}
        for asked in ids:
            if asked not in known:
                known[asked] = self._answer(asked, question)
            yield known[asked]

    def used(self, items: Iterable[Translated]) -> tuple[Leg, ...]:
        """The legs that the paths of these answers go over."""
        targets = {id(it.targets): it.targets for it in items}
        sources = {
            (step.basis, step.source)
            for arrivals in targets.values()
            for arrival in arrivals
            for step in arrival.path
        }
        every = dict.fromkeys(leg for ways in self._levels for way in ways for leg in way)
        return tuple(it for it in every if (it.basis, it.source) in sources)

    def _answer(self, asked: str, question: Question) -> Translated:
        reference = self._read(asked)
        concept_id = reference.concept.id if reference.concept else normalise_label(asked)
        if reference.concept is None and (self._references or concept_id not in self._known):
            return Translated(
                asked=asked, outcome=TranslationOutcome.UNKNOWN, remarks=reference.remarks
            )
        walked = self._walk(concept_id)
        targets = tuple(it for it in walked.arrivals if question.accepts(it))
        return Translated(
            asked=asked,
            outcome=TranslationOutcome.of(targets),
            id=concept_id,
            concept=reference.concept,
            targets=targets,
            cardinality=self._cardinality(targets, question),
            remarks=reference.remarks + walked.remarks,
        )

    def _read(self, asked: str) -> Reference:
        if self._references:
            return self._references.read(asked)
        return Reference(asked)

    def _walk(self, concept_id: str) -> Walked:
        """By mappings of its own; where they say nothing, by those of concepts below or above it."""
        if concept_id not in self._walked:
            found = self._own(concept_id)
            if self._ladder and not any(it.follows for it in found.arrivals):
                found = self._climbed(concept_id, found, self._ladder)
            self._walked[concept_id] = found
        return self._walked[concept_id]

    def _climbed(self, concept_id: str, own: Walked, ladder: Ladder) -> Walked:
        if any(it.code is RemarkCode.NO_MATCH for it in own.remarks):
            return own
        more = ladder.climbed(concept_id, lambda it: self._own(it).arrivals)
        return Walked(best_of((*own.arrivals, *more)), own.remarks) if more else own

    def _own(self, concept_id: str) -> Walked:
        if concept_id not in self._owned:
            self._owned[concept_id] = self._found(concept_id)
        return self._owned[concept_id]

    def _found(self, concept_id: str) -> Walked:
        """By the shortest ways that lead anywhere: what people said of a pair, chains do not outdo."""
        remarks: dict[Remark, None] = {}
        for walked in walks(concept_id, (self._start, self._end), self._levels, self._ground):
            if walked.arrivals:
                return walked
            remarks.update(dict.fromkeys(walked.remarks))
            if any(concept_id in self._ground.dead_ends(it) for it in self._direct):
                told = f"{self._end.scheme} has nothing for it, as its mapping says"
                remarks[Remark(RemarkCode.NO_MATCH, told)] = None
                break
        return Walked((), tuple(remarks))

    def _cardinality(self, targets: tuple[Arrival, ...], question: Question) -> Cardinality | None:
        if not targets or not question.cardinality:
            return None
        if question not in self._shared:
            self._shared[question] = self._meeting(question)
        shared = any(it.id in self._shared[question] for it in targets)
        return _CARDINALITIES[shared, len(targets) > 1]

    def _meeting(self, question: Question) -> frozenset[str]:
        """The ids of the other scheme to which several active concepts lead."""
        reached = Counter(
            arrival.id
            for concept_id in self._all
            for arrival in self._walk(concept_id).arrivals
            if question.accepts(arrival)
        )
        return frozenset(it for it, count in reached.items() if count > 1)

    @property
    def _all(self) -> Iterable[str]:
        return [it.id for it in self._index.listed()] if self._index else self._known

    @cached_property
    def _known(self) -> Mapping[str, None]:
        """The ids of which any leg from here speaks, where their release is not held."""
        first = [way[0] for ways in self._levels for way in ways]
        spoken = (it for leg in first for it in self._ground.steps(leg))
        dead = (it for leg in first for it in sorted(self._ground.dead_ends(leg)))
        return dict.fromkeys((*spoken, *dead))
