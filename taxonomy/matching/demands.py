"""What profiles and occupations ask for: competences as columns, profiles as rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from taxonomy.errors import InvalidQueryError, NothingToMatchError
from taxonomy.matching.scoring import Rows
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = [
    "ASKERS",
    "COUNTED",
    "DEFAULTS",
    "Counted",
    "Demands",
    "asked_for",
    "counted_as",
    "counted_kinds",
    "same_demand",
]

ASKERS = (Kind.PROFILE, Kind.OCCUPATION)
"""The kinds of concept that ask for competences."""
COUNTED: dict[str, tuple[Kind, ...]] = {
    "competent": (
        Kind.SKILL,
        Kind.KNOWLEDGE,
        Kind.BEHAVIOUR,
        Kind.SOFT_SKILL,
        Kind.DIGITAL_SKILL,
    ),
    "esco": (Kind.SKILL, Kind.KNOWLEDGE),
    "rome": (Kind.SKILL, Kind.SOFT_SKILL, Kind.KNOWLEDGE),
}
"""The kinds of competence that a scheme's profiles ask for; a technical competence is its skill."""
DEFAULTS: dict[str, tuple[Kind, ...]] = {**COUNTED, "competent": (Kind.SKILL,)}
"""The kinds that count where nothing else is said: those that can be essential by themselves."""

# Tuples: the hash of a term is slow, and most are what comes first.
_ESSENTIAL = (
    Predicate.ESSENTIAL_COMPETENCE,
    Predicate.ESSENTIAL_SKILL,
    Predicate.CORE_COMPETENCE,
)
_OPTIONAL = (
    Predicate.OPTIONAL_COMPETENCE,
    Predicate.OPTIONAL_SKILL,
    Predicate.SPECIFIC_COMPETENCE,
    Predicate.SOFT_SKILL,
    Predicate.DIGITAL_SKILL,
)
"""No profile says that a soft or digital skill is essential."""
_MORE = (Predicate.KNOWLEDGE, Predicate.BEHAVIOUR)
"""What a technical competence has beside its skill."""


def counted_kinds(scheme: str, wanted: Collection[Kind] | None = None) -> frozenset[Kind]:
    """The kinds of competence that count: those wanted, or the scheme's own.

    NothingToMatchError where the scheme has no profiles; InvalidQueryError for a kind that none asks for.
    """
    if scheme not in COUNTED:
        known = ", ".join(COUNTED)
        message = f"{scheme} has neither profiles nor occupations to match; these have: {known}"
        raise NothingToMatchError(message)
    if not wanted:
        return frozenset(DEFAULTS[scheme])
    found = {Kind.SKILL if it is Kind.TECHNICAL_COMPETENCE else it for it in wanted}
    for kind in sorted(found.difference(COUNTED[scheme])):
        known = ", ".join(COUNTED[scheme])
        message = f"kinds: {scheme} asks for no competences of the kind {kind}; it does for {known}"
        raise InvalidQueryError(message)
    return frozenset(found)


def same_demand(concept: Concept, by_id: Mapping[str, Concept]) -> list[str]:
    """The ids under which a concept counts: of a technical competence its skills, of a set its members.

    Any other one counts as itself, and so do a technical competence without a skill and an empty set.
    """
    if concept.kind is Kind.COMPETENCE_SET:
        held = [by_id[it] for it in concept.targets(Predicate.MEMBER) if it in by_id]
        members = [it for it in held if it.kind is not Kind.COMPETENCE_SET]
        return [part for it in members for part in same_demand(it, by_id)] or [concept.id]
    if concept.kind is Kind.TECHNICAL_COMPETENCE:
        return [it for it in concept.targets(Predicate.SKILL) if it in by_id] or [concept.id]
    return [concept.id]


class Counted(dict[str, tuple[str, ...]]):
    """Of a competence that a profile links to: the ids under which it counts, of these kinds alone.

    A technical competence counts as its skills, its knowledge and its behaviours; what the release
    does not hold counts as nothing.
    """

    def __init__(self, by_id: Mapping[str, Concept], kinds: Collection[Kind]) -> None:
        super().__init__()
        self._by_id = by_id
        self._kinds = frozenset(kinds)

    def __missing__(self, concept_id: str) -> tuple[str, ...]:
        parts = _parts(self._by_id[concept_id], self._by_id) if concept_id in self._by_id else ()
        found = tuple(it for it in parts if counted_as(self._by_id[it]) in self._kinds)
        self[concept_id] = found
        return found


def asked_for(profile: Concept, counted: Counted) -> dict[str, bool]:
    """Id → whether it is essential, of the competences that a profile asks for.

    What is essential by one way and optional by another is essential.
    """
    found: dict[str, bool] = {}
    for predicate, target, _ in profile.links:
        if predicate in _ESSENTIAL:
            found.update(dict.fromkeys(counted[target], True))
        elif predicate in _OPTIONAL:
            for part in counted[target]:
                found.setdefault(part, False)
    return found


def _parts(competence: Concept, by_id: Mapping[str, Concept]) -> list[str]:
    if competence.kind is not Kind.TECHNICAL_COMPETENCE:
        return [competence.id]
    linked = [target for it in _MORE for target in competence.targets(it) if target in by_id]
    return [*same_demand(competence, by_id), *linked]


def counted_as(competence: Concept) -> Kind:
    """The kind as which a competence counts: a technical competence that has no skill is one."""
    return Kind.SKILL if competence.kind is Kind.TECHNICAL_COMPETENCE else competence.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """The rows of a release: active profiles, columns: competences, both in natural order.

    `essential` is of each entry of `rows`. `near` leads from a column to those directly broader
    (True) or narrower (False).
    """

    profiles: Sequence[Concept]
    competences: Sequence[Concept]
    columns: Mapping[str, int]
    rows: Rows
    essential: NDArray[np.bool_]
    near: Mapping[int, Sequence[tuple[int, bool]]]
    _places: Mapping[str, int]

    def row(self, profile_id: str) -> int:
        """The row of an active profile; KeyError where it is none."""
        return self._places[profile_id]

    @classmethod
    def of(cls, index: ReleaseIndex, kinds: Collection[Kind]) -> Demands:
        """What the active profiles and occupations of a release ask for, of these kinds.

        NothingToMatchError where there are none.
        """
        by_id = index.taxonomy.by_id
        profiles = sorted(
            (it for kind in ASKERS for it in index.listed(kind)), key=lambda it: index.rank(it.id)
        )
        if not profiles:
            message = f"{index.release.name} has neither profiles nor occupations to match"
            raise NothingToMatchError(message)
        counted = Counted(by_id, kinds)
        asked = [asked_for(it, counted) for it in profiles]
        ordered = sorted(_countable(index, kinds), key=index.rank)
        columns = {concept_id: column for column, concept_id in enumerate(ordered)}
        entries = [sorted((columns[it], own[it]) for it in own) for own in asked]
        return cls(
            profiles=tuple(profiles),
            competences=tuple(by_id[it] for it in ordered),
            columns=columns,
            rows=Rows(
                np.array([0, *accumulate(map(len, entries))], np.int64),
                np.array([column for row in entries for column, _ in row], np.int32),
            ),
            essential=np.array([essential for row in entries for _, essential in row], np.bool_),
            near=_near((by_id[it] for it in ordered), columns),
            _places={profile.id: row for row, profile in enumerate(profiles)},
        )


def _countable(index: ReleaseIndex, kinds: Collection[Kind]) -> Iterator[str]:
    """The ids of every competence that may count, asked for or not, also of retired ones."""
    by_id = index.taxonomy.by_id
    for kind in kinds:
        yield from (it.id for it in index.listed(kind, None))
    if Kind.SKILL in kinds:
        for it in index.listed(Kind.TECHNICAL_COMPETENCE, None):
            if same_demand(it, by_id) == [it.id]:
                yield it.id


def _near(
    competences: Iterable[Concept], columns: Mapping[str, int]
) -> Mapping[int, Sequence[tuple[int, bool]]]:
    near: defaultdict[int, dict[tuple[int, bool], None]] = defaultdict(dict)
    for concept in competences:
        here = columns[concept.id]
        for target in concept.targets(Predicate.BROADER):
            above = columns.get(target)
            if above is not None and above != here and concept.status is Status.ACTIVE:
                near[here][above, True] = None
                near[above][here, False] = None
    return {column: tuple(found) for column, found in near.items()}
