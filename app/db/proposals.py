"""What a changeset proposes, all of it at once and without documents: by whom, why, from where to where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import aliased

from app.db.changeset_tables import ChangesetChangeRow
from app.db.tables import ConceptRow, RevisionRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["acts", "authors", "revisions_of"]


def authors(session: Session, key: int) -> frozenset[str]:
    """Who made the changes of a changeset, in lower case."""
    told = cast(ChangesetChangeRow.authors, Text)
    query = select(told).where(ChangesetChangeRow.changeset_key == key).distinct()
    return frozenset(name.casefold() for it in session.scalars(query) for name in json.loads(it))


def acts(session: Session, key: int) -> list[tuple[str, list[str], str]]:
    """(Concept id, its authors, why) of each change of a changeset, in the record's order."""
    row = ChangesetChangeRow
    query = select(ConceptRow.id, row.authors, row.why).where(row.changeset_key == key)
    query = query.join(ConceptRow, ConceptRow.key == row.concept_key).order_by(ConceptRow.key)
    return [(id, authors, why) for id, authors, why in session.execute(query)]


def revisions_of(session: Session, key: int) -> dict[str, tuple[bytes | None, bytes | None]]:
    """Concept id → the revisions from which and to which a changeset leads, in the record's order."""
    row, was, becomes = ChangesetChangeRow, aliased(RevisionRow), aliased(RevisionRow)
    query = (
        select(ConceptRow.id, was.digest, becomes.digest)
        .select_from(row)
        .join(ConceptRow, ConceptRow.key == row.concept_key)
        .outerjoin(was, was.key == row.base_key)
        .outerjoin(becomes, becomes.key == row.revision_key)
        .where(row.changeset_key == key)
        .order_by(ConceptRow.key)
    )
    return {id: (base, revision) for id, base, revision in session.execute(query)}
