"""Revisions in the record: storing documents once, reading them back by release."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from app.db.tables import Base, ConceptRow, Pointer, ReleaseRow, RevisionRow
from taxonomy import canonical

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = [
    "CHUNK",
    "StoredPointer",
    "carried_on",
    "changed_pairs",
    "concept_keys",
    "documents",
    "documents_of",
    "keys_of",
    "of_digests",
    "pointers",
    "repoint",
    "store",
]

CHUNK = 10_000  # below SQLite's limit of 32 766 variables in a statement
_LEVEL = 6


class StoredPointer(NamedTuple):
    """A pointer by the record's own numbers."""

    concept_key: int
    revision_key: int


def store(
    session: Session, scheme: str, documents: Mapping[str, tuple[bytes, bool]]
) -> dict[str, StoredPointer]:
    """Where each document (concept id → bytes and whether it is active) stands; new ones are added."""
    few = documents.keys() if len(documents) <= CHUNK else None
    known_concepts = concept_keys(session, scheme, few)
    new = [{"scheme": scheme, "id": key} for key in documents if key not in known_concepts]
    if new:
        _add_missing(session, ConceptRow, new)
        known_concepts = concept_keys(session, scheme, few)
    digests = {key: canonical.revision(document) for key, (document, _) in documents.items()}
    known = keys_of(session, digests.values())
    missing = [
        {"digest": digests[key], "active": active, "document": zlib.compress(document, _LEVEL)}
        for key, (document, active) in documents.items()
        if digests[key] not in known
    ]
    if missing:
        _add_missing(session, RevisionRow, missing)
        known |= keys_of(session, [digests[key] for key in documents if digests[key] not in known])
    return {
        key: StoredPointer(known_concepts[key], known[digest]) for key, digest in digests.items()
    }


def concept_keys(
    session: Session, scheme: str, ids: Collection[str] | None = None
) -> dict[str, int]:
    """Concept id → its number in the record; only of these (so many as one statement bears) where named."""
    query = select(ConceptRow.id, ConceptRow.key).where(ConceptRow.scheme == scheme)
    if ids is not None:
        query = query.where(ConceptRow.id.in_(ids))
    return dict(session.execute(query).all())


def pointers(session: Session, release_key: int) -> dict[str, tuple[bytes, bool]]:
    """Concept id → (digest, whether active) of everything a release or draft holds."""
    rows = session.execute(
        select(ConceptRow.id, RevisionRow.digest, RevisionRow.active)
        .join(Pointer, Pointer.concept_key == ConceptRow.key)
        .join(RevisionRow, RevisionRow.key == Pointer.revision_key)
        .where(Pointer.release_key == release_key)
    )
    return {concept_id: (digest, active) for concept_id, digest, active in rows}


def repoint(session: Session, release_key: int, moved: Iterable[StoredPointer]) -> None:
    """Let a draft hold these revisions of concepts that it holds already."""
    statement = (
        update(Pointer)
        .where(Pointer.release_key == release_key, Pointer.concept_key == bindparam("held"))
        .values(revision_key=bindparam("becomes"))
    )
    rows = [{"held": it.concept_key, "becomes": it.revision_key} for it in sorted(moved)]
    if rows:
        session.connection().execute(statement, rows)


def documents(session: Session, release_key: int) -> Iterator[tuple[str, bytes]]:
    """(concept id, document) of everything a release or draft holds, streamed, in no order."""
    rows = session.execute(
        _documents().where(Pointer.release_key == release_key),
        execution_options={"yield_per": CHUNK},
    )
    for concept_id, packed in rows:
        yield concept_id, zlib.decompress(packed)


def of_digests(session: Session, digests: Collection[bytes]) -> dict[bytes, bytes]:
    """Digest → document of the revisions that the record has."""
    wanted = sorted(digests)
    found: dict[bytes, bytes] = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        query = select(RevisionRow.digest, RevisionRow.document)
        rows = session.execute(query.where(RevisionRow.digest.in_(chunk)))
        found |= {digest: zlib.decompress(packed) for digest, packed in rows}
    return found


def carried_on(
    session: Session, earlier: Sequence[int], listed: Iterable[str], scheme: str
) -> Iterator[tuple[str, bytes]]:
    """(concept id, newest document) of what earlier releases hold and the new one does not list.

    `earlier` names the releases' numbers from the oldest to the newest.
    """
    if not earlier:
        return
    listed = frozenset(listed)
    unlisted = [
        number for key, number in concept_keys(session, scheme).items() if key not in listed
    ]
    for start in range(0, len(unlisted), CHUNK):
        newest = (
            select(Pointer.concept_key, func.max(ReleaseRow.version_key).label("version_key"))
            .join(ReleaseRow, ReleaseRow.key == Pointer.release_key)
            .where(
                Pointer.concept_key.in_(unlisted[start : start + CHUNK]),
                Pointer.release_key.in_(earlier),
            )
            .group_by(Pointer.concept_key)
            .subquery()
        )
        rows = session.execute(
            _documents()
            .join(ReleaseRow, ReleaseRow.key == Pointer.release_key)
            .join(
                newest,
                and_(
                    newest.c.concept_key == Pointer.concept_key,
                    newest.c.version_key == ReleaseRow.version_key,
                ),
            )
            .where(Pointer.release_key.in_(earlier))
        )
        for concept_id, packed in rows:
            yield concept_id, zlib.decompress(packed)


def documents_of(
    session: Session, release_key: int, concept_ids: Iterable[str], scheme: str
) -> dict[str, bytes]:
    """Concept id → document, for those of the ids that the release holds."""
    wanted = list(concept_ids)
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            _documents().where(
                Pointer.release_key == release_key,
                ConceptRow.scheme == scheme,
                ConceptRow.id.in_(wanted[start : start + CHUNK]),
            )
        )
        found.update((concept_id, zlib.decompress(packed)) for concept_id, packed in rows)
    return found


def changed_pairs(
    session: Session, before: int, after: int
) -> Iterator[tuple[bytes | None, bytes | None]]:
    """The documents (before, after) of every concept whose pointer differs between two releases."""
    old, new = aliased(Pointer), aliased(Pointer)
    was, became = aliased(RevisionRow), aliased(RevisionRow)
    changed = (
        select(was.document, became.document)
        .select_from(old)
        .join(
            new,
            and_(new.concept_key == old.concept_key, new.release_key == after),
            isouter=True,
        )
        .join(was, was.key == old.revision_key)
        .join(became, became.key == new.revision_key, isouter=True)
        .where(
            old.release_key == before,
            or_(new.revision_key.is_(None), new.revision_key != old.revision_key),
        )
    )
    added = (
        select(became.document)
        .select_from(new)
        .join(
            old,
            and_(old.concept_key == new.concept_key, old.release_key == before),
            isouter=True,
        )
        .join(became, became.key == new.revision_key)
        .where(new.release_key == after, old.concept_key.is_(None))
    )
    for packed, repacked in session.execute(changed):
        yield zlib.decompress(packed), zlib.decompress(repacked) if repacked else None
    for (packed,) in session.execute(added):
        yield None, zlib.decompress(packed)


def _documents() -> Select[str, bytes]:
    return (
        select(ConceptRow.id, RevisionRow.document)
        .join(Pointer, Pointer.concept_key == ConceptRow.key)
        .join(RevisionRow, RevisionRow.key == Pointer.revision_key)
    )


def keys_of(session: Session, digests: Iterable[bytes]) -> dict[bytes, int]:
    """Digest → number of the revisions that the record has."""
    wanted = list(digests)
    found: dict[bytes, int] = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        rows = session.execute(
            select(RevisionRow.digest, RevisionRow.key).where(RevisionRow.digest.in_(chunk))
        )
        found.update(rows.all())
    return found


def _add_missing(session: Session, table: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows; one that another writer added in the meantime stays as it is."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing()
    session.connection().execute(statement, list(rows))
