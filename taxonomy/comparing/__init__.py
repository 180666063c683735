"""Two states of one concept, compared field by field and language by language."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from taxonomy.changes import Change, ChangeType
from taxonomy.comparing import fields, labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.model import Concept

__all__ = ["content_changes"]

_COMPARISONS = (
    (attrgetter("kind", "scheme"), fields.kind),
    (attrgetter("notation", "notations"), fields.notations),
    (attrgetter("labels"), labels.labels),
    (attrgetter("notes"), fields.notes),
    (attrgetter("links"), fields.links),
    (attrgetter("collections"), fields.collections),
    (attrgetter("attributes"), fields.attributes),
    (attrgetter("framework"), fields.framework),
    (attrgetter("retirement", "replaced_by"), fields.successors),
)
"""What is compared, and how where it is not equal."""


def content_changes(before: Concept, after: Concept) -> Iterator[Change]:
    """The changes between two states of a concept; at least one where they differ."""
    base = Change(
        concept_id=after.id,
        notation=after.notation,
        kind=after.kind,
        change=ChangeType.KIND_CHANGED,
        concept=after,
        was=before,
    )
    for part, compare in _COMPARISONS:
        if part(before) != part(after):
            yield from compare(before, after, base)
