"""What speaks for a digital skill: competences of a profile that lead to ESCO's digital skills."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.assigning.columns import COLLECTIONS
from taxonomy.matching.demands import asked_for
from taxonomy.vocabulary import Kind, MappingPredicate, MappingState, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.assigning.columns import Column, Covered
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping as ConceptMapping
    from taxonomy.mapping import MappingSet
    from taxonomy.matching.demands import Counted
    from taxonomy.model import Concept

__all__ = ["KINDS", "Evidence", "Found", "Reason"]

KINDS = (Kind.SKILL, Kind.KNOWLEDGE)
"""The competences of a profile that are looked at."""


_NOTHING: Sequence[tuple[str, Covered | None]] = (("", None),)


class Reason(NamedTuple):
    """A competence of a profile, the digital skill of ESCO that it is mapped to, and what covers that.

    `covered` is that digital skill itself or one that is broader; None where no digital skill of ours
    covers it. `essential` says how the profile asks for the competence.
    """

    competence: Concept
    essential: bool
    mapping: ConceptMapping
    digital: Concept
    covered: Covered | None


class Found(NamedTuple):
    """Id of a digital skill → what speaks for it, best first; and what is digital but leads to none."""

    reasons: Mapping[str, Sequence[Reason]]
    others: Sequence[Reason]

    def number(self, skill_id: str) -> int:
        """How many competences of the profile speak for it."""
        return len({it.competence.id for it in self.reasons.get(skill_id, ())})


class _Reached(NamedTuple):
    mapping: ConceptMapping
    digital: Concept
    skill_id: str
    covered: Covered | None


class Evidence:
    """Finds what speaks for the digital skills of a profile, in a few look-ups for each competence."""

    def __init__(
        self,
        columns: Sequence[Column],
        esco: ReleaseIndex | None,
        mappings: MappingSet | None,
    ) -> None:
        """`mappings` lead to `esco`: where either is None, nothing speaks for anything."""
        self._reached = _reached(columns, esco, mappings) if esco and mappings else {}

    def of(self, profile: Concept, counted: Counted, known: Mapping[str, Concept]) -> Found:
        """What speaks for each digital skill; `known` holds competences by id, `counted` says as what they count."""
        reasons: defaultdict[str, list[Reason]] = defaultdict(list)
        others: list[Reason] = []
        for concept_id, essential in asked_for(profile, counted).items():
            for it in self._reached.get(concept_id, ()):
                reason = Reason(known[concept_id], essential, it.mapping, it.digital, it.covered)
                (reasons[it.skill_id] if it.skill_id else others).append(reason)
        return Found({key: _ordered(it) for key, it in reasons.items()}, _ordered(others))


def _reached(
    columns: Sequence[Column], esco: ReleaseIndex, mappings: MappingSet
) -> Mapping[str, Sequence[_Reached]]:
    """Id of a competence → the digital skills of ESCO that it is mapped to, and which of ours cover these."""
    covering = _covering(columns, esco)
    found: defaultdict[str, list[_Reached]] = defaultdict(list)
    for it in mappings:
        digital = esco.taxonomy.by_id.get(it.object_id)
        if digital is None or not _counts(it, digital):
            continue
        pairs = covering.get(digital.id, _NOTHING)
        found[it.subject_id] += [_Reached(it, digital, *pair) for pair in pairs]
    return found


def _counts(mapping: ConceptMapping, digital: Concept) -> bool:
    """Whether somebody accepted it, and it says more than that the two have to do with each other."""
    return (
        mapping.state is MappingState.ACCEPTED
        and mapping.predicate is not MappingPredicate.RELATED
        and digital.status is Status.ACTIVE
        and any(it in digital.collections for it in COLLECTIONS)
    )


def _covering(
    columns: Sequence[Column], esco: ReleaseIndex
) -> Mapping[str, Sequence[tuple[str, Covered | None]]]:
    """Id in ESCO → the digital skills of ours that cover it or something broader."""
    found: defaultdict[str, list[tuple[str, Covered | None]]] = defaultdict(list)
    for column in columns:
        seen: set[str] = set()
        for covered in column.covered:
            for concept_id in _narrower(covered.concept.id, esco):
                if concept_id not in seen:
                    seen.add(concept_id)
                    found[concept_id].append((column.skill.id, covered))
    return found


def _narrower(concept_id: str, esco: ReleaseIndex) -> Iterable[str]:
    """The concept and all that is narrower, each once: what is linked in a circle too."""
    seen, waiting = {concept_id}, [concept_id]
    while waiting:
        for usage in esco.linked_to(waiting.pop(), Predicate.BROADER):
            if usage.subject.id not in seen:
                seen.add(usage.subject.id)
                waiting.append(usage.subject.id)
    return seen


def _ordered(reasons: Iterable[Reason]) -> list[Reason]:
    """Essential competences first, then the closest mappings."""
    return sorted(reasons, key=lambda it: (not it.essential, it.mapping.order[1], it.mapping.order))
