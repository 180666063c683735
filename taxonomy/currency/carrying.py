"""Moving a mapping set to newer releases: what is untouched is kept, what is touched becomes stale."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.currency.linking import NewLink, newly_linked
from taxonomy.currency.proposing import with_proposals
from taxonomy.currency.touching import touches
from taxonomy.currency.values import End, Move, Sides, Touch, TouchKind, moves, touch_of
from taxonomy.mapping import Mapping, MappingSet, Side
from taxonomy.vocabulary import Kind, MappingState, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as Dictionary

    from taxonomy.model import Concept

__all__ = ["Carried", "Newcomer", "Stale", "carry", "covered_kinds"]

_GONE = (TouchKind.GONE, TouchKind.SPLIT)


class Stale(NamedTuple):
    """A mapping that somebody must look at, and all that touched it since it was accepted."""

    mapping: Mapping
    touches: tuple[Touch, ...]

    @property
    def is_gone(self) -> bool:
        """Whether one of its concepts is gone."""
        return any(it.kind in _GONE for it in self.touches)


class Newcomer(NamedTuple):
    """A concept that is active now, was not before, and that nothing is mapped to."""

    end: End
    concept: Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A set as it was and as it is after the move. Each mapping is in `kept` or in `stale`, once.

    Kept mappings are untouched: state, review, date and the revisions seen at the review stay as they
    were. `new` are concepts of the kinds that the set maps; `unmapped` counts all of those that are
    active and have no mapping, by end. `unseen` are mapped concepts of which no text stands in both
    releases in one language, so that nothing could be seen to change.
    """

    was: MappingSet
    now: MappingSet
    moved: tuple[Move, ...]
    kept: tuple[Mapping, ...]
    stale: tuple[Stale, ...]
    new: tuple[Newcomer, ...]
    unmapped: Dictionary[End, tuple[Concept, ...]]
    linked: tuple[NewLink, ...]
    unseen: Dictionary[End, tuple[str, ...]]

    @property
    def gone(self) -> tuple[Stale, ...]:
        """The stale mappings of which a concept is gone."""
        return tuple(it for it in self.stale if it.is_gone)

    def counts(self) -> dict[str, int]:
        """How many mappings and concepts there are of each sort."""
        fresh = Counter(it.touches[0].kind.value for it in self.stale if it.touches)
        return {
            "mappings": len(self.now),
            "kept": len(self.kept),
            "stale": len(self.stale),
            **{f"stale_{kind.value}": fresh[kind.value] for kind in TouchKind},
            "new": len(self.new),
            **{f"unmapped_{end}": len(it) for end, it in self.unmapped.items()},
            **{f"unseen_{end}": len(it) for end, it in self.unseen.items()},
            "newly_linked": len(self.linked),
        }


def carry(mapping_set: MappingSet, before: Sides, after: Sides) -> Carried:
    """The set at the newer releases; an end that is None or the same on both sides does not move.

    ValueError where `before` is not what the set names, or where an end would change its scheme.
    """
    moved = tuple(moves(mapping_set, before, after))
    touched = {move.end: _touched(mapping_set, move) for move in moved}
    kept: list[Mapping] = []
    stale: list[Stale] = []
    for mapping in mapping_set:
        found = tuple(
            it for move in moved for it in touched[move.end].get(move.end.of(mapping), ())
        )
        if mapping.state is MappingState.STALE or _reopens(mapping, found):
            stale.append(_stale(mapping, found))
        else:
            kept.append(mapping)
    now = _moved(mapping_set, moved, (*kept, *(it.mapping for it in stale)))
    return Carried(
        was=mapping_set,
        now=now,
        moved=moved,
        kept=tuple(kept),
        stale=tuple(stale),
        new=tuple(it for move in moved for it in _newcomers(now, move)),
        unmapped={move.end: tuple(_unmapped(now, move)) for move in moved},
        linked=tuple(it for move in moved for it in newly_linked(_by(now, move.end), move)),
        unseen={move.end: tuple(_unseen(now, move)) for move in moved},
    )


def covered_kinds(by_end: Dictionary[str, object], concepts: Dictionary[str, Concept]) -> set[Kind]:
    """The kinds of the concepts that are mapped: what a set is about, and should cover."""
    return {concepts[it].kind for it in by_end if it in concepts}


def _touched(mapping_set: MappingSet, move: Move) -> dict[str, tuple[Touch, ...]]:
    """Mapped concept → what touched it, of those that something did."""
    found = {it: touches(it, move) for it in _by(mapping_set, move.end)}
    return with_proposals({key: it for key, it in found.items() if it}, move)


def _reopens(mapping: Mapping, found: Sequence[Touch]) -> bool:
    """Whether the touches re-open it, by its state.

    What is accepted may be wrong now. What is suggested was not reviewed, so a changed text is what
    its reviewer will see anyhow; one to a concept that is gone can never be accepted as it is. What is
    rejected may be right now, but not where one of the two is gone.
    """
    gone = any(it.kind in _GONE for it in found)
    if mapping.state is MappingState.SUGGESTED:
        return gone
    if mapping.state is MappingState.REJECTED:
        return bool(found) and not gone
    return bool(found)


def _stale(mapping: Mapping, found: Sequence[Touch]) -> Stale:
    """The mapping with the touches behind the reasons it has; one that it tells already is not told twice."""
    known = [told for it in mapping.reasons if (told := touch_of(it))]
    fresh = [it for it in found if it not in known]
    if mapping.state is MappingState.STALE and not fresh:
        return Stale(mapping, _gravest_first(known))
    was = {} if mapping.state is MappingState.STALE else {"was": mapping.state.value}
    reasons = tuple({**it.as_dict(), **was} for it in fresh)
    again = replace(mapping, state=MappingState.STALE, reasons=mapping.reasons + reasons)
    return Stale(again, _gravest_first([*known, *fresh]))


def _gravest_first(found: Sequence[Touch]) -> tuple[Touch, ...]:
    order = list(TouchKind)
    return tuple(sorted(found, key=lambda it: (order.index(it.kind), it.alike or 0.0)))


def _moved(
    mapping_set: MappingSet, moved: Sequence[Move], mappings: Sequence[Mapping]
) -> MappingSet:
    """The set of these mappings under the releases that it came to; itself where nothing is otherwise."""
    sides = {it.end: Side(it.after.release.scheme, it.after.release.version) for it in moved}
    subject = sides.get(End.SUBJECT, mapping_set.subject)
    now = MappingSet.of(subject, sides.get(End.OBJECT, mapping_set.object), mappings)
    return replace(now, sources=mapping_set.sources, comment=mapping_set.comment)


def _by(mapping_set: MappingSet, end: End) -> Dictionary[str, Sequence[Mapping]]:
    return mapping_set.by_subject if end is End.SUBJECT else mapping_set.by_object


def _unmapped(mapping_set: MappingSet, move: Move) -> Iterator[Concept]:
    """The active concepts of the kinds that the set maps which no mapping names, rejected ones aside."""
    by_end = _by(mapping_set, move.end)
    both = {**move.before.taxonomy.by_id, **move.after.taxonomy.by_id}
    for kind in sorted(covered_kinds(by_end, both)):
        for concept in move.after.listed(kind):
            mappings = by_end.get(concept.id, ())
            if all(it.state is MappingState.REJECTED for it in mappings):
                yield concept


def _newcomers(mapping_set: MappingSet, move: Move) -> Iterator[Newcomer]:
    known = move.before.taxonomy.by_id
    for concept in _unmapped(mapping_set, move):
        was = known.get(concept.id)
        if was is None or was.status is not Status.ACTIVE:
            yield Newcomer(move.end, concept)


def _unseen(mapping_set: MappingSet, move: Move) -> Iterator[str]:
    before, after = move.before.taxonomy.by_id, move.after.taxonomy.by_id
    for concept_id in _by(mapping_set, move.end):
        one, other = before.get(concept_id), after.get(concept_id)
        if one and other and one is not other and not _comparable(one, other):
            yield concept_id


def _comparable(one: Concept, other: Concept) -> bool:
    return not (one.labels and other.labels) or not (
        one.pref_labels().keys().isdisjoint(other.pref_labels())
    )
