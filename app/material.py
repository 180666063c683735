"""What the files of a release are made from, read from the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import changes, mapping_sets, releases, revisions
from taxonomy import canonical
from taxonomy.formats.mapping_files import Known, PublishedSet
from taxonomy.formats.material import Material
from taxonomy.model import Taxonomy
from taxonomy.sources.process_wide import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from app.db.mapping_tables import MappingSetRow
    from app.db.tables import ReleaseRow
    from taxonomy.model import Concept, Release

__all__ = ["mappings_of", "material", "taxonomy_of"]


@without_cycle_search()
def material(session: Session, row: ReleaseRow) -> Material:
    """The material of a public release, with the changes as they were stored."""
    documents = dict(revisions.documents(session, row.key))
    previous, before = None, {}
    if row.previous:
        earlier = releases.get(session, row.scheme, row.previous)
        previous = releases.as_release(earlier)
        before = dict(revisions.documents(session, earlier.key))
    taxonomy = taxonomy_of(row.scheme, documents.values())
    return Material(
        release=releases.as_release(row),
        taxonomy=taxonomy,
        documents=documents,
        previous=previous,
        before=before,
        changes=list(changes.of_release(session, row.key)),
        mappings=mappings_of(session, releases.as_release(row), taxonomy),
    )


def mappings_of(session: Session, release: Release, taxonomy: Taxonomy) -> list[PublishedSet]:
    """The mapping sets that go with a release, with the concepts of both sides.

    MappingSetNotFoundError where the record has lost one.
    """
    found = []
    for full_name in release.mapping_sets:
        name, _, edition = full_name.partition("/")
        row = mapping_sets.get(session, name, int(edition))
        known = Known(taxonomy.by_id, _concepts(session, row), release.public_url)
        found.append(PublishedSet(mapping_sets.load(session, row), row.edition, known))
    return found


def _concepts(session: Session, row: MappingSetRow) -> Mapping[str, Concept]:
    """Id → concept of the release that a set leads to; empty where the record does not hold it."""
    held = releases.find(session, row.object_scheme, row.object_version)
    if held is None:
        return {}
    documents = dict(revisions.documents(session, held.key))
    return taxonomy_of(row.object_scheme, documents.values()).by_id


def taxonomy_of(scheme: str, documents: Iterable[bytes]) -> Taxonomy:
    """The taxonomy of these documents."""
    return Taxonomy.of(scheme, (canonical.read(document) for document in documents))
