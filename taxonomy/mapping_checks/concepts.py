"""Checks of what is mapped: it is there, active, of a fitting kind; and how much of a kind is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.mapping_checks.case import MappingFlaw
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, MappingPredicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.mapping import Mapping
    from taxonomy.mapping_checks.case import MappingCase

__all__ = ["coverage", "kind_misfit", "to_retired", "to_unknown"]

_WORK = frozenset({Kind.PROFILE, Kind.OCCUPATION, Kind.ISCO_GROUP})
_ABILITY = frozenset(
    {
        *(Kind.TECHNICAL_COMPETENCE, Kind.SKILL, Kind.KNOWLEDGE, Kind.BEHAVIOUR),
        *(Kind.SOFT_SKILL, Kind.DIGITAL_SKILL, Kind.COMPETENCE_SET, Kind.SKILL_GROUP),
        *(Kind.COMPETENCE_AREA, Kind.DIGITAL_COMPETENCE),
        *(Kind.COMPETENCE_STATEMENT, Kind.LEARNING_OUTCOME),
    }
)
_CLOSEST_FIRST = {predicate: place for place, predicate in enumerate(MappingPredicate)}


def to_unknown(case: MappingCase) -> Iterator[MappingFlaw]:
    """Mapped ids that the release does not hold."""
    for end, index in case.held():
        for concept_id, mappings in end.by_id.items():
            if concept_id not in index.taxonomy.by_id:
                message = sentence(
                    "%(release)s holds no %(concept)s (mappings: %(count)d)",
                    release=index.release.name,
                    concept=concept_id,
                    count=len(mappings),
                )
                yield MappingFlaw(message, concept_id, end.name)


def to_retired(case: MappingCase) -> Iterator[MappingFlaw]:
    """Mapped concepts that the release holds as retired."""
    for end, index in case.held():
        for concept_id, mappings in end.by_id.items():
            concept = index.taxonomy.by_id.get(concept_id)
            if concept and concept.status is Status.RETIRED:
                name = end.called(concept_id)
                message = sentence(
                    "%(concept)s is retired in %(release)s (mappings: %(count)d)",
                    concept=name,
                    release=index.release.name,
                    count=len(mappings),
                )
                yield MappingFlaw(message, concept_id, end.name)


def kind_misfit(case: MappingCase) -> Iterator[MappingFlaw]:
    """Mappings between what somebody is, such as an occupation, and what somebody can."""
    if case.subjects is None or case.objects is None:
        return
    subjects, objects = case.subjects.taxonomy.by_id, case.objects.taxonomy.by_id
    for it in case.accepted:
        one, other = subjects.get(it.subject_id), objects.get(it.object_id)
        if one and other and _differ(one.kind, other.kind):
            names = case.subject.called(one.id), case.object.called(other.id)
            message = sentence(
                "%(one)s (%(kind)s) is matched to %(other)s (%(kind2)s)",
                one=names[0],
                kind=one.kind,
                other=names[1],
                kind2=other.kind,
            )
            yield MappingFlaw(message, one.id, it.predicate.value)


def _differ(one: Kind, other: Kind) -> bool:
    return (one in _WORK and other in _ABILITY) or (one in _ABILITY and other in _WORK)


def coverage(case: MappingCase) -> Iterator[MappingFlaw]:
    """How many active concepts of each kind that is mapped have a mapping, by their closest predicate."""
    for end, index in case.held():
        known = index.taxonomy.by_id
        for kind in sorted({known[it].kind for it in end.by_id if it in known}):
            active = index.listed(kind)
            best = Counter(_closest(end.by_id[it.id]) for it in active if it.id in end.by_id)
            told = tuple(
                sentence("%(count)d %(predicate)s", count=best[it], predicate=it)
                for it in MappingPredicate
                if best[it]
            )
            message = sentence(
                "%(total)d of %(count)d concepts (%(kind)s) are mapped, at best by: %(told)s",
                total=best.total(),
                count=len(active),
                kind=kind,
                told=told or sentence("nothing"),
            )
            yield MappingFlaw(message, field=f"{end.name}.{kind}")


def _closest(mappings: Sequence[Mapping]) -> MappingPredicate:
    return min((it.predicate for it in mappings), key=_CLOSEST_FIRST.__getitem__)
