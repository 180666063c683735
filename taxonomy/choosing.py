"""What a reviewer chooses for one concept among its candidates, and what that makes of its mappings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.mapping import NO_TERM_FOUND, Mapping
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Justification, MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.deciding import Review

__all__ = ["MOST_CHOICES", "OPEN_STATES", "Chosen", "Pick", "Verdict", "chosen", "complaints"]

LONGEST_REASON = 4_000
MOST_CHOICES = 50
"""So many concepts one is mapped to at most by one decision; the widest of today has 46."""
OPEN_STATES = frozenset({MappingState.SUGGESTED, MappingState.STALE})
"""The states of a mapping that somebody has to judge."""


class Pick(NamedTuple):
    """A concept that the subject is mapped to, and how."""

    object_id: str
    predicate: MappingPredicate


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is chosen: these concepts; where there are none, that nothing fits."""

    picks: tuple[Pick, ...] = ()
    reason: str = ""

    @property
    def what(self) -> frozenset[Pick]:
        """What two reviewers have to be of one mind about: their words are their own."""
        return frozenset(self.picks)


class Chosen(NamedTuple):
    """What becomes of the subject's mappings: those that are otherwise now, and those that are new."""

    moved: tuple[Mapping, ...]
    made: tuple[Mapping, ...]


def complaints(verdict: Verdict) -> Iterator[str]:
    """Why nobody can decide this; nothing where it can be decided."""
    ids = [it.object_id for it in verdict.picks]
    if len(ids) > MOST_CHOICES:
        yield sentence(
            "%(count)d concepts are chosen, and one may be mapped to %(most)s at once",
            count=len(ids),
            most=MOST_CHOICES,
        )
    if len(set(ids)) < len(ids):
        yield sentence("a concept is chosen twice: it is mapped in one way only")
    if NO_TERM_FOUND in ids:
        yield sentence("that nothing fits is said by choosing nothing")
    if len(verdict.reason) > LONGEST_REASON:
        yield sentence(
            "the reason has %(count)s characters, and may have %(most)s",
            count=len(verdict.reason),
            most=LONGEST_REASON,
        )


def chosen(verdict: Verdict, subject_id: str, held: Sequence[Mapping], review: Review) -> Chosen:
    """What the verdict makes of the mappings that the subject has: every open one is judged by it.

    What is accepted stays, but for the same concept mapped otherwise, and for the word that nothing
    fits, which is said where nothing else holds. Revisions are left to whoever knows the releases.
    """
    known = {(it.object_id, it.predicate): it for it in held}
    wanted = {(it.object_id, it.predicate) for it in verdict.picks}
    objects = {it.object_id for it in verdict.picks}
    kept = [it for it in held if _stays(it, objects)]
    if not wanted and not kept:
        wanted = {(NO_TERM_FOUND, MappingPredicate.EXACT)}
    stays = {(it.object_id, it.predicate) for it in kept}
    moved = []
    for key, it in known.items():
        if key in wanted:
            moved.append(_judged(it, MappingState.ACCEPTED, review))
        elif it.state is not MappingState.REJECTED and key not in stays:
            moved.append(_judged(it, MappingState.REJECTED, review))
    made = [
        Mapping(
            subject_id=subject_id,
            predicate=predicate,
            object_id=object_id,
            justification=Justification.MANUAL,
            author=review.author,
            reviewer=review.reviewer,
            mapping_date=review.day,
            review_date=review.day,
        )
        for object_id, predicate in sorted(wanted - known.keys())
    ]
    return Chosen(tuple(moved), tuple(made))


def _stays(mapping: Mapping, objects: set[str]) -> bool:
    """Whether an accepted mapping holds beside what is chosen: it is of another concept."""
    accepted = mapping.state is MappingState.ACCEPTED
    return accepted and not mapping.finds_nothing and mapping.object_id not in objects


def _judged(mapping: Mapping, state: MappingState, review: Review) -> Mapping:
    return replace(
        mapping, state=state, reviewer=review.reviewer, review_date=review.day, reasons=()
    )
