"""A concept's mappings as a table of CSV: what its picture shows, with everything that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.formats.cells import row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.rendering.counterparts import Counterpart, Spread

__all__ = ["COLUMNS", "table"]

COLUMNS = (
    *("mapping_id", "subject_id", "subject_notation", "subject_label", "predicate_id"),
    *("object_id", "object_notation", "object_label", "state", "mapping_justification"),
    *("confidence", "mapping_date", "reviewer", "review_date", "comment"),
    *("subject_source_version", "object_source_version"),
)


def table(spread: Spread) -> Iterator[str]:
    """The lines of the file (RFC 4180, cells neutralised): one mapping a row, named as in SSSOM."""
    yield row(COLUMNS) + "\n"
    for it in spread.counterparts:
        yield row(_cells(spread, it)) + "\n"


def _cells(spread: Spread, counterpart: Counterpart) -> list[str]:
    own, other, it = spread.concept, counterpart.concept, counterpart.mapping
    return [
        *(counterpart.id, own.id, own.notation, own.text, it.predicate.value),
        *(it.object_id, other.notation if other else "", other.text if other else ""),
        *(it.state.value, it.justification.value),
        *("" if it.confidence is None else str(it.confidence), str(it.mapping_date or "")),
        *(it.reviewer, str(it.review_date or ""), it.comment),
        *(spread.own.version, spread.other.version),
    ]
