"""The links of a concept, from it and to it, in groups that a page can show."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from app.rendering.pages.addresses import reference
from taxonomy.vocabulary import KINDS, PREDICATES, Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.rendering.pages.names import Item, Reader
    from taxonomy.index import Usage
    from taxonomy.model import Concept

__all__ = ["MOST_SHOWN", "Asking", "Group", "asking", "incoming", "outgoing"]

MOST_SHOWN = 24
"""Of a longer group a page shows so many, and leads to the list of all of them."""
_ESSENTIAL = (Predicate.ESSENTIAL_COMPETENCE, Predicate.ESSENTIAL_SKILL)
_OPTIONAL = (Predicate.OPTIONAL_COMPETENCE, Predicate.OPTIONAL_SKILL)
_ASKERS = (Kind.PROFILE, Kind.OCCUPATION)


class Group(NamedTuple):
    """Concepts of one kind behind one predicate; `everything` is the path of the list of all of them.

    `several` tells that the predicate leads to concepts of other kinds too.
    """

    predicate: Predicate
    kind: Kind
    inverse: bool
    items: Sequence[Item]
    total: int
    several: bool
    everything: str = ""


class Asking(NamedTuple):
    """How many active profiles or occupations ask for a concept."""

    kind: Kind
    total: int
    essential: int
    optional: int


def outgoing(reader: Reader, concept: Concept, without: Collection[Predicate] = ()) -> list[Group]:
    """What the concept links to, in the order of the scheme, each group by rank, then name."""
    groups: defaultdict[tuple[Predicate, Kind], list[Concept]] = defaultdict(list)
    by_id = reader.index.taxonomy.by_id
    for link in concept.links:
        target = by_id.get(link.target)
        if target and link.predicate not in without:
            groups[link.predicate, target.kind].append(target)
    return _ordered(reader, groups, inverse=False)


def incoming(reader: Reader, concept: Concept) -> list[Group]:
    """What links to the concept, also through a technical competence; active ones only."""
    groups: defaultdict[tuple[Predicate, Kind], dict[str, Concept]] = defaultdict(dict)
    for usage in reader.index.linked_to(concept.id):
        if usage.subject.status is Status.ACTIVE and usage.subject is not concept:
            groups[usage.predicate, usage.subject.kind][usage.subject.id] = usage.subject
    made = _ordered(
        reader, {key: list(found.values()) for key, found in groups.items()}, inverse=True
    )
    name = reference(reader.index, concept)
    return [_cut(reader, it, name) for it in made]


def asking(reader: Reader, concept: Concept) -> Asking | None:
    """How many profiles or occupations ask for the concept; None where none can.

    One that asks for it as essential somewhere does not count as optional.
    """
    usages = [it for it in reader.index.linked_to(concept.id) if _asks(it)]
    if not usages:
        return None
    essential = {it.subject.id for it in usages if it.predicate in _ESSENTIAL}
    everybody = {it.subject.id for it in usages}
    return Asking(
        usages[0].subject.kind, len(everybody), len(essential), len(everybody - essential)
    )


def _asks(usage: Usage) -> bool:
    subject = usage.subject
    active = subject.status is Status.ACTIVE
    return active and subject.kind in _ASKERS and usage.predicate in (*_ESSENTIAL, *_OPTIONAL)


def _ordered(
    reader: Reader,
    groups: dict[tuple[Predicate, Kind], list[Concept]],
    *,
    inverse: bool,
) -> list[Group]:
    scheme = reader.index.release.scheme
    kinds_of: defaultdict[Predicate, set[Kind]] = defaultdict(set)
    for predicate, kind in groups:
        kinds_of[predicate].add(kind)
    return [
        Group(
            predicate,
            kind,
            inverse,
            reader.items(groups[predicate, kind]),
            len(groups[predicate, kind]),
            len(kinds_of[predicate]) > 1,
        )
        for predicate, kind in _in_order(scheme, groups)
    ]


def _in_order(
    scheme: str, groups: Iterable[tuple[Predicate, Kind]]
) -> list[tuple[Predicate, Kind]]:
    predicates, kinds = PREDICATES[scheme], KINDS[scheme]
    return sorted(groups, key=lambda it: (predicates.index(it[0]), kinds.index(it[1])))


def _cut(reader: Reader, group: Group, name: str) -> Group:
    query = urlencode({"linked_to": name, "predicate": group.predicate.value})
    everything = f"{reader.base}/kinds/{group.kind}?{query}"
    return group._replace(items=group.items[:MOST_SHOWN], everything=everything)
