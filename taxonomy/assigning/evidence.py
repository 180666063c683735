"""What speaks for a digital skill: what of a profile leads to ESCO's digital skills."""

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


_NEAR = (MappingPredicate.EXACT, MappingPredicate.CLOSE)
"""What an occupation asks for says little of a profile that is broader or narrower than it."""
_SKILLS = {Predicate.ESSENTIAL_SKILL: True, Predicate.OPTIONAL_SKILL: False}
_NOTHING: Sequence[tuple[str, Covered | None]] = (("", None),)


class Reason(NamedTuple):
    """A competence of a profile, the digital skill of ESCO that it is mapped to, and what covers that.

    `covered` is that digital skill itself or one that is broader; None where no digital skill of ours
    covers it. `essential` says how the profile asks for the competence. Where `occupation` is there,
    the profile itself is mapped to that occupation of ESCO, which asks for the digital skill.
    """

    competence: Concept
    essential: bool
    mapping: ConceptMapping
    digital: Concept
    covered: Covered | None
    occupation: Concept | None = None


class Found(NamedTuple):
    """Id of a digital skill → what speaks for it, best first; and what is digital but leads to none."""

    reasons: Mapping[str, Sequence[Reason]]
    others: Sequence[Reason]

    def number(self, skill_id: str) -> int:
        """How many competences of the profile speak for it."""
        own = (it for it in self.reasons.get(skill_id, ()) if it.occupation is None)
        return len({it.competence.id for it in own})

    def asked(self, skill_id: str) -> int:
        """How many skills speak for it that occupations of ESCO ask for, and no competence leads to."""
        theirs = (it for it in self.reasons.get(skill_id, ()) if it.occupation)
        return len({it.digital.id for it in theirs})


class _Reached(NamedTuple):
    mapping: ConceptMapping
    digital: Concept
    skill_id: str
    covered: Covered | None


class _Asked(NamedTuple):
    """A digital skill of ESCO that an occupation asks for, and what of ours covers it."""

    mapping: ConceptMapping
    occupation: Concept
    essential: bool
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
        known = (columns, esco, mappings) if esco and mappings else None
        self._reached = _reached(*known) if known else {}
        self._asked = _asked_by_occupations(*known) if known else {}

    def of(self, profile: Concept, counted: Counted, known: Mapping[str, Concept]) -> Found:
        """What speaks for each digital skill; `known` holds competences by id, `counted` says as what they count."""
        reasons: defaultdict[str, list[Reason]] = defaultdict(list)
        others: list[Reason] = []
        for concept_id, essential in asked_for(profile, counted).items():
            for it in self._reached.get(concept_id, ()):
                reason = Reason(known[concept_id], essential, it.mapping, it.digital, it.covered)
                (reasons[it.skill_id] if it.skill_id else others).append(reason)
        held = {it.digital.id for told in reasons.values() for it in told}
        for one in self._asked.get(profile.id, ()):
            if one.digital.id not in held:
                told = (one.essential, one.mapping, one.digital, one.covered, one.occupation)
                reasons[one.skill_id].append(Reason(profile, *told))
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


def _asked_by_occupations(
    columns: Sequence[Column], esco: ReleaseIndex, mappings: MappingSet
) -> Mapping[str, Sequence[_Asked]]:
    """Id of a profile → the digital skills that its occupations of ESCO ask for, where ours cover them."""
    covering, concepts = _covering(columns, esco), esco.taxonomy.by_id
    found: defaultdict[str, list[_Asked]] = defaultdict(list)
    for it in mappings:
        occupation = concepts.get(it.object_id)
        if occupation is None or occupation.kind is not Kind.OCCUPATION or not _is_near(it):
            continue
        for link in occupation.links:
            digital = concepts.get(link.target)
            if link.predicate in _SKILLS and digital and _is_digital(digital):
                found[it.subject_id] += [
                    _Asked(it, occupation, _SKILLS[link.predicate], digital, *pair)
                    for pair in covering.get(digital.id, ())
                ]
    return found


def _is_near(mapping: ConceptMapping) -> bool:
    return mapping.state is MappingState.ACCEPTED and mapping.predicate in _NEAR


def _is_digital(skill: Concept) -> bool:
    return skill.status is Status.ACTIVE and any(it in skill.collections for it in COLLECTIONS)


def _counts(mapping: ConceptMapping, digital: Concept) -> bool:
    """Whether somebody accepted it, and it says more than that the two have to do with each other."""
    return (
        mapping.state is MappingState.ACCEPTED
        and mapping.predicate is not MappingPredicate.RELATED
        and _is_digital(digital)
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
    """Competences before occupations, essential ones first, then the closest mappings."""
    return sorted(
        reasons,
        key=lambda it: (
            it.occupation is not None,
            not it.essential,
            it.mapping.order[1],
            it.mapping.order,
            it.digital.id,
        ),
    )
