"""What the files of a release are made from, read from the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import changes, releases, revisions
from taxonomy import canonical
from taxonomy.formats.material import Material
from taxonomy.model import Taxonomy
from taxonomy.sources.process_wide import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.db.tables import ReleaseRow

__all__ = ["material", "taxonomy_of"]


@without_cycle_search()
def material(session: Session, row: ReleaseRow) -> Material:
    """The material of a public release, with the changes as they were stored."""
    documents = dict(revisions.documents(session, row.key))
    previous, before = None, {}
    if row.previous:
        earlier = releases.get(session, row.scheme, row.previous)
        previous = releases.as_release(earlier)
        before = dict(revisions.documents(session, earlier.key))
    return Material(
        release=releases.as_release(row),
        taxonomy=taxonomy_of(row.scheme, documents.values()),
        documents=documents,
        previous=previous,
        before=before,
        changes=list(changes.of_release(session, row.key)),
    )


def taxonomy_of(scheme: str, documents: Iterable[bytes]) -> Taxonomy:
    """The taxonomy of these documents."""
    return Taxonomy.of(scheme, (canonical.read(document) for document in documents))
