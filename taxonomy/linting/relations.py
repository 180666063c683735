"""Lints of relations: what stands in no hierarchy, and occupations that ask for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.hierarchy import Hierarchy
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["in_no_hierarchy", "no_essential_skill"]

_MOST = 0.5
"""The share of a kind that must have a relation before its lack is a flaw."""


def in_no_hierarchy(case: Case) -> Iterator[Flaw]:
    """Active concepts with nothing above and nothing below, of kinds that mostly stand in a hierarchy."""
    hierarchy = Hierarchy.of(case.taxonomy)
    for kind in Kind:
        concepts = [it for it in case.active if it.kind is kind]
        alone = [
            it
            for it in concepts
            if not hierarchy.broader(it.id)
            and (kind is Kind.OCCUPATION or not hierarchy.narrower(it.id))
        ]
        for concept in alone if len(alone) < _MOST * len(concepts) else ():
            message = sentence(
                "%(concept)s (%(kind)s) stands below nothing", concept=name(concept), kind=kind
            )
            yield Flaw(concept, message, Predicate.BROADER.value)


def no_essential_skill(case: Case) -> Iterator[Flaw]:
    """Active occupations without an essential skill, where the release relates them to skills at all."""
    occupations = [it for it in case.active if it.kind is Kind.OCCUPATION]
    idle = [it for it in occupations if not it.targets(Predicate.ESSENTIAL_SKILL)]
    for concept in idle if len(idle) < _MOST * len(occupations) else ():
        message = sentence("%(concept)s asks for no essential skill", concept=name(concept))
        yield Flaw(concept, message, Predicate.ESSENTIAL_SKILL.value)
