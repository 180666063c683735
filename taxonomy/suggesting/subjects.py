"""Concepts of a release as subjects, and what people accepted as evidence for their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.suggesting.values import Accepted, Name, Subject
from taxonomy.vocabulary import Kind, LabelType, MappingState, Predicate

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import MappingSet
    from taxonomy.model import Concept

__all__ = ["accepted_of", "subject_of"]

ISCO = "isco-08"
_WORK = frozenset({Kind.PROFILE, Kind.OCCUPATION, Kind.APPELLATION})
_OF_WORK = frozenset({Kind.OCCUPATION, Kind.ISCO_GROUP})
_OF_OTHERS = frozenset({Kind.SKILL, Kind.KNOWLEDGE})


def subject_of(concept: Concept, index: ReleaseIndex) -> Subject:
    """The concept with all that a suggester looks at; names of work are looked for among occupations."""
    broader = concept.targets(Predicate.BROADER)
    return Subject(
        id=concept.id,
        names=tuple(
            Name(it.lang, it.text, preferred=it.type is LabelType.PREFERRED)
            for it in index.labels(concept)
            if it.type is not LabelType.HIDDEN
        ),
        kinds=_OF_WORK if concept.kind in _WORK else _OF_OTHERS,
        isco=tuple(it.value for it in concept.notations if it.system == ISCO),
        broader=tuple(broader),
        linked=tuple(it.target for it in concept.links if it.target not in broader),
    )


def accepted_of(held: MappingSet) -> list[Accepted]:
    """The accepted mappings of a set, those that found nothing left out."""
    return [
        Accepted(it.subject_id, it.predicate.value, it.object_id)
        for it in held
        if it.state is MappingState.ACCEPTED and not it.finds_nothing
    ]
