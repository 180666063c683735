"""Builders of values for tests: a test reads as the picture of its taxonomy."""

from __future__ import annotations

from typing import Any

from taxonomy.mapping import Mapping, MappingSet, Side
from taxonomy.model import Concept, Label, Link, Note, Taxonomy
from taxonomy.vocabulary import (
    Kind,
    LabelType,
    MappingPredicate,
    NoteType,
    Predicate,
    RetirementReason,
    Status,
)

__all__ = [
    "alternative",
    "concept",
    "description",
    "link",
    "mapping",
    "mapping_set",
    "retired",
    "taxonomy",
]


def concept(
    id: str,
    kind: Kind = Kind.PROFILE,
    *parts: Label | Link | Note,
    scheme: str = "competent",
    notation: str = "",
    **labels: str,
) -> Concept:
    """`concept("u1", Kind.SKILL, link("broader", "u0"), nl="Zagen", fr="Scier")`."""
    preferred = [Label(lang, LabelType.PREFERRED, text) for lang, text in labels.items()]
    return Concept(
        scheme=scheme,
        id=id,
        kind=kind,
        notation=notation or id.upper(),
        labels=tuple(preferred + [it for it in parts if isinstance(it, Label)]),
        links=tuple(it for it in parts if isinstance(it, Link)),
        notes=tuple(it for it in parts if isinstance(it, Note)),
    )


def alternative(lang: str, text: str) -> Label:
    return Label(lang, LabelType.ALTERNATIVE, text)


def description(lang: str, text: str) -> Note:
    return Note(lang, NoteType.DESCRIPTION, text)


def link(predicate: str, target: str) -> Link:
    return Link(Predicate(predicate), target)


def retired(
    id: str,
    kind: Kind = Kind.PROFILE,
    *,
    replaced_by: tuple[str, ...] = (),
    reason: RetirementReason = RetirementReason.UNKNOWN,
    **labels: str,
) -> Concept:
    active = concept(id, kind, **labels)
    return Concept(
        scheme=active.scheme,
        id=id,
        kind=kind,
        notation=active.notation,
        labels=active.labels,
        status=Status.RETIRED,
        retirement=reason,
        replaced_by=replaced_by,
    )


def taxonomy(*concepts: Concept) -> Taxonomy:
    return Taxonomy.of(concepts[0].scheme if concepts else "competent", concepts)


def mapping(subject: str, predicate: str, object_: str, **parts: Any) -> Mapping:
    """`mapping("op-10", "narrow", "http://…")`, and any other part by its name."""
    return Mapping(
        subject_id=subject,
        predicate=MappingPredicate(f"skos:{predicate}Match"),
        object_id=object_,
        **parts,
    )


def mapping_set(
    *mappings: Mapping, subject: str = "competent/3.8", object_: str = "esco/1.0.3"
) -> MappingSet:
    return MappingSet.of(Side(*subject.split("/")), Side(*object_.split("/")), mappings)
