"""What releases changed, and one concept through all of them, as the record holds it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, insert, select

from app.db.revisions import concept_keys
from app.db.tables import ChangeRow, ConceptRow, Pointer, ReleaseRow, RevisionRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

__all__ = ["State", "document", "fill", "of_concept", "of_release", "states"]

CHUNK = 2_000
"""Changes that are fetched in one go."""


class State(NamedTuple):
    """What a release holds of a concept: the SHA-256 of its document, and whether it is active."""

    revision: bytes
    active: bool


def of_release(session: Session, release_key: int) -> Iterator[Mapping[str, Any]]:
    """The changes of a release against its previous one, in their order, streamed."""
    query = (
        select(ChangeRow.detail)
        .where(ChangeRow.release_key == release_key)
        .order_by(ChangeRow.position)
    )
    return iter(session.scalars(query, execution_options={"yield_per": CHUNK}))


def fill(session: Session, row: ReleaseRow, changes: Sequence[Mapping[str, Any]]) -> None:
    """Store what the release changed against its previous one, each change as its JSON values."""
    release_key = row.key
    keys = concept_keys(session, row.scheme)
    rows = [
        {
            "release_key": release_key,
            "position": position,
            "concept_key": keys[change["concept"]["id"]],
            "change": change["change"],
            "detail": change,
        }
        for position, change in enumerate(changes)
    ]
    session.execute(delete(ChangeRow).where(ChangeRow.release_key == release_key))
    if rows:
        session.connection().execute(insert(ChangeRow), rows)


def of_concept(session: Session, scheme: str, concept_id: str) -> dict[str, list[dict[str, Any]]]:
    """Version → what that release changed of the concept, in order; one query for all releases."""
    rows = session.execute(
        select(ReleaseRow.version, ChangeRow.detail)
        .join(ReleaseRow, ReleaseRow.key == ChangeRow.release_key)
        .join(ConceptRow, ConceptRow.key == ChangeRow.concept_key)
        .where(*_is(scheme, concept_id))
        .order_by(ChangeRow.release_key, ChangeRow.position)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for version, detail in rows:
        found.setdefault(version, []).append(detail)
    return found


def states(session: Session, scheme: str, concept_id: str) -> dict[str, State]:
    """Version → what that release or draft holds of the concept; one query for all of them."""
    rows = session.execute(
        select(ReleaseRow.version, RevisionRow.digest, RevisionRow.active)
        .join(Pointer, Pointer.release_key == ReleaseRow.key)
        .join(RevisionRow, RevisionRow.key == Pointer.revision_key)
        .join(ConceptRow, ConceptRow.key == Pointer.concept_key)
        .where(*_is(scheme, concept_id))
    )
    return {version: State(digest, active) for version, digest, active in rows}


def document(session: Session, revision: bytes) -> bytes | None:
    """The document of this revision, None where the record has none."""
    packed = session.scalars(
        select(RevisionRow.document).where(RevisionRow.digest == revision)
    ).one_or_none()
    return zlib.decompress(packed) if packed else None


def _is(scheme: str, concept_id: str) -> tuple[ColumnElement[bool], ...]:
    return ConceptRow.scheme == scheme, ConceptRow.id == concept_id
