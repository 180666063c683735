"""A release as the rows of plain tables, the columns and their order those of the dictionary."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from taxonomy import schemes
from taxonomy.index import natural_key
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taxonomy.model import Concept, Release, Taxonomy

__all__ = ["Cell", "Row", "rows"]

Cell = str | int | bool | date | None
Row = tuple[Cell, ...]

_KINDS = {kind: place for place, kind in enumerate(Kind)}


def rows(taxonomy: Taxonomy, release: Release) -> dict[str, list[Row]]:
    """Table → rows with the columns that Parquet has; None where nothing is told.

    Rows are grouped by kind and, within one, stand in the natural order of notations (`OP-2` before
    `OP-10`). A concept is named by its id. ValueError where the release is one of another scheme.
    """
    if release.scheme != taxonomy.scheme:
        message = f"{release.name} is no release of {taxonomy.scheme}"
        raise ValueError(message)
    concepts = sorted(taxonomy, key=_order)
    return {
        "release": [_release(release)],
        "concepts": [_concept(it) for it in concepts],
        "labels": [
            (it.id, label.lang, label.type, label.text, label.id or None, label.notation or None)
            for it in concepts
            for label in it.labels
        ],
        "notes": [(it.id, note.lang, note.type, note.text) for it in concepts for note in it.notes],
        "links": [row for it in concepts for row in _links(it)],
        "notations": [(it.id, *code) for it in concepts for code in it.notations],
        "successors": list(_pairs(concepts, "replaced_by")),
        "collections": list(_pairs(concepts, "collections")),
        "attributes": [(it.id, *fact) for it in concepts for fact in it.attributes],
    }


def _order(concept: Concept) -> tuple[int, tuple[str | int, ...], str]:
    return _KINDS[concept.kind], natural_key(concept.notation), concept.id


def _release(release: Release) -> Row:
    scheme = schemes.get(release.scheme)
    return (
        release.scheme,
        release.version,
        release.previous,
        release.released_at,
        release.sample,
        release.note or None,
        scheme.title,
        scheme.publisher,
        scheme.licence,
        scheme.attribution,
        release.digest or None,
    )


def _concept(concept: Concept) -> Row:
    return (
        concept.id,
        concept.notation or None,
        concept.kind,
        concept.status,
        concept.retirement,
        *(concept.framework or (None, None, None)),
    )


def _links(concept: Concept) -> Iterator[Row]:
    for link in sorted(concept.links, key=lambda it: (it.predicate, it.rank, it.target)):
        yield concept.id, link.predicate, link.target, link.rank


def _pairs(concepts: Iterable[Concept], name: str) -> Iterator[Row]:
    for concept in concepts:
        for value in getattr(concept, name):
            yield concept.id, value
