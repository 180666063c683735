"""The worklist of a carried mapping set: one item for each concept that an editor must look at."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from taxonomy.currency.values import End, Touch, TouchKind
from taxonomy.vocabulary import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.currency.carrying import Carried, Stale
    from taxonomy.currency.linking import NewLink
    from taxonomy.currency.values import Move, Proposal

__all__ = ["Item", "ItemKind", "Worklist", "worklist"]


SLIGHT = 0.9
"""The share of words that stay where a text changed slightly."""


class ItemKind(StrEnum):
    """Why a concept is in the worklist, in the order in which it is worked through."""

    GONE = "mapped-concept-gone"
    SPLIT = "split"
    MEANING = "changed-meaning"
    LABEL = "changed-label"
    NEW = "new-unmapped"
    LINKED = "newly-linked-skills"
    OTHER = "stale-before"
    """Stale already, for reasons that no carrying wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to decide: `id` stays the same however often the same move is made.

    `alike` is the least share (0–1) of words that stayed of a text, None where no text changed.
    `mappings` are ids of the set; `proposals` are concepts of the same scheme as `concept_id`.
    """

    id: str
    kind: ItemKind
    end: End
    scheme: str
    version: str
    concept_id: str
    reason: str
    alike: float | None = None
    touches: tuple[Touch, ...] = ()
    mappings: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    links: tuple[NewLink, ...] = ()

    @property
    def slight(self) -> bool:
        """Whether texts changed and nearly all their words stayed: mostly a slip that was mended."""
        return self.alike is not None and self.alike >= SLIGHT

    def as_dict(self) -> dict[str, Any]:
        """The item as plain JSON values."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "end": self.end.value,
            "scheme": self.scheme,
            "version": self.version,
            "concept": self.concept_id,
            "reason": self.reason,
            "alike": self.alike,
            "slight": self.slight,
            "touches": [it.as_dict() for it in self.touches],
            "mappings": list(self.mappings),
            "proposals": [it.as_dict() for it in self.proposals],
            "links": [
                {
                    "skill": it.skill_id,
                    "predicate": it.predicate.value,
                    "new": it.new,
                    "mapped": it.mapped,
                }
                for it in self.links
            ],
        }


@dataclass(frozen=True, slots=True)
class Worklist:
    """The items in order: the gravest kind first, and within it the text of which least stayed."""

    items: tuple[Item, ...]

    def counts(self) -> dict[str, int]:
        """How many items there are of each kind, every kind named."""
        counted = Counter(it.kind for it in self.items)
        return {kind.value: counted[kind] for kind in ItemKind}


def worklist(carried: Carried) -> Worklist:
    """What has to be looked at after the move; every stale mapping stands in exactly one item.

    A mapping that several changes touched stands with the gravest of them.
    """
    moved = {it.end: it for it in carried.moved}
    items = [*_of_stale(carried), *_of_new(carried, moved), *_of_links(carried, moved)]
    order = list(ItemKind)
    items.sort(key=lambda it: (order.index(it.kind), it.alike or 0.0, it.end, it.concept_id))
    return Worklist(tuple(items))


def _of_stale(carried: Carried) -> Iterator[Item]:
    groups: defaultdict[tuple[str, ...], list[Stale]] = defaultdict(list)
    for stale in carried.stale:
        groups[_concern(stale)].append(stale)
    for (kind, end, concept_id, *_), found in groups.items():
        at = End(end)
        told = [it for stale in found for it in stale.touches]
        touches = tuple(
            dict.fromkeys(it for it in told if it.concept_id == concept_id and it.end is at)
        )
        side = carried.now.subject if at is End.SUBJECT else carried.now.object
        version = touches[0].version if touches else side.version
        texts = [it.alike for it in touches if it.alike is not None]
        yield Item(
            id=_id(kind, side.scheme, concept_id, version),
            kind=ItemKind(kind),
            end=at,
            scheme=side.scheme,
            version=version,
            concept_id=concept_id,
            reason=_told(touches, found),
            alike=min(texts) if texts else None,
            touches=touches,
            mappings=tuple(carried.now.id_of(it.mapping) for it in found),
            proposals=tuple(dict.fromkeys(it for touch in touches for it in touch.proposals)),
        )


def _concern(stale: Stale) -> tuple[str, ...]:
    """What an item is about: its kind, and end, concept and release of the gravest touch."""
    if not stale.touches:
        return ItemKind.OTHER.value, End.SUBJECT.value, stale.mapping.subject_id
    first = stale.touches[0]
    return first.kind.value, first.end.value, first.concept_id


def _told(touches: Sequence[Touch], found: Sequence[Stale]) -> str:
    if not touches:
        return "stale before, for a reason that no move wrote down"
    count = len(found)
    reasons = ", ".join(dict.fromkeys(map(_sentence, touches)))
    return f"{reasons}; {count} mapping{'s' if count > 1 else ''} to look at"


def _sentence(touch: Touch) -> str:
    named = {
        TouchKind.GONE: f"gone from {touch.version}",
        TouchKind.SPLIT: f"split in {touch.version}",
        TouchKind.MEANING: f"{touch.field.replace('_', ' ')} changed in {touch.lang or 'the data'}",
        TouchKind.LABEL: f"renamed in {touch.lang}",
    }[touch.kind]
    return f"{named} ({touch.alike:.0%} of the words stayed)" if touch.alike is not None else named


def _of_new(carried: Carried, moved: dict[End, Move]) -> Iterator[Item]:
    for end, concept in carried.new:
        release = moved[end].after.release
        yield Item(
            id=_id(ItemKind.NEW, release.scheme, concept.id, release.version),
            kind=ItemKind.NEW,
            end=end,
            scheme=release.scheme,
            version=release.version,
            concept_id=concept.id,
            reason=f"new in {release.version} ({concept.kind}), and nothing is mapped to it",
        )


def _of_links(carried: Carried, moved: dict[End, Move]) -> Iterator[Item]:
    for (end, concept_id), group in groupby(carried.linked, attrgetter("end", "occupation_id")):
        links = tuple(group)
        release = moved[end].after.release
        by_end = carried.now.by_subject if end is End.SUBJECT else carried.now.by_object
        yield Item(
            id=_id(ItemKind.LINKED, release.scheme, concept_id, release.version),
            kind=ItemKind.LINKED,
            end=end,
            scheme=release.scheme,
            version=release.version,
            concept_id=concept_id,
            reason=_links_told(links),
            mappings=tuple(map(carried.now.id_of, by_end[concept_id])),
            links=links,
        )


def _links_told(links: Sequence[NewLink]) -> str:
    essential = sum(it.predicate is Predicate.ESSENTIAL_SKILL for it in links)
    known = sum(it.mapped for it in links)
    return f"skills that it asks for now: {len(links)} ({essential} as essential); mapped: {known}"


def _id(*parts: str) -> str:
    """80 bits in hexadecimal that name the concern, whatever else the worklist holds."""
    return hashlib.sha256("\t".join(parts).encode()).hexdigest()[:20]
