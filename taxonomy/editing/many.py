"""One edit of links, codes or other data of many concepts, and which concepts that are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from taxonomy.checks.fitting import fits
from taxonomy.editing.bulk import with_link, without_link
from taxonomy.editing.errors import EditRefusedError
from taxonomy.model import Notation
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_NOTE, normalise_label, normalise_note
from taxonomy.vocabulary import Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from taxonomy.model import Concept
    from taxonomy.vocabulary import Kind

    Find = Callable[[str], Concept | None]

__all__ = ["Choice", "ManyAct", "ManyEdit", "chosen", "edited_many"]

_LONGEST_SYSTEM, _LONGEST_CODE = 80, 200


class ManyAct(StrEnum):
    """What is done to each of the concepts."""

    ADD_LINK = "add-link"
    REMOVE_LINK = "remove-link"
    ADD_CODE = "add-code"
    REMOVE_CODE = "remove-code"
    SET_ATTRIBUTE = "set-attribute"
    CLEAR_ATTRIBUTE = "clear-attribute"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyEdit:
    """An act, the name of what it is done to (a predicate, a system of codes, an attribute), and the values.

    Values are ids or notations of targets, codes of that system, or the text of the attribute.
    """

    act: ManyAct
    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which active concepts: those that are named by id or notation, else those that fit all that is asked.

    `text` is a part of a name in any language, `linked_to` a concept that they link to, `without`
    one that they do not.
    """

    references: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    text: str = ""
    linked_to: str = ""
    without: str = ""

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return any((self.references, self.kinds, self.text.strip(), self.linked_to, self.without))


def chosen(concepts: Iterable[Concept], choice: Choice, find: Find) -> list[Concept]:
    """The active concepts that are chosen, in the order in which they are given.

    EditRefusedError where nothing says which, and where a reference leads to no active concept.
    """
    if not choice:
        message = sentence(
            "say which concepts are meant: their codes, their kind, or a part of their names"
        )
        raise EditRefusedError(message)
    active = [it for it in concepts if it.status is Status.ACTIVE]
    if choice.references:
        named = _targets(choice.references, find)
        active = [it for it in active if it.id in named]
    to, without = (
        _targets([it], find) if it else set() for it in (choice.linked_to, choice.without)
    )
    text = choice.text.strip().casefold()
    return [
        it
        for it in active
        if (not choice.kinds or it.kind in choice.kinds)
        and (not text or any(text in label.text.casefold() for label in it.labels))
        and (not to or any(link.target in to for link in it.links))
        and not any(link.target in without for link in it.links)
    ]


def edited_many(concepts: Sequence[Concept], edit: ManyEdit, find: Find) -> dict[str, Concept]:
    """Id → concept of those that the edit changes; those that it does not fit stay as they are.

    EditRefusedError for a predicate, target, code or text that cannot be.
    """
    if edit.act in (ManyAct.ADD_LINK, ManyAct.REMOVE_LINK):
        return _linked(concepts, edit, find)
    if edit.act in (ManyAct.ADD_CODE, ManyAct.REMOVE_CODE):
        return _changed(concepts, _coded(edit))
    return _changed(concepts, _attributed(edit))


def _linked(concepts: Sequence[Concept], edit: ManyEdit, find: Find) -> dict[str, Concept]:
    if edit.name not in set(Predicate):
        message = sentence("%(link)r is no link that a concept has", link=edit.name[:80])
        raise EditRefusedError(message)
    predicate = Predicate(edit.name)
    _require_values(edit)
    now = {it.id: it for it in concepts}
    changed: dict[str, Concept] = {}
    for target in sorted(_targets(edit.values, find)):
        to = find(target)
        fitting = [it for it in now.values() if to and fits(it.kind, predicate, to.kind)]
        if edit.act is ManyAct.ADD_LINK:
            step = with_link(fitting, predicate, target)
        else:
            step = without_link(now.values(), predicate, target)
        now |= step
        changed |= step
    return changed


def _coded(edit: ManyEdit) -> Callable[[Concept], Concept]:
    system = normalise_label(edit.name)
    codes = [normalise_label(it) for it in edit.values]
    _require_values(edit)
    if not 0 < len(system) <= _LONGEST_SYSTEM or any(len(it) > _LONGEST_CODE for it in codes):
        message = sentence(
            "name the system of the codes, such as isco-08, and codes that are no texts"
        )
        raise EditRefusedError(message)
    given = {Notation(system, it) for it in codes}

    def coded(concept: Concept) -> Concept:
        held = set(concept.notations)
        after = held | given if edit.act is ManyAct.ADD_CODE else held - given
        return replace(concept, notations=tuple(sorted(after))) if after != held else concept

    return coded


def _attributed(edit: ManyEdit) -> Callable[[Concept], Concept]:
    name = normalise_label(edit.name)
    text = normalise_note(" ".join(edit.values))
    sets = edit.act is ManyAct.SET_ATTRIBUTE
    if not 0 < len(name) <= _LONGEST_CODE or len(text) > LONGEST_NOTE or (sets and not text):
        message = sentence("name what is to be set, and the text that is to stand there")
        raise EditRefusedError(message)

    def attributed(concept: Concept) -> Concept:
        kept = tuple(it for it in concept.attributes if it[0] != name)
        after = (*kept, (name, text)) if sets else kept
        same = sorted(after) == sorted(concept.attributes)
        return concept if same else replace(concept, attributes=after)

    return attributed


def _changed(
    concepts: Iterable[Concept], change: Callable[[Concept], Concept]
) -> dict[str, Concept]:
    pairs = ((it, change(it)) for it in concepts)
    return {after.id: after for before, after in pairs if after != before}


def _require_values(edit: ManyEdit) -> None:
    if not any(it.strip() for it in edit.values):
        message = sentence("say which link or code it is: by its code")
        raise EditRefusedError(message)


def _targets(references: Collection[str], find: Find) -> set[str]:
    """The ids of what these references lead to; EditRefusedError names those that lead to nothing active."""
    found = {it: find(it) for it in references}
    lost = [
        it
        for it, concept in found.items()
        if concept is None or concept.status is not Status.ACTIVE
    ]
    if lost:
        named, more = ", ".join(it[:40] for it in lost[:20]), len(lost) - 20
        message = (
            sentence(
                "the draft holds no active concept %(named)s and %(more)s more",
                named=named,
                more=more,
            )
            if more > 0
            else sentence("the draft holds no active concept %(named)s", named=named)
        )
        raise EditRefusedError(message)
    return {it.id for it in found.values() if it}
