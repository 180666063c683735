"""Checks of links: they lead somewhere, fit the kinds on both sides and run in no circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.checks.fitting import fits
from taxonomy.hierarchy import cycles
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "broader_cycle",
    "essential_and_optional",
    "link_to_nothing",
    "link_to_retired",
    "not_one_skill",
    "predicate_misfit",
    "self_link",
]

_STRENGTHS = (
    (Predicate.ESSENTIAL_COMPETENCE, Predicate.OPTIONAL_COMPETENCE),
    (Predicate.ESSENTIAL_SKILL, Predicate.OPTIONAL_SKILL),
)


def self_link(case: Case) -> Iterator[Flaw]:
    """Concepts that link to themselves."""
    for concept in case.taxonomy:
        for link in concept.links:
            if link.target == concept.id:
                message = f"{name(concept)} links to itself ({link.predicate})"
                yield Flaw(concept, message, link.predicate.value)


def link_to_nothing(case: Case) -> Iterator[Flaw]:
    """Links to an id that the taxonomy does not hold."""
    known = case.taxonomy.by_id
    for concept in case.taxonomy:
        for link in concept.links:
            if link.target not in known:
                message = (
                    f"{name(concept)} links to {link.target} ({link.predicate}), which is nothing"
                )
                yield Flaw(concept, message, link.predicate.value)


def link_to_retired(case: Case) -> Iterator[Flaw]:
    """Links from an active concept to a retired one."""
    retired = {it.id: it for it in case.taxonomy if it.status is Status.RETIRED}
    for concept in case.active if retired else ():
        for link in concept.links:
            target = retired.get(link.target)
            if target:
                message = (
                    f"{name(concept)} links to {name(target)} ({link.predicate}), which is retired"
                )
                yield Flaw(concept, message, link.predicate.value)


def predicate_misfit(case: Case) -> Iterator[Flaw]:
    """Links whose predicate does not stand between concepts of these kinds."""
    known = case.taxonomy.by_id
    for concept in case.taxonomy:
        for link in concept.links:
            target = known.get(link.target)
            if target and not fits(concept.kind, link.predicate, target.kind):
                message = (
                    f"{name(concept)} ({concept.kind}) cannot link to {name(target)} "
                    f"({target.kind}) by {link.predicate}"
                )
                yield Flaw(concept, message, link.predicate.value)


def broader_cycle(case: Case) -> Iterator[Flaw]:
    """Circles of broader concepts, each once, named from its smallest id."""
    known = case.taxonomy.by_id
    broader = {it.id: it.targets(Predicate.BROADER) for it in case.taxonomy}
    for circle in cycles(broader):
        names = " → ".join(name(known[it]) for it in (*circle, circle[0]))
        yield Flaw(known[circle[0]], f"broader runs in a circle: {names}", "broader")


def not_one_skill(case: Case) -> Iterator[Flaw]:
    """Active technical competences with no skill, or with several: the skill gives the title."""
    for concept in case.active:
        if concept.kind is Kind.TECHNICAL_COMPETENCE:
            count = len(concept.targets(Predicate.SKILL))
            if count != 1:
                yield Flaw(concept, f"{name(concept)} has {count} skills; exactly one", "skill")


def essential_and_optional(case: Case) -> Iterator[Flaw]:
    """Competences that an active concept asks for as essential and as optional at once."""
    known = case.taxonomy.by_id
    for concept in case.active:
        for essential, optional in _STRENGTHS:
            both = set(concept.targets(essential)).intersection(concept.targets(optional))
            for target in sorted(both):
                what = name(known[target]) if target in known else target
                message = f"{what} is both essential and optional for {name(concept)}"
                yield Flaw(concept, message, essential.value)
