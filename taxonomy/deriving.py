"""Mapping sets that no one wrote: what a release says itself of codes in another scheme."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from taxonomy.mapping import Mapping, MappingSet, Side
from taxonomy.vocabulary import Kind, MappingPredicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.index import ReleaseIndex

__all__ = ["derived"]

_CERTAIN = 1.0
_SYSTEMS = (
    (re.compile(r"isco(-?08)?"), "isco", MappingPredicate.BROAD),
    (re.compile(r"rome(-?v?[0-9.]+)?"), "rome", MappingPredicate.CLOSE),
)
"""How systems of codes are called, whose codes they are, and how a concept stands to its code there.

An occupation lies within its group of ISCO. Profiles of Competent grew out of the codes of ROME, and
nothing says which of the two is wider: no more than *close* is claimed.
"""


def derived(index: ReleaseIndex, other: ReleaseIndex) -> MappingSet | None:
    """What a release says of the concepts of another scheme, as a mapping set; None where it is silent.

    Active concepts that bear a code of the other scheme, and ISCO groups that stand in both under one
    URI (*exact*). Codes that the other release does not hold are left out. A mapping's confidence is
    1.0, since the release says it, and its `source` names that release.
    """
    found = {it.order: it for it in chain(_coded(index, other), _shared(index, other))}
    if not found:
        return None
    return MappingSet.of(_side(index), _side(other), found.values())


def _coded(index: ReleaseIndex, other: ReleaseIndex) -> Iterator[Mapping]:
    systems = [(name, it) for name, scheme, it in _SYSTEMS if scheme == other.release.scheme]
    for concept in index.listed() if systems else ():
        for system, value in concept.notations:
            named = other.taxonomy.by_notation.get(value)
            for name, predicate in systems:
                if named and name.fullmatch(system):
                    yield _mapping(index, concept.id, predicate, named.id)


def _shared(index: ReleaseIndex, other: ReleaseIndex) -> Iterator[Mapping]:
    for concept in index.listed(Kind.ISCO_GROUP):
        same = other.taxonomy.by_id.get(concept.id)
        if same and same.kind is Kind.ISCO_GROUP and same.status is Status.ACTIVE:
            yield _mapping(index, concept.id, MappingPredicate.EXACT, same.id)


def _mapping(
    index: ReleaseIndex, subject_id: str, predicate: MappingPredicate, object_id: str
) -> Mapping:
    return Mapping(
        subject_id=subject_id,
        predicate=predicate,
        object_id=object_id,
        confidence=_CERTAIN,
        source=index.release.name,
    )


def _side(index: ReleaseIndex) -> Side:
    return Side(index.release.scheme, index.release.version)
