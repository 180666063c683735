"""Two states of one concept, compared field by field and language by language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.changes import Change, ChangeType
from taxonomy.comparing import fields, labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.model import Concept

__all__ = ["content_changes"]

_COMPARISONS = (
    fields.kind,
    fields.notations,
    labels.labels,
    fields.notes,
    fields.links,
    fields.collections,
    fields.attributes,
    fields.framework,
    fields.successors,
)


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
    for compare in _COMPARISONS:
        yield from compare(before, after, base)
