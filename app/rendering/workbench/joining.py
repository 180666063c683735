"""Merging and splitting as screens show them: what is to be chosen, and what would come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.editing.viewing import View
from app.rendering.workbench.naming import Name, field_rows, name_of, shown_texts
from taxonomy import canonical
from taxonomy.editing.joining import contested
from taxonomy.index import natural_key
from taxonomy.vocabulary import LabelType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.rendering.workbench.naming import FieldRow
    from taxonomy.editing.fields import Field
    from taxonomy.model import Concept

__all__ = ["Joined", "Matter", "Preview", "contests", "joined", "matters_of", "preview_of"]

MOST_SHOWN = 60
_ONCE = frozenset({Predicate.SKILL})
"""A concept links by these once: only one part can take such a link over."""


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
    """Something of a concept that its parts may take over: under which name the form sends it.

    `once` tells that only one part can have it; `given` that parts have it unless somebody says no.
    """

    key: str
    group: str
    name: str
    text: str
    lang: str = ""
    once: bool = False
    given: bool = True


class Becomes(NamedTuple):
    """What an act makes of a concept."""

    id: str
    notation: str
    name: Name
    act: str
    rows: Sequence[FieldRow]


class Preview(NamedTuple):
    """What would come of an act: how many concepts it changes, and the first of them."""

    total: int
    shown: Sequence[Becomes]


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


def matters_of(concept: Concept, view: View, lang: str) -> list[Matter]:
    """All that parts may take over: other names, texts, links, and the concepts that link to it."""
    names = [
        Matter(f"label:{place}", "label", it.type.value, it.text, it.lang, given=False)
        for place, it in enumerate(concept.labels)
        if it.type is not LabelType.PREFERRED
    ]
    texts = [
        Matter(f"note:{place}", "note", it.type.value, it.text, it.lang, given=False)
        for place, it in enumerate(concept.notes)
    ]
    links = [
        Matter(
            f"link:{it.predicate.value}:{it.target}",
            "link",
            it.predicate.value,
            _named(it.target, view, lang),
        )
        for it in concept.links
    ]
    return [*names, *texts, *links, *_users(concept, view, lang)]


def preview_of(
    view: View, changed: Mapping[str, Concept], first: Iterable[str], lang: str
) -> Preview:
    """What would become of the concepts, those of these ids first."""
    after = View(view.held, {**view.changes, **changed})
    order = {id: place for place, id in enumerate(first)}
    moved = [it for it in changed.values() if view.known.get(it.id) != it]
    moved.sort(key=lambda it: (order.get(it.id, len(order)), natural_key(it.notation)))
    shown = [
        Becomes(
            it.id,
            it.notation or it.id,
            name_of(it, lang, after.find),
            _act(view.known.get(it.id), it),
            field_rows(view.known.get(it.id), it, lang, after.find),
        )
        for it in moved[:MOST_SHOWN]
    ]
    return Preview(len(moved), shown)


def _users(concept: Concept, view: View, lang: str) -> list[Matter]:
    users = [
        (it, link.predicate)
        for it in view.known.values()
        if it.status is Status.ACTIVE
        for link in it.links
        if link.target == concept.id
    ]
    users.sort(key=lambda it: (it[1].value, natural_key(it[0].notation)))
    return [
        Matter(
            f"user:{it.id}",
            "user",
            predicate.value,
            _named(it.id, view, lang),
            once=predicate in _ONCE,
        )
        for it, predicate in users
    ]


def _act(before: Concept | None, after: Concept) -> str:
    if before is None:
        return "create"
    ends = before.status is Status.ACTIVE and after.status is Status.RETIRED
    return "retire" if ends else "edit"


def _named(id: str, view: View, lang: str) -> str:
    found = view.find(id)
    return f"{found.notation} {name_of(found, lang, view.find)}" if found else id
