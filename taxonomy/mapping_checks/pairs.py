"""Checks of mappings among themselves: one subject, one object, one pair."""

from __future__ import annotations

from itertools import combinations, groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from taxonomy.mapping_checks.case import MappingFlaw
from taxonomy.sentences import sentence
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.mapping import Mapping
    from taxonomy.mapping_checks.case import End, MappingCase

__all__ = ["disjoint", "several_exact", "shared_exact", "two_predicates"]

_EXACT, _CLOSE = MappingPredicate.EXACT, MappingPredicate.CLOSE
_ORDERED = {MappingPredicate.BROAD, MappingPredicate.NARROW}
_SHOWN = 5


def several_exact(case: MappingCase) -> Iterator[MappingFlaw]:
    """Subjects that are said to be exactly several objects."""
    yield from _several(case.subject, case.object)


def shared_exact(case: MappingCase) -> Iterator[MappingFlaw]:
    """Objects that several subjects are said to be exactly."""
    yield from _several(case.object, case.subject)


def _several(end: End, other: End) -> Iterator[MappingFlaw]:
    for concept_id, mappings in end.by_id.items():
        exact = [getattr(it, f"{other.name}_id") for it in mappings if it.predicate is _EXACT]
        if len(exact) > 1:
            names = ", ".join(map(other.called, exact[:_SHOWN]))
            message = sentence(
                "%(concept)s has %(count)d exact matches: %(names)s",
                concept=end.called(concept_id),
                count=len(exact),
                names=names,
            )
            yield MappingFlaw(message, concept_id, end.name)


def disjoint(case: MappingCase) -> Iterator[MappingFlaw]:
    """Pairs said to be exact and broad, narrow or related too (SKOS S46), or broad and narrow."""
    for one, other in _told_twice(case):
        if _excluded(one, other):
            yield _flaw(case, one, other)


def two_predicates(case: MappingCase) -> Iterator[MappingFlaw]:
    """Pairs with two predicates that may both hold: the closer one says all."""
    for one, other in _told_twice(case):
        if not _excluded(one, other):
            yield _flaw(case, one, other)


def _told_twice(case: MappingCase) -> Iterator[tuple[Mapping, Mapping]]:
    ends = attrgetter("subject_id", "object_id")
    for _, same in groupby(sorted(case.accepted, key=ends), ends):
        yield from combinations(same, 2)


def _excluded(one: Mapping, other: Mapping) -> bool:
    both = {one.predicate, other.predicate}
    return both == _ORDERED or (_EXACT in both and _CLOSE not in both)


def _flaw(case: MappingCase, one: Mapping, other: Mapping) -> MappingFlaw:
    names = case.subject.called(one.subject_id), case.object.called(one.object_id)
    message = sentence(
        "%(concept)s has %(predicate)s and %(predicate2)s to %(other)s",
        concept=names[0],
        predicate=one.predicate,
        predicate2=other.predicate,
        other=names[1],
    )
    return MappingFlaw(message, one.subject_id, other.predicate.value)
