"""Two edits of one concept meet: what both keep, and the fields of which somebody must choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from taxonomy.editing.fields import Field, Value, concept_of, fields_of
from taxonomy.model import Link

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from taxonomy.model import Concept

__all__ = ["FieldConflict", "Merge", "changed_fields", "differing", "merge"]

_OF_SEVERAL = frozenset({"collections", "link", "notations"})
"""Groups whose fields hold several things, each of which comes and goes by itself."""


class FieldConflict(NamedTuple):
    """A field that both edits changed, and not to the same; () stands for nothing."""

    field: Field
    base: Value
    theirs: Value
    mine: Value


@dataclass(frozen=True, slots=True)
class Merge:
    """What comes of two edits. `concept` has what both agree on and, in conflicts, theirs."""

    concept: Concept
    conflicts: tuple[FieldConflict, ...]

    def chosen(self, mine: Collection[Field]) -> Concept:
        """The concept with my side of these conflicts, and theirs of all others."""
        fields = fields_of(self.concept)
        for it in self.conflicts:
            if it.field in mine:
                fields[it.field] = it.mine
        return _concept(self.concept, fields)


def merge(base: Concept | None, theirs: Concept, mine: Concept) -> Merge:
    """The three-way merge of two edits of a concept; without a base all that differs is a conflict.

    Links, codes and names that are not preferred come and go one by one, so that two editors who add
    to the same field do not meet; any other field is one thing.
    """
    old = fields_of(base) if base else {}
    left, right = fields_of(theirs), fields_of(mine)
    merged: dict[Field, Value] = {}
    conflicts = []
    for field in sorted({*old, *left, *right}, key=lambda it: it.order):
        sides = FieldConflict(field, old.get(field, ()), left.get(field, ()), right.get(field, ()))
        found = _merged(sides)
        if found is None:
            conflicts.append(sides)
        merged[field] = sides.theirs if found is None else found
    return Merge(_concept(theirs, merged), tuple(conflicts))


def changed_fields(before: Concept | None, after: Concept | None) -> list[Field]:
    """The fields in which two states of a concept differ, in the order of `Field.order`."""
    return differing(fields_of(before) if before else {}, fields_of(after) if after else {})


def differing(old: Mapping[Field, Value], new: Mapping[Field, Value]) -> list[Field]:
    """As `changed_fields`, of two states whose fields are known already."""
    changed = {it for it in {*old, *new} if old.get(it) != new.get(it)}
    return sorted(changed, key=lambda it: it.order)


def _concept(like: Concept, fields: Mapping[Field, Value]) -> Concept:
    return concept_of(like.scheme, like.id, fields)


def _merged(sides: FieldConflict) -> Value | None:
    """What both sides lead to, None where they disagree."""
    _, base, theirs, mine = sides
    if theirs == mine or mine == base:
        return theirs
    if theirs == base:
        return mine
    return _by_parts(sides) if _has_parts(sides.field) else None


def _has_parts(field: Field) -> bool:
    return field.group in _OF_SEVERAL or (field.group == "label" and field.name != "preferred")


def _by_parts(sides: FieldConflict) -> Value | None:
    base, theirs, mine = ({_key(it): it for it in side} for side in sides[1:])
    if [len(base), len(theirs), len(mine)] != [len(it) for it in sides[1:]]:
        return None  # one thing stands there twice: nobody can tell which is which
    merged = []
    for key in {*base, *theirs, *mine}:
        was, there, here = base.get(key), theirs.get(key), mine.get(key)
        if there != here and was not in (there, here):
            return None
        kept = here if there == was else there
        if kept is not None:
            merged.append(kept)
    return tuple(sorted(merged))


def _key(part: Any) -> object:
    """What makes it the same thing, however it is told: of a link, where it leads to."""
    return part.target if isinstance(part, Link) else part
