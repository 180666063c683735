"""What may be decided of an item of a worklist, and what a decision makes of its mappings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.currency import End, ItemKind
from taxonomy.mapping import Mapping
from taxonomy.sentences import Value, sentence
from taxonomy.vocabulary import Justification, MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

__all__ = [
    "VERBS",
    "Choice",
    "Decision",
    "Outcome",
    "Review",
    "Target",
    "Verb",
    "complaints",
    "outcome",
]

LONGEST_REASON = 4_000


class Verb(StrEnum):
    """What is decided: of mappings, or of a concept that is new."""

    KEEP = "keep"
    REMAP = "remap"
    REJECT = "reject"
    MAP = "map"
    ADOPT = "adopt"
    DISMISS = "dismiss"


VERBS: dict[ItemKind, tuple[Verb, ...]] = {
    ItemKind.GONE: (Verb.REMAP, Verb.REJECT),
    ItemKind.SPLIT: (Verb.REMAP, Verb.REJECT),
    ItemKind.MEANING: (Verb.KEEP, Verb.REMAP, Verb.REJECT),
    ItemKind.LABEL: (Verb.KEEP, Verb.REMAP, Verb.REJECT),
    ItemKind.NEW: (Verb.MAP, Verb.ADOPT, Verb.DISMISS),
    ItemKind.LINKED: (Verb.ADOPT, Verb.DISMISS),
    ItemKind.OTHER: (Verb.KEEP, Verb.REMAP, Verb.REJECT),
}
"""Kind of item → what may be decided of it; a mapping to a concept that is gone is never kept."""

_OF_MAPPINGS = frozenset({Verb.KEEP, Verb.REMAP, Verb.REJECT})
_WITH_TARGETS = frozenset({Verb.REMAP, Verb.MAP})
_WITH_REASON = frozenset({Verb.REJECT, Verb.DISMISS})


class Target(NamedTuple):
    """A concept to map to, and how; without a predicate a remapped mapping keeps its own."""

    concept_id: str
    predicate: MappingPredicate | None = None


class Choice(NamedTuple):
    """What is decided of one mapping of an item, where it is not what is decided of the others."""

    mapping_id: str
    verb: Verb
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided of an item. `targets` stand at the end of its concept, for `map` at the other."""

    verb: Verb
    reason: str = ""
    targets: tuple[Target, ...] = ()
    choices: tuple[Choice, ...] = ()

    @property
    def verbs(self) -> frozenset[Verb]:
        """All that is decided, of any of the mappings."""
        return frozenset({self.verb, *(it.verb for it in self.choices)})


class Review(NamedTuple):
    """Who decides, when, and who proposed it."""

    reviewer: str
    day: date
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of mappings: those that move (id, as it is now), and those that are made."""

    moved: tuple[tuple[str, Mapping], ...] = ()
    made: tuple[Mapping, ...] = ()


def complaints(decision: Decision, kind: ItemKind, mappings: Sequence[str]) -> Iterator[str]:
    """Why the decision does not fit an item of this kind with these mappings; nothing where it does."""
    verbs = VERBS[kind]
    for verb in sorted(decision.verbs.difference(verbs)):
        yield sentence(
            "%(verb)s does not fit %(item)s: %(verb2)s do", verb=verb, item=kind, verb2=tuple(verbs)
        )
    if decision.verbs & _WITH_REASON and not decision.reason:
        needing: Value = ""
        for verb in sorted(decision.verbs & _WITH_REASON):
            needing = (
                sentence("%(verb)s and %(verb2)s", verb=needing, verb2=verb) if needing else verb
            )
        yield sentence("%(verb)s needs a reason", verb=needing)
    if len(decision.reason) > LONGEST_REASON:
        yield sentence(
            "the reason has %(count)s characters, and may have %(most)s",
            count=len(decision.reason),
            most=LONGEST_REASON,
        )
    yield from _of_targets(decision.verb, decision.targets)
    seen = set[str]()
    for it in decision.choices:
        yield from _of_targets(it.verb, it.targets)
        if it.mapping_id not in mappings:
            yield sentence("%(mapping)r is none of its mappings", mapping=it.mapping_id[:80])
        if it.mapping_id in seen:
            yield sentence("%(mapping)s stands there twice", mapping=it.mapping_id)
        seen.add(it.mapping_id)


def _of_targets(verb: Verb, targets: Sequence[Target]) -> Iterator[str]:
    if verb in _WITH_TARGETS and not targets:
        yield sentence("%(verb)s needs a target: the concept to map to", verb=verb)
    if verb not in _WITH_TARGETS and targets:
        yield sentence("%(verb)s takes no target", verb=verb)
    if verb is Verb.MAP and any(it.predicate is None for it in targets):
        yield sentence("map needs a predicate for each target")
    if len({it.concept_id for it in targets}) < len(targets):
        yield sentence("a target stands there twice")


def outcome(
    decision: Decision, end: End, concept_id: str, mappings: dict[str, Mapping], review: Review
) -> Outcome:
    """What the decision makes of these mappings (by their ids) of an item that is about this concept.

    Revisions of what is accepted are left empty: whoever applies it knows the releases.
    """
    moved: list[tuple[str, Mapping]] = []
    made: list[Mapping] = []
    chosen = {it.mapping_id: it for it in decision.choices}
    for key, mapping in mappings.items():
        choice = chosen.get(key) or Choice(key, decision.verb, decision.targets)
        if choice.verb not in _OF_MAPPINGS:
            continue
        state = MappingState.ACCEPTED if choice.verb is Verb.KEEP else MappingState.REJECTED
        moved.append((key, _reviewed(mapping, state, review)))
        made += [_again(mapping, end, target, review) for target in choice.targets]
    if decision.verb is Verb.MAP:
        made += [_new(concept_id, end, target, review) for target in decision.targets]
    return Outcome(moved=tuple(moved), made=tuple(made))


def _reviewed(mapping: Mapping, state: MappingState, review: Review) -> Mapping:
    return replace(
        mapping, state=state, reviewer=review.reviewer, review_date=review.day, reasons=()
    )


def _again(mapping: Mapping, end: End, target: Target, review: Review) -> Mapping:
    """The mapping with another concept at this end."""
    ids = (
        (target.concept_id, mapping.object_id)
        if end is End.SUBJECT
        else (mapping.subject_id, target.concept_id)
    )
    return _made(*ids, target.predicate or mapping.predicate, review)


def _new(concept_id: str, end: End, target: Target, review: Review) -> Mapping:
    ids = (concept_id, target.concept_id) if end is End.SUBJECT else (target.concept_id, concept_id)
    return _made(*ids, target.predicate or MappingPredicate.RELATED, review)


def _made(subject_id: str, object_id: str, predicate: MappingPredicate, review: Review) -> Mapping:
    return Mapping(
        subject_id=subject_id,
        predicate=predicate,
        object_id=object_id,
        justification=Justification.MANUAL,
        author=review.author,
        reviewer=review.reviewer,
        mapping_date=review.day,
        review_date=review.day,
    )
