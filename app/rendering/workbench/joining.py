"""Merging and splitting as screens show them: what is to be chosen, and what would come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.editing.viewing import View
from app.rendering.workbench.naming import Name, field_rows, name_of, shown_texts
from taxonomy import canonical
from taxonomy.editing.items import items_of, users_of
from taxonomy.editing.joining import contested
from taxonomy.index import natural_key
from taxonomy.vocabulary import LabelType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.editing.joining import Joint
    from app.rendering.workbench.naming import FieldRow
    from taxonomy.editing.fields import Field
    from taxonomy.editing.items import Item
    from taxonomy.findings import Finding
    from taxonomy.model import Concept

__all__ = [
    "Joined",
    "Matter",
    "Preview",
    "contests",
    "joined",
    "matters",
    "matters_of",
    "preview_of",
]

MOST_SHOWN = 60
_ONCE = frozenset({Predicate.SKILL})
"""A concept links by these once: only one part can take such a link over."""
_GROUPS = ("label", "note", "link", "notations", "collections", "user")
_NEVER_GIVEN = ("label", "note")
"""Words of a whole are those of a part only where somebody says so."""


class Joined(NamedTuple):
    """A concept that is to be merged or split, and the revision that is looked at."""

    id: str
    notation: str
    name: Name
    kind: str
    revision: str


class Contest(NamedTuple):
    """A field of which one value can stay: the texts of each concept, in their order; [] where it has none."""

    field: Field
    texts: Sequence[Sequence[str]]


class Matter(NamedTuple):
    """A single thing that goes on or does not: its key in the form, its group, and how it is read.

    `once` tells that only one part can have it; `given` that it goes on unless somebody says no;
    `of` are the codes of the concepts that say it.
    """

    key: str
    group: str
    item: Item
    text: str
    once: bool = False
    given: bool = True
    of: Sequence[str] = ()


class Becomes(NamedTuple):
    """What an act makes of a concept."""

    id: str
    notation: str
    name: Name
    act: str
    rows: Sequence[FieldRow]


class Astray(NamedTuple):
    """What goes nowhere, how it is read, and why."""

    item: Item
    text: str
    because: str


class Preview(NamedTuple):
    """What would come of an act: how many concepts it changes; those it is about, and the first of the others.

    `lost` is what goes nowhere, `mark` what the whole is recognised by, and `moved` tells that the
    choice is another one than what was looked at.
    """

    total: int
    first: Sequence[Becomes]
    others: Sequence[Becomes]
    lost: Sequence[Astray]
    findings: Sequence[Finding]
    mark: str
    moved: bool


def joined(concept: Concept, view: View, lang: str) -> Joined:
    """The concept by name, with its revision."""
    return Joined(
        concept.id,
        concept.notation or concept.id,
        name_of(concept, lang, view.find),
        concept.kind,
        canonical.revision(canonical.write(concept)).hex(),
    )


def contests(concepts: Sequence[Concept], view: View, lang: str) -> list[Contest]:
    """The fields in which the concepts differ and of which one value can stay."""
    return [
        Contest(field, [shown_texts(values.get(it.id, ()), lang, view.find) for it in concepts])
        for field, values in contested(concepts).items()
    ]


def matters(
    items: Iterable[Item], concepts: Sequence[Concept], view: View, lang: str
) -> list[Matter]:
    """What goes on in a merger unless it is left out, and of which of the concepts it is."""
    known = view.known
    said = {it.id: {_alike(one) for one in items_of(it)} for it in concepts}
    for it in concepts:
        said[it.id] |= set(users_of({it.id}, known.values()))
    found = [
        _matter(it, view, lang)._replace(
            given=True,
            of=[one.notation or one.id for one in concepts if _alike(it) in said[one.id]],
        )
        for it in items
    ]
    return sorted(found, key=_order)


def matters_of(concept: Concept, view: View, lang: str) -> list[Matter]:
    """All that parts may take over: other names, texts, links, codes, and the concepts that link to it."""
    own = [
        it
        for it in items_of(concept)
        if (it.group, it.name) != ("label", LabelType.PREFERRED.value)
    ]
    users = users_of({concept.id}, view.known.values())
    return sorted((_matter(it, view, lang) for it in (*own, *users)), key=_order)


def preview_of(view: View, found: Joint, lang: str, marks: tuple[str, str]) -> Preview:
    """What would come of the act; `marks` are those of what is asked, and of what was looked at."""
    after = View(view.held, {**view.changes, **found.changed})
    known, mark = view.known, marks[0]
    moved = [it for it in found.changed.values() if known.get(it.id) != it]
    order = {id: place for place, id in enumerate(found.first)}
    moved.sort(key=lambda it: (order.get(it.id, len(order)), natural_key(it.notation)))
    shown = [
        Becomes(
            it.id,
            it.notation or it.id,
            name_of(it, lang, after.find),
            _act(known.get(it.id), it),
            field_rows(known.get(it.id), it, lang, after.find),
        )
        for it in moved[: max(MOST_SHOWN, len(order))]
    ]
    lost = [Astray(it.item, _read(it.item, view, lang), it.because) for it in found.lost]
    return Preview(
        len(moved),
        [it for it in shown if it.id in order],
        [it for it in shown if it.id not in order],
        lost,
        found.findings(view),
        mark,
        marks[1] not in ("", mark),
    )


def _matter(item: Item, view: View, lang: str) -> Matter:
    group = f"{item.group}.{item.name}" if item.group in ("link", "user") else item.group
    return Matter(
        ":".join((item.group, item.name, item.lang, item.value)),
        group,
        item,
        _read(item, view, lang),
        once=item.group == "user" and item.name in _ONCE,
        given=item.group not in _NEVER_GIVEN,
    )


def _order(it: Matter) -> tuple[int, int, str, tuple[object, ...]]:
    place = _GROUPS.index(it.item.group)
    predicates = [one.value for one in Predicate]
    rank = predicates.index(it.item.name) if it.item.name in predicates else 0
    return (place, rank, it.item.lang, (*natural_key(it.text),))


def _read(item: Item, view: View, lang: str) -> str:
    if item.group in ("link", "user"):
        found = view.find(item.value)
        return f"{found.notation} {name_of(found, lang, view.find)}" if found else item.value
    return f"{item.name} {item.value}" if item.group == "notations" else item.value


def _alike(item: Item) -> Item:
    """The item as it is found among those of any concept: a name whatever its type."""
    return item._replace(name="") if item.group == "label" else item


def _act(before: Concept | None, after: Concept) -> str:
    if before is None:
        return "create"
    ends = before.status is Status.ACTIVE and after.status is Status.RETIRED
    return "retire" if ends else "edit"
