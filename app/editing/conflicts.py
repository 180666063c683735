"""How states of a concept are told to who must choose between them, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taxonomy.editing.fields import Life, fields_of
from taxonomy.editing.merging import changed_fields, differing, merge
from taxonomy.model import Framework, Label, Link, Notation, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.editing.fields import Value
    from taxonomy.model import Concept

__all__ = ["conflict_of", "fields_shown", "shown_change", "texts"]


def conflict_of(
    base: Concept | None, theirs: Concept | None, mine: Concept | None
) -> dict[str, Any]:
    """What both sides made of a concept: each field that either changed, and whether it is a choice.

    `deleted` tells who holds the concept no more, where that is so: `theirs` or `mine`.
    """
    named = mine or theirs or base
    told: dict[str, Any] = {
        "id": named.id if named else "",
        "notation": named.notation if named else "",
    }
    if theirs is None or mine is None:
        return {**told, "deleted": "theirs" if theirs is None else "mine", "fields": []}
    choices = {it.field for it in merge(base, theirs, mine).conflicts}
    changed = {*changed_fields(base, theirs), *changed_fields(base, mine)}
    sides = [fields_of(it) if it else {} for it in (base, theirs, mine)]
    fields = [
        {
            "field": str(field),
            "choice": field in choices,
            **{
                side: texts(held.get(field, ()))
                for side, held in zip(("base", "theirs", "mine"), sides, strict=True)
            },
        }
        for field in sorted(changed, key=lambda it: it.order)
    ]
    return {**told, "fields": fields}


def shown_change(
    before: Concept | None, after: Concept | None
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The fields that differ, as they were and as they are."""
    old, new = fields_of(before) if before else {}, fields_of(after) if after else {}
    changed = differing(old, new)
    return (
        {str(it): texts(old[it]) for it in changed if it in old},
        {str(it): texts(new[it]) for it in changed if it in new},
    )


def fields_shown(concept: Concept) -> dict[str, list[str]]:
    """Field → its texts."""
    return {str(it): texts(value) for it, value in fields_of(concept).items()}


def texts(value: Value) -> list[str]:
    """What stands in a field, each thing as a text."""
    return [_text(it) for it in value]


def _text(part: Any) -> str:
    if isinstance(part, Label | Note):
        return part.text
    if isinstance(part, Link):
        return f"{part.target} ({part.rank})" if part.rank else part.target
    if isinstance(part, Life):
        return _joined((part.status, part.retirement or "", *part.replaced_by))
    return _joined(part) if isinstance(part, Framework | Notation) else str(part)


def _joined(parts: Iterable[str]) -> str:
    return " ".join(it for it in parts if it)
