"""Documents through releases: which revision each release holds, and the documents of some of them."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.tables import ConceptRow, Pointer, RevisionRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

__all__ = ["documents", "held"]

_CHUNK = 10_000


def held(session: Session, release_key: int) -> dict[str, int]:
    """Concept id → the number of the revision that the release or draft holds."""
    rows = session.execute(
        select(ConceptRow.id, Pointer.revision_key)
        .join(Pointer, Pointer.concept_key == ConceptRow.key)
        .where(Pointer.release_key == release_key)
    )
    return dict(rows.all())


def documents(session: Session, revision_keys: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """(number, document) of these revisions, in no order."""
    wanted = sorted(revision_keys)
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(RevisionRow.key, RevisionRow.document).where(
                RevisionRow.key.in_(wanted[start : start + _CHUNK])
            )
        )
        for key, packed in rows:
            yield key, zlib.decompress(packed)
