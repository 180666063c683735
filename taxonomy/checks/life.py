"""Checks of coming and going: nothing vanishes, every retirement has a reason and an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.hierarchy import cycles
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "active_with_successor",
    "concept_dropped",
    "retired_without_reason",
    "successor_cycle",
    "successor_itself",
    "successor_missing",
]


def concept_dropped(case: Case) -> Iterator[Flaw]:
    """Concepts of the previous release that are not there any more, not even retired."""
    known = case.taxonomy.by_id
    for concept in case.previous or ():
        if concept.id not in known:
            message = sentence(
                "%(concept)s is missing: carry it on as retired (importing the release again does)",
                concept=name(concept),
            )
            yield Flaw(concept, message, "status")


def retired_without_reason(case: Case) -> Iterator[Flaw]:
    """Retired concepts that do not say why; *unknown* is a reason too."""
    for concept in case.taxonomy:
        if concept.status is Status.RETIRED and concept.retirement is None:
            message = sentence("%(concept)s is retired without a reason", concept=name(concept))
            yield Flaw(concept, message, "retirement")


def active_with_successor(case: Case) -> Iterator[Flaw]:
    """Active concepts that name successors or a reason for retirement."""
    for concept in case.active:
        if concept.replaced_by or concept.retirement:
            message = sentence(
                "%(concept)s is active, yet says how it was retired", concept=name(concept)
            )
            yield Flaw(concept, message, "replaced_by")


def successor_missing(case: Case) -> Iterator[Flaw]:
    """Successors that the taxonomy does not hold."""
    known = case.taxonomy.by_id
    for concept in case.taxonomy:
        for target in concept.replaced_by:
            if target not in known:
                message = sentence(
                    "%(concept)s is replaced by %(target)s, which is nothing",
                    concept=name(concept),
                    target=target,
                )
                yield Flaw(concept, message, "replaced_by")


def successor_itself(case: Case) -> Iterator[Flaw]:
    """Concepts that are replaced by themselves."""
    for concept in case.taxonomy:
        if concept.id in concept.replaced_by:
            message = sentence("%(concept)s is replaced by itself", concept=name(concept))
            yield Flaw(concept, message, "replaced_by")


def successor_cycle(case: Case) -> Iterator[Flaw]:
    """Circles of successors, each once, named from its smallest id."""
    known = case.taxonomy.by_id
    for circle in cycles({it.id: it.replaced_by for it in case.taxonomy if it.replaced_by}):
        names = " → ".join(name(known[it]) for it in (*circle, circle[0]))
        message = sentence("successors run in a circle: %(names)s", names=names)
        yield Flaw(known[circle[0]], message, "replaced_by")
