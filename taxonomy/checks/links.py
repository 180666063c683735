"""Checks of links: they lead somewhere, fit the kinds on both sides and run in no circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.checks.fitting import fits
from taxonomy.hierarchy import cycles
from taxonomy.sentences import sentence
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
                message = sentence(
                    "%(concept)s links to itself (%(predicate)s)",
                    concept=name(concept),
                    predicate=link.predicate,
                )
                yield Flaw(concept, message, link.predicate.value)


def link_to_nothing(case: Case) -> Iterator[Flaw]:
    """Links to an id that the taxonomy does not hold."""
    known = case.taxonomy.by_id
    for concept in case.taxonomy:
        for link in concept.links:
            if link.target not in known:
                message = sentence(
                    "%(concept)s links to %(target)s (%(predicate)s), which is nothing",
                    concept=name(concept),
                    target=link.target,
                    predicate=link.predicate,
                )
                yield Flaw(concept, message, link.predicate.value)


def link_to_retired(case: Case) -> Iterator[Flaw]:
    """Links from an active concept to a retired one."""
    retired = {it.id: it for it in case.taxonomy if it.status is Status.RETIRED}
    for concept in case.active if retired else ():
        for link in concept.links:
            target = retired.get(link.target)
            if target:
                message = sentence(
                    "%(concept)s links to %(target)s (%(predicate)s), which is retired",
                    concept=name(concept),
                    target=name(target),
                    predicate=link.predicate,
                )
                yield Flaw(concept, message, link.predicate.value)


def predicate_misfit(case: Case) -> Iterator[Flaw]:
    """Links whose predicate does not stand between concepts of these kinds."""
    known = case.taxonomy.by_id
    for concept in case.taxonomy:
        for link in concept.links:
            target = known.get(link.target)
            if target and not fits(concept.kind, link.predicate, target.kind):
                message = sentence(
                    "%(concept)s (%(kind)s) cannot link to %(target)s (%(kind2)s) by %(predicate)s",
                    concept=name(concept),
                    kind=concept.kind,
                    target=name(target),
                    kind2=target.kind,
                    predicate=link.predicate,
                )
                yield Flaw(concept, message, link.predicate.value)


def broader_cycle(case: Case) -> Iterator[Flaw]:
    """Circles of broader concepts, each once, named from its smallest id."""
    known = case.taxonomy.by_id
    broader = {it.id: it.targets(Predicate.BROADER) for it in case.taxonomy}
    for circle in cycles(broader):
        names = " → ".join(name(known[it]) for it in (*circle, circle[0]))
        message = sentence("broader runs in a circle: %(names)s", names=names)
        yield Flaw(known[circle[0]], message, "broader")


def not_one_skill(case: Case) -> Iterator[Flaw]:
    """Active technical competences with no skill, or with several: the skill gives the title."""
    for concept in case.active:
        if concept.kind is Kind.TECHNICAL_COMPETENCE:
            count = len(concept.targets(Predicate.SKILL))
            if count != 1:
                message = sentence(
                    "%(concept)s has %(count)s skills; exactly one",
                    concept=name(concept),
                    count=count,
                )
                yield Flaw(concept, message, "skill")


def essential_and_optional(case: Case) -> Iterator[Flaw]:
    """Competences that an active concept asks for as essential and as optional at once."""
    known = case.taxonomy.by_id
    for concept in case.active:
        for essential, optional in _STRENGTHS:
            both = set(concept.targets(essential)).intersection(concept.targets(optional))
            for target in sorted(both):
                what = name(known[target]) if target in known else target
                message = sentence(
                    "%(competence)s is both essential and optional for %(concept)s",
                    competence=what,
                    concept=name(concept),
                )
                yield Flaw(concept, message, essential.value)
