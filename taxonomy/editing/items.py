"""The single things that a concept says, and that others say of it: what goes on, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.editing.fields import Field
from taxonomy.model import Label, Link, Notation, Note
from taxonomy.vocabulary import Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from taxonomy.model import Concept

__all__ = [
    "PARTS",
    "STRONGER",
    "Item",
    "Lost",
    "item_of",
    "items_of",
    "lost",
    "users_of",
    "without_weaker",
]

PARTS = ("labels", "notes", "links", "notations", "collections")
"""The fields of `Concept` that hold such things."""
STRONGER = {
    Predicate.OPTIONAL_COMPETENCE: Predicate.ESSENTIAL_COMPETENCE,
    Predicate.OPTIONAL_SKILL: Predicate.ESSENTIAL_SKILL,
}
"""Predicate → the one that says more of the same target."""


class Item(NamedTuple):
    """A name, text, link or code of a concept, or (`user`) a concept that links to it.

    `name` is the type of a label or note, the predicate of a link, the system of a code; `value` the
    text, or the id of what is linked to or of who links.
    """

    group: str
    name: str
    value: str
    lang: str = ""

    @property
    def field(self) -> Field:
        """The field that it stands in; a user's is that of its link."""
        if self.group in ("collections", "notations"):
            return Field(self.group)
        return Field("link" if self.group == "user" else self.group, self.name, self.lang)


class Lost(NamedTuple):
    """What goes nowhere, and why: `weaker` than what is said already, of the concepts `itself`, or `left`."""

    item: Item
    because: str


def item_of(part: Label | Note | Link | Notation | str) -> Item:
    """The part of a concept; a text is the name of a collection."""
    if isinstance(part, Label):
        return Item("label", part.type.value, part.text, part.lang)
    if isinstance(part, Note):
        return Item("note", part.type.value, part.text, part.lang)
    if isinstance(part, Link):
        return Item("link", part.predicate.value, part.target)
    if isinstance(part, Notation):
        return Item("notations", part.system, part.value)
    return Item("collections", "", part)


def items_of(concept: Concept) -> list[Item]:
    """All that the concept says of itself, but for its kind, code, life, framework and attributes."""
    return [item_of(it) for name in PARTS for it in getattr(concept, name)]


def users_of(ids: Collection[str], known: Iterable[Concept]) -> list[Item]:
    """Who links to these concepts, once a predicate; these concepts themselves and retired ones aside."""
    found = (
        Item("user", link.predicate.value, it.id)
        for it in known
        if it.status is Status.ACTIVE and it.id not in ids
        for link in it.links
        if link.target in ids
    )
    return list(dict.fromkeys(found))


def lost(
    ended: Mapping[str, Concept],
    heirs: Collection[str],
    known: Mapping[str, Concept],
    after: Mapping[str, Concept],
) -> list[Lost]:
    """What the concepts that end, or are one from now on, said and none of the heirs says.

    `known` is id → concept before, `after` all of it afterwards. A name lives on whatever its type.
    """
    before = {it: None for one in ended.values() for it in items_of(one)}
    before |= dict.fromkeys(users_of(ended, known.values()))
    said = {_same(it) for id in heirs for it in items_of(after[id])}
    said |= {_same(it) for it in users_of(heirs, after.values())}
    gone = [it for it in before if _same(it) not in said]
    return [Lost(it, _because(it, said, {*ended, *heirs})) for it in gone]


def without_weaker(links: Iterable[Link], targets: Collection[str]) -> Iterator[Link]:
    """The links, less those to these targets of which another one says more."""
    held = [*links]
    there = {(it.predicate, it.target) for it in held}
    for it in held:
        if it.target not in targets or (STRONGER.get(it.predicate), it.target) not in there:
            yield it


def _because(item: Item, said: Collection[tuple[str, ...]], ours: Collection[str]) -> str:
    if item.group not in ("link", "user"):
        return "left"
    stronger = STRONGER.get(Predicate(item.name))
    if stronger and _same(item._replace(name=stronger.value)) in said:
        return "weaker"
    return "itself" if item.value in ours else "left"


def _same(item: Item) -> tuple[str, ...]:
    """What makes it the same thing wherever it stands."""
    return ("label", item.value, item.lang) if item.group == "label" else tuple(item)
