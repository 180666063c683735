"""Releases and drafts in the record: finding, listing, opening, moving their pointers and states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, delete, func, insert, select, update

from app.db.revisions import CHUNK, concept_keys
from app.db.tables import ChangeRow, Pointer, ReleaseRow, RevisionRow
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.model import Lifespan, Release
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.functions import Function

    from app.db.revisions import StoredPointer

__all__ = [
    "PUBLIC",
    "as_release",
    "as_row",
    "current",
    "earlier",
    "every",
    "fill_changes",
    "find",
    "find_to_change",
    "freeze",
    "get",
    "get_to_change",
    "lifespans",
    "mark",
    "newest_version",
    "point",
    "public",
    "remove",
]

PUBLIC = (ReleaseStatus.CANDIDATE, ReleaseStatus.PUBLISHED, ReleaseStatus.WITHDRAWN)
"""The states in which the world sees a release, and in which nothing of it changes."""


def find(session: Session, scheme: str, version: str) -> ReleaseRow | None:
    """The release or draft of that version, or None."""
    return session.scalars(_of(scheme, version)).one_or_none()


def find_to_change(session: Session, scheme: str, version: str) -> ReleaseRow | None:
    """As `find`; no other writer sees the row until this transaction ends, so it stays as read."""
    return session.scalars(_of(scheme, version).with_for_update()).one_or_none()


def get(session: Session, scheme: str, version: str) -> ReleaseRow:
    """The release or draft of that version; ReleaseNotFoundError names the newest there is."""
    return _there(session, scheme, version, find(session, scheme, version))


def get_to_change(session: Session, scheme: str, version: str) -> ReleaseRow:
    """As `get`, and held as `find_to_change` does."""
    return _there(session, scheme, version, find_to_change(session, scheme, version))


def _of(scheme: str, version: str) -> Select[ReleaseRow]:
    return select(ReleaseRow).where(ReleaseRow.scheme == scheme, ReleaseRow.version == version)


def _there(session: Session, scheme: str, version: str, row: ReleaseRow | None) -> ReleaseRow:
    if row is None:
        newest = newest_version(session, scheme)
        there = f"the newest is {newest}" if newest else "it has none yet"
        message = f"{scheme} has no release {version}; {there}"
        raise ReleaseNotFoundError(message)
    return row


def every(session: Session, scheme: str | None = None) -> list[ReleaseRow]:
    """All releases and drafts, by scheme and then by version."""
    query = select(ReleaseRow).order_by(ReleaseRow.scheme, ReleaseRow.version_key)
    return list(session.scalars(query.where(ReleaseRow.scheme == scheme) if scheme else query))


def public(session: Session) -> list[Release]:
    """What the world sees, by scheme and then by version."""
    return [as_release(row) for row in every(session) if row.status in PUBLIC]


def current(rows: Iterable[ReleaseRow], scheme: str) -> ReleaseRow | None:
    """Of these rows the scheme's newest published one; a sample only where there is no other."""
    published = [
        row for row in rows if row.scheme == scheme and row.status == ReleaseStatus.PUBLISHED
    ]
    return max(published, key=lambda row: (not row.sample, row.version_key), default=None)


def newest_version(session: Session, scheme: str) -> str | None:
    """The highest version of the scheme, drafts included, or None."""
    return session.scalars(
        select(ReleaseRow.version)
        .where(ReleaseRow.scheme == scheme)
        .order_by(ReleaseRow.version_key.desc())
        .limit(1)
    ).one_or_none()


def earlier(session: Session, scheme: str, version: Version, *, sample: bool) -> list[ReleaseRow]:
    """The public releases before this version, oldest first; samples only precede samples."""
    return [
        row
        for row in every(session, scheme)
        if row.status in PUBLIC and row.sample is sample and Version.parse(row.version) < version
    ]


def point(session: Session, release_key: int, pointers: Iterable[StoredPointer]) -> None:
    """Make these the release's pointers, instead of those it had."""
    session.execute(delete(Pointer).where(Pointer.release_key == release_key))
    rows = [
        {"release_key": release_key, "concept_key": it.concept_key, "revision_key": it.revision_key}
        for it in sorted(pointers)
    ]
    if rows:
        session.connection().execute(insert(Pointer), rows)


def freeze(session: Session, release_key: int, at: datetime, previous: str | None) -> None:
    """Fix when the draft is published and what it follows, unless that is fixed already."""
    session.execute(
        update(ReleaseRow)
        .where(ReleaseRow.key == release_key, ReleaseRow.published_at.is_(None))
        .values(published_at=at, previous=previous)
    )


def mark(session: Session, release_key: int, before: ReleaseStatus, after: ReleaseStatus) -> bool:
    """Whether this call moved the release from one state to the other (compare and swap)."""
    result = session.execute(
        update(ReleaseRow)
        .where(ReleaseRow.key == release_key, ReleaseRow.status == before)
        .values(status=after)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def fill_changes(session: Session, row: ReleaseRow, changes: Sequence[Mapping[str, Any]]) -> None:
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


def remove(session: Session, release_key: int) -> None:
    """Forget a draft and its pointers; revisions stay, they may serve others."""
    session.execute(delete(Pointer).where(Pointer.release_key == release_key))
    session.execute(delete(ReleaseRow).where(ReleaseRow.key == release_key))


def lifespans(session: Session, scheme: str, version: str) -> dict[str, Lifespan]:
    """Concept id → since when it exists and, where it is retired, when that happened.

    Seen from this release: later ones do not count, and samples only count among samples.
    """
    row = get(session, scheme, version)
    line = [*earlier(session, scheme, Version.parse(version), sample=row.sample), row]
    names = [it.version for it in line]
    position = {it.version_key: index for index, it in enumerate(line)}
    of_line = Pointer.release_key.in_([it.key for it in line])
    first = _versions(session, func.min(ReleaseRow.version_key), of_line)
    living = _active(session, row.key)
    last = _last_active(session, sorted(first.keys() - living), of_line)
    spans: dict[str, Lifespan] = {}
    for concept_id, concept_key in concept_keys(session, scheme).items():
        if concept_key in living:
            spans[concept_id] = Lifespan(names[position[first[concept_key]]])
        elif concept_key in first:
            seen = position[last[concept_key]] if concept_key in last else None
            spans[concept_id] = Lifespan(
                names[position[first[concept_key]]],
                None if seen is None else names[seen],
                names[0 if seen is None else seen + 1],
            )
    return spans


def _active(session: Session, release_key: int) -> set[int]:
    """The numbers of the concepts that are active in the release."""
    query = select(Pointer.concept_key).join(RevisionRow, RevisionRow.key == Pointer.revision_key)
    return set(session.scalars(query.where(Pointer.release_key == release_key, RevisionRow.active)))


def _last_active(
    session: Session, concepts: Sequence[int], *conditions: ColumnElement[bool]
) -> dict[int, str]:
    """Concept → the newest version, as its sort key, in which it is active; none where none is."""
    active = Pointer.revision_key.in_(select(RevisionRow.key).where(RevisionRow.active))
    last: dict[int, str] = {}
    for start in range(0, len(concepts), CHUNK):
        chosen = Pointer.concept_key.in_(concepts[start : start + CHUNK])
        newest = func.max(ReleaseRow.version_key)
        last |= _versions(session, newest, *conditions, chosen, active)
    return last


def _versions(
    session: Session, aggregate: Function[str], *conditions: ColumnElement[bool]
) -> dict[int, str]:
    """Concept → the sort key of a version, over the pointers that the conditions let pass."""
    query = (
        select(Pointer.concept_key, aggregate)
        .join(ReleaseRow, ReleaseRow.key == Pointer.release_key)
        .where(*conditions)
        .group_by(Pointer.concept_key)
    )
    return dict(session.execute(query).all())


def as_release(row: ReleaseRow) -> Release:
    """What is said of the release, as a value."""
    return Release(
        scheme=row.scheme,
        version=row.version,
        status=ReleaseStatus(row.status),
        digest=row.digest,
        sample=row.sample,
        released_at=row.released_at,
        published_at=row.published_at,
        previous=row.previous,
        counts=row.counts,
        retired=row.retired,
        languages=row.languages,
        note=row.note,
        imprint=row.imprint,
        withdrawal=row.withdrawal,
    )


def as_row(release: Release) -> ReleaseRow:
    """The row of a release that the record does not hold yet, nothing withdrawn."""
    return ReleaseRow(
        scheme=release.scheme,
        version=release.version,
        version_key=Version.parse(release.version).key,
        status=release.status,
        sample=release.sample,
        released_at=release.released_at,
        published_at=release.published_at,
        previous=release.previous,
        digest=release.digest,
        counts=dict(release.counts),
        retired=dict(release.retired),
        languages=dict(release.languages),
        note=release.note,
        imprint=dict(release.imprint),
        withdrawal="",
    )
