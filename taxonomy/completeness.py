"""What concepts still lack beyond their names: texts, codes and links that readers of a kind expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.model import Concept

__all__ = ["GAPS", "Gap", "Lacking", "lacking"]

_LANGUAGES = ("nl", "fr")
"""In which a text has to be there: the languages in which everything of Competent is told."""
_SETS = frozenset({Predicate.COMPETENCE_SET})
_COMPETENCES = frozenset({Predicate.ESSENTIAL_COMPETENCE, Predicate.OPTIONAL_COMPETENCE})

_Used = frozenset[tuple[Predicate, str]]
_Lacks = Callable[["Concept", _Used], bool]


class Gap(NamedTuple):
    """Something that concepts of a kind may lack, under its stable code."""

    code: str
    kind: Kind
    lacks: _Lacks


class Lacking(NamedTuple):
    """The gap, how many active concepts of its kind there are, and the ids of those that have it."""

    gap: Gap
    total: int
    concepts: Sequence[str]


def _without_note(note: NoteType, lang: str) -> _Lacks:
    return lambda concept, _: not any((it.type, it.lang) == (note, lang) for it in concept.notes)


def _without_name(lang: str) -> _Lacks:
    return lambda concept, _: (
        not any((it.type, it.lang) == (LabelType.PREFERRED, lang) for it in concept.labels)
    )


def _without_link(*predicates: Predicate) -> _Lacks:
    return lambda concept, _: not any(it.predicate in predicates for it in concept.links)


def _without_code(system: str) -> _Lacks:
    return lambda concept, _: not any(it.system == system for it in concept.notations)


def _unused(*predicates: Predicate) -> _Lacks:
    return lambda concept, used: not any((it, concept.id) in used for it in predicates)


def _without_framework(concept: Concept, _: _Used) -> bool:
    return concept.framework is None


GAPS: tuple[Gap, ...] = (
    *(
        Gap(f"description-{it}", Kind.PROFILE, _without_note(NoteType.DESCRIPTION, it))
        for it in _LANGUAGES
    ),
    *(
        Gap(f"working-context-{it}", Kind.PROFILE, _without_note(NoteType.WORKING_CONTEXT, it))
        for it in _LANGUAGES
    ),
    Gap("isco", Kind.PROFILE, _without_code("isco-08")),
    Gap("competences", Kind.PROFILE, _without_link(*_COMPETENCES)),
    Gap("essential-competences", Kind.PROFILE, _without_link(Predicate.ESSENTIAL_COMPETENCE)),
    Gap("sets", Kind.PROFILE, _without_link(*_SETS)),
    Gap("soft-skills", Kind.PROFILE, _without_link(Predicate.SOFT_SKILL)),
    Gap("digital-skills", Kind.PROFILE, _without_link(Predicate.DIGITAL_SKILL)),
    Gap("sectors", Kind.PROFILE, _without_link(Predicate.SECTOR)),
    Gap("knowledge", Kind.TECHNICAL_COMPETENCE, _without_link(Predicate.KNOWLEDGE)),
    Gap("behaviour", Kind.TECHNICAL_COMPETENCE, _without_link(Predicate.BEHAVIOUR)),
    Gap("used", Kind.TECHNICAL_COMPETENCE, _unused(*_COMPETENCES)),
    Gap("used", Kind.SKILL, _unused(Predicate.SKILL, Predicate.MEMBER, *_COMPETENCES)),
    *(Gap(f"name-{it}", Kind.COMPETENCE_SET, _without_name(it)) for it in _LANGUAGES),
    Gap("members", Kind.COMPETENCE_SET, _without_link(Predicate.MEMBER)),
    Gap("used", Kind.COMPETENCE_SET, _unused(*_SETS)),
    Gap("framework", Kind.DIGITAL_SKILL, _without_framework),
)
"""Every gap that is looked for, in the order in which it is told."""


def lacking(concepts: Iterable[Concept]) -> list[Lacking]:
    """Of every gap the active concepts that have it, in the order of `GAPS`; none is left out."""
    active = [it for it in concepts if it.status is Status.ACTIVE]
    used = frozenset((link.predicate, link.target) for it in active for link in it.links)
    of_kind: dict[Kind, list[Concept]] = {it.kind: [] for it in GAPS}
    for concept in active:
        if concept.kind in of_kind:
            of_kind[concept.kind].append(concept)
    return [
        Lacking(
            gap, len(of_kind[gap.kind]), [it.id for it in of_kind[gap.kind] if gap.lacks(it, used)]
        )
        for gap in GAPS
    ]
