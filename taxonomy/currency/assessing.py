"""How a mapping set stands against two releases: what is covered, open, doubled, out of date."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from taxonomy.currency.carrying import covered_kinds
from taxonomy.currency.values import End
from taxonomy.mapping import NO_TERM_FOUND
from taxonomy.vocabulary import MappingPredicate, MappingState, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping as ConceptMapping
    from taxonomy.mapping import MappingSet
    from taxonomy.model import Concept

__all__ = ["Coverage", "Standing", "assess"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The active concepts of a kind at one end; `covered` + `open` + `nothing` + `uncovered` = `active`.

    `covered` have an accepted mapping; of the others, `open` have a suggested or stale one, `nothing`
    are accepted to have no counterpart, and `uncovered` have none but rejected ones.
    """

    kind: str
    active: int
    covered: int
    open: int
    nothing: int
    uncovered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The figures of a mapping set. `retired` and `unknown` count mapped concepts, by end.

    `predicates` counts the accepted mappings; `exact_twice` the concepts with more than one accepted
    exactMatch, by end. An end that the service does not hold has no coverage.
    """

    name: str
    subject: str
    object: str
    digest: str
    mappings: int
    states: Mapping[str, int]
    predicates: Mapping[str, int]
    coverage: Mapping[str, tuple[Coverage, ...]]
    retired: Mapping[str, int]
    unknown: Mapping[str, int]
    exact_twice: Mapping[str, int]
    finds_nothing: int

    def as_dict(self) -> dict[str, Any]:
        """The standing as plain JSON values."""
        return asdict(self)


def assess(
    mapping_set: MappingSet, subject: ReleaseIndex | None, object_: ReleaseIndex | None
) -> Standing:
    """How a set stands against these releases, which need not be the ones that it names."""
    accepted = [it for it in mapping_set if it.state is MappingState.ACCEPTED]
    states, predicates = (
        Counter(it.state for it in mapping_set),
        Counter(it.predicate for it in accepted),
    )
    ends = {
        End.SUBJECT: (mapping_set.by_subject, subject),
        End.OBJECT: (mapping_set.by_object, object_),
    }
    held = {
        end: (by_end, index.taxonomy.by_id, index)
        for end, (by_end, index) in ends.items()
        if index is not None
    }
    return Standing(
        name=mapping_set.name,
        subject=subject.release.name if subject else mapping_set.subject.name,
        object=object_.release.name if object_ else mapping_set.object.name,
        digest=mapping_set.digest,
        mappings=len(mapping_set),
        states={it.value: states[it] for it in MappingState},
        predicates={it.value: predicates[it] for it in MappingPredicate},
        coverage={end.value: tuple(_coverage(it[0], it[2])) for end, it in held.items()},
        retired={end.value: _retired(by_end, known) for end, (by_end, known, _) in held.items()},
        unknown={end.value: _unknown(by_end, known) for end, (by_end, known, _) in held.items()},
        exact_twice={end.value: _exact_twice(accepted, end) for end in End},
        finds_nothing=sum(it.finds_nothing for it in mapping_set),
    )


def _coverage(
    by_end: Mapping[str, Sequence[ConceptMapping]], index: ReleaseIndex
) -> Iterable[Coverage]:
    for kind in sorted(covered_kinds(by_end, index.taxonomy.by_id)):
        concepts = index.listed(kind)
        counted = Counter(_answer(by_end.get(it.id, ())) for it in concepts)
        yield Coverage(
            kind=kind.value,
            active=len(concepts),
            covered=counted["covered"],
            open=counted["open"],
            nothing=counted["nothing"],
            uncovered=counted["uncovered"],
        )


def _answer(mappings: Sequence[ConceptMapping]) -> str:
    states = {it.state for it in mappings if not it.finds_nothing}
    if MappingState.ACCEPTED in states:
        return "covered"
    open_ = {it.state for it in mappings} & {MappingState.SUGGESTED, MappingState.STALE}
    if open_:
        return "open"
    nothing = any(it.finds_nothing and it.state is MappingState.ACCEPTED for it in mappings)
    return "nothing" if nothing else "uncovered"


def _retired(by_end: Iterable[str], known: Mapping[str, Concept]) -> int:
    return sum(it in known and known[it].status is Status.RETIRED for it in by_end)


def _unknown(by_end: Iterable[str], known: Mapping[str, Concept]) -> int:
    return sum(it not in known and it != NO_TERM_FOUND for it in by_end)


def _exact_twice(accepted: Sequence[ConceptMapping], end: End) -> int:
    exact = (
        it for it in accepted if it.predicate is MappingPredicate.EXACT and not it.finds_nothing
    )
    return sum(count > 1 for count in Counter(map(end.of, exact)).values())
