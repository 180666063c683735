"""Drafts in the record: opened from a release, moved pointer by pointer, described for its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, literal, select

from app.db import releases
from app.db.changeset_tables import ChangesetChangeRow, DraftRow, ProtocolRow
from app.db.revisions import CHUNK
from app.db.tables import ConceptRow, Pointer, ReleaseRow
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.db.revisions import StoredPointer

__all__ = [
    "copy_pointers",
    "described",
    "find",
    "hold",
    "move",
    "people",
    "revision_keys",
    "set_people",
    "take_over",
    "was_public",
]


def find(session: Session, scheme: str) -> ReleaseRow | None:
    """The draft of the scheme, or None; the newest one where imports have made several."""
    return session.scalars(_newest(scheme)).one_or_none()


def hold(session: Session, scheme: str) -> ReleaseRow | None:
    """As `find`; no other writer changes the draft, or opens another, until this transaction ends."""
    releases.hold(session, scheme)
    return session.scalars(_newest(scheme)).one_or_none()


def _newest(scheme: str) -> Select[ReleaseRow]:
    return (
        select(ReleaseRow)
        .where(ReleaseRow.scheme == scheme, ReleaseRow.status == ReleaseStatus.DRAFT)
        .order_by(ReleaseRow.version_key.desc())
        .limit(1)
    )


def described(session: Session, release_key: int) -> DraftRow | None:
    """What is said of the draft, None where nobody has said anything."""
    return session.get(DraftRow, release_key)


def copy_pointers(session: Session, before: int, after: int) -> None:
    """Let a new draft hold what a release holds."""
    held = select(literal(after), Pointer.concept_key, Pointer.revision_key).where(
        Pointer.release_key == before
    )
    names = ["release_key", "concept_key", "revision_key"]
    session.execute(insert(Pointer).from_select(names, held))


def move(
    session: Session,
    release_key: int,
    concept_keys: Sequence[int],
    pointers: Sequence[StoredPointer],
) -> None:
    """Let the draft hold these revisions, and nothing else of these concepts."""
    for start in range(0, len(concept_keys), CHUNK):
        chunk = concept_keys[start : start + CHUNK]
        session.execute(
            delete(Pointer).where(
                Pointer.release_key == release_key, Pointer.concept_key.in_(chunk)
            )
        )
    rows = [{"release_key": release_key, **it._asdict()} for it in pointers]
    if rows:
        session.connection().execute(insert(Pointer), rows)


def take_over(session: Session, release_key: int, changeset_key: int) -> None:
    """Let the draft hold of each concept what a changeset makes of it."""
    row = ChangesetChangeRow
    made = row.changeset_key == changeset_key
    moved = select(row.concept_key).where(made)
    held = Pointer.release_key == release_key
    session.execute(delete(Pointer).where(held, Pointer.concept_key.in_(moved)))
    now = select(literal(release_key), row.concept_key, row.revision_key)
    now = now.where(made, row.revision_key.is_not(None))
    names = ["release_key", "concept_key", "revision_key"]
    session.execute(insert(Pointer).from_select(names, now))


def revision_keys(session: Session, release_key: int, concept_ids: Sequence[str]) -> dict[str, int]:
    """Concept id → the number of its revision, for those of the ids that the draft holds."""
    found: dict[str, int] = {}
    for start in range(0, len(concept_ids), CHUNK):
        chunk = concept_ids[start : start + CHUNK]
        rows = session.execute(
            select(ConceptRow.id, Pointer.revision_key)
            .join(Pointer, Pointer.concept_key == ConceptRow.key)
            .where(Pointer.release_key == release_key, ConceptRow.id.in_(chunk))
        )
        found |= dict(rows.all())
    return found


def was_public(session: Session, scheme: str, concept_id: str) -> bool:
    """Whether a release that the world sees, or saw, holds the concept."""
    query = (
        select(Pointer.release_key)
        .join(ReleaseRow, ReleaseRow.key == Pointer.release_key)
        .join(ConceptRow, ConceptRow.key == Pointer.concept_key)
        .where(ConceptRow.scheme == scheme, ConceptRow.id == concept_id)
        .where(ReleaseRow.status.in_(releases.PUBLIC))
        .limit(1)
    )
    return session.scalars(query).first() is not None


def people(session: Session, scheme: str) -> dict[str, int]:
    """Kind of change → how many people it needs, where the scheme has its own rule."""
    rows = select(ProtocolRow.change, ProtocolRow.people).where(ProtocolRow.scheme == scheme)
    return dict(session.execute(rows).all())


def set_people(session: Session, scheme: str, change: str, count: int) -> None:
    """Let that kind of change need so many people."""
    session.merge(ProtocolRow(scheme=scheme, change=change, people=count))
    session.flush()
