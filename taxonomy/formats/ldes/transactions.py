"""Which releases an event stream tells of, and what each of them did to the concepts before it.

The stream only ever grows (LDES §2): a release has its place and its entries once it is published,
and nothing that happens later moves or changes them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept, Release

__all__ = ["Entry", "Event", "entries", "name_of", "transactions"]

_TOLD = (ReleaseStatus.PUBLISHED, ReleaseStatus.WITHDRAWN)


class Event(StrEnum):
    """What happened to the thing that an IRI names (Activity Streams 2.0, Activity Vocabulary §3)."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"


class Entry(NamedTuple):
    """What a release did to one concept: `name` as `name_of` gives it, no id where it is gone."""

    event: Event
    name: str
    concept_id: str = ""


def transactions(releases: Iterable[Release], *, sample: bool) -> list[Release]:
    """The releases of one stream, oldest first: samples or the others, published and withdrawn ones.

    A release that a later version did not know when it was published is left out: it would change
    what was already told. It was published after that one, so `previous` passes it by although it
    was not withdrawn then.
    """
    told = [
        (Version.parse(it.version), it)
        for it in releases
        if it.sample is sample and it.status in _TOLD and it.published_at
    ]
    told.sort(key=lambda it: it[0])
    followed = [
        (Version.parse(it.previous) if it.previous else None, it.published_at) for _, it in told
    ]
    kept = []
    for place, (version, release) in enumerate(told):
        gone = release.withdrawn_at and release.withdrawn_at.replace(microsecond=0)
        unknown = any(
            (previous is None or previous < version) and not (gone and begun and gone <= begun)
            for previous, begun in followed[place + 1 :]
        )
        if not unknown:
            kept.append(release)
    return kept


def entries(before: ReleaseIndex | None, after: ReleaseIndex) -> tuple[Entry, ...]:
    """What leads from one release of a stream to the next, by concept id, deletions last.

    There is one for every concept whose document is another one than before, and for those that
    name a concept whose IRI is. A deletion is of an IRI that names nothing any more.
    """
    if before is None:
        found = ((name_of(after, it), it.id) for it in after.taxonomy)
        return tuple(Entry(Event.CREATE, name, concept_id) for name, concept_id in found)
    known = {name_of(before, it): it.id for it in before.taxonomy}
    names = {name_of(after, it): it.id for it in after.taxonomy}
    moved = {concept_id for _, concept_id in known.items() ^ names.items()}
    told = [
        Entry(Event.UPDATE if name in known else Event.CREATE, name, concept_id)
        for name, concept_id in names.items()
        if _differs(before.taxonomy.by_id.get(concept_id), after.taxonomy.by_id[concept_id], moved)
    ]
    gone = sorted(known.keys() - names.keys())
    return (*told, *(Entry(Event.DELETE, name) for name in gone))


def name_of(index: ReleaseIndex, concept: Concept) -> str:
    """What tells the concept's IRI from all others of its scheme: its own URI, notation or id."""
    return concept.id if concept.id.startswith(("http://", "https://")) else index.name(concept)


def _differs(was: Concept | None, now: Concept, moved: Set[str]) -> bool:
    if was != now:
        return True
    named = [now.id, *(link.target for link in now.links), *now.replaced_by] if moved else ()
    return not moved.isdisjoint(named)
