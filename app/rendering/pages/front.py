"""What a release holds, in figures, and what came and went with it: for its first page and the home."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rendering.pages.names import Item, Reader
    from taxonomy.index import ReleaseIndex
    from taxonomy.schemes import Scheme

__all__ = ["Counted", "Figure", "Lately", "Turn", "counted", "figures", "lately"]

MOST_NAMED = 8


class Figure(NamedTuple):
    """How many active concepts of a kind there are."""

    kind: Kind
    active: int


class Turn(NamedTuple):
    """Concepts of the main kind that came or went with a release, the first of them by name."""

    items: Sequence[Item]
    total: int


class Lately(NamedTuple):
    """What changed with a release against the one before."""

    previous: str
    kind: Kind
    added: Turn
    retired: Turn


class Counted(NamedTuple):
    """A concept, and how many active profiles or occupations belong to it."""

    item: Item
    number: int


def figures(index: ReleaseIndex, scheme: Scheme) -> list[Figure]:
    """How many active concepts of each kind the release holds, the main kind first."""
    held = [Figure(it, len(index.listed(it))) for it in scheme.kinds if index.listed(it)]
    return sorted(held, key=lambda it: it.kind is not scheme.main_kind)


def lately(reader: Reader, scheme: Scheme) -> Lately | None:
    """What came and went with the release on view; None where it is the first one."""
    release = reader.index.release
    if not release.previous:
        return None
    lifespan, kind = reader.index.lifespan, scheme.main_kind
    listed = reader.index.listed
    added = [it for it in listed(kind) if lifespan(it.id).first == release.version]
    gone = listed(kind, Status.RETIRED)
    retired = [it for it in gone if lifespan(it.id).retired_since == release.version]
    turns = [Turn(reader.items(found)[:MOST_NAMED], len(found)) for found in (added, retired)]
    return Lately(release.previous, kind, *turns)


def counted(reader: Reader, kind: Kind, predicate: Predicate) -> list[Counted]:
    """The active concepts of a kind by name, each with how many active ones link to it."""
    index = reader.index
    return [
        Counted(item, _number(reader, concept.id, predicate))
        for concept in index.listed(kind)
        for item in [reader.item(concept)]
    ]


def _number(reader: Reader, concept_id: str, predicate: Predicate) -> int:
    usages = reader.index.linked_to(concept_id, predicate)
    return len({it.subject.id for it in usages if it.subject.status is Status.ACTIVE})
