"""Releases and drafts in the record: finding, listing, opening, moving their pointers and states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, delete, insert, select, update

from app.db.tables import Pointer, ReleaseRow
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.model import Distribution, Release, Rescheduled
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.db.revisions import StoredPointer

__all__ = [
    "PUBLIC",
    "as_release",
    "as_row",
    "before",
    "current",
    "earlier",
    "every",
    "find",
    "find_to_change",
    "freeze",
    "get",
    "get_to_change",
    "hold",
    "mark",
    "newest_version",
    "point",
    "public",
    "remove",
    "thaw",
]

PUBLIC = (ReleaseStatus.CANDIDATE, ReleaseStatus.PUBLISHED, ReleaseStatus.WITHDRAWN)
"""The states in which the world sees a release, and in which nothing of it changes."""


def find(session: Session, scheme: str, version: str) -> ReleaseRow | None:
    """The release or draft of that version, or None."""
    return session.scalars(_of(scheme, version)).one_or_none()


def find_to_change(session: Session, scheme: str, version: str) -> ReleaseRow | None:
    """As `find`; no other writer sees the row until this transaction ends, so it stays as read."""
    return session.scalars(_of(scheme, version).with_for_update()).one_or_none()


def last_public(session: Session, scheme: str) -> ReleaseRow | None:
    """The newest public release, withdrawn ones too: what was public is carried on. Samples come last."""
    rows = [it for it in every(session, scheme) if it.status in PUBLIC]
    return max(rows, key=lambda it: (not it.sample, it.version_key), default=None)


def hold(session: Session, scheme: str) -> None:
    """Let no other writer change a release of the scheme until this transaction ends."""
    query = select(ReleaseRow).where(ReleaseRow.scheme == scheme).order_by(ReleaseRow.key)
    session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


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


def before(session: Session, row: ReleaseRow) -> ReleaseRow | None:
    """The newest public release before this one, None where it is the first."""
    found = earlier(session, row.scheme, Version.parse(row.version), sample=row.sample)
    return found[-1] if found else None


def point(session: Session, release_key: int, pointers: Iterable[StoredPointer]) -> None:
    """Make these the release's pointers, instead of those it had."""
    session.execute(delete(Pointer).where(Pointer.release_key == release_key))
    rows = [
        {"release_key": release_key, "concept_key": it.concept_key, "revision_key": it.revision_key}
        for it in sorted(pointers)
    ]
    if rows:
        session.connection().execute(insert(Pointer), rows)


def freeze(session: Session, release_key: int, frozen: Release) -> None:
    """Fix when the draft is published, what it follows and how it is written, unless that is fixed."""
    session.execute(
        update(ReleaseRow)
        .where(ReleaseRow.key == release_key, ReleaseRow.published_at.is_(None))
        .values(
            published_at=frozen.published_at,
            previous=frozen.previous,
            public_url=frozen.public_url,
            formats=list(frozen.formats),
            mapping_sets=list(frozen.mapping_sets),
        )
    )


def thaw(row: ReleaseRow) -> None:
    """Let a draft be changed again: nothing of its publication is fixed any more."""
    row.published_at = row.previous = row.planned_for = None
    row.rescheduled_at, row.rescheduled_from, row.rescheduled_why = None, None, ""
    row.public_url, row.formats, row.distributions, row.mapping_sets = "", [], [], []


def mark(session: Session, release_key: int, before: ReleaseStatus, after: ReleaseStatus) -> bool:
    """Whether this call moved the release from one state to the other (compare and swap)."""
    result = session.execute(
        update(ReleaseRow)
        .where(ReleaseRow.key == release_key, ReleaseRow.status == before)
        .values(status=after)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def remove(session: Session, release_key: int) -> None:
    """Forget a draft and its pointers; revisions stay, they may serve others."""
    session.execute(delete(Pointer).where(Pointer.release_key == release_key))
    session.execute(delete(ReleaseRow).where(ReleaseRow.key == release_key))


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
        withdrawn_at=row.withdrawn_at,
        planned_for=row.planned_for,
        promoted_at=row.promoted_at,
        rescheduled=_rescheduled(row),
        public_url=row.public_url,
        formats=tuple(row.formats),
        distributions=tuple(Distribution(*it) for it in row.distributions),
        mapping_sets=tuple(row.mapping_sets),
    )


def _rescheduled(row: ReleaseRow) -> Rescheduled | None:
    if row.rescheduled_at is None:
        return None
    return Rescheduled(row.rescheduled_at, row.rescheduled_from, row.rescheduled_why)


def as_row(release: Release) -> ReleaseRow:
    """The row of a release that the record does not hold yet."""
    moved = release.rescheduled
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
        withdrawal=release.withdrawal,
        withdrawn_at=release.withdrawn_at,
        planned_for=release.planned_for,
        promoted_at=release.promoted_at,
        rescheduled_at=moved.at if moved else None,
        rescheduled_from=moved.day if moved else None,
        rescheduled_why=moved.why if moved else "",
        public_url=release.public_url,
        formats=list(release.formats),
        distributions=[list(it) for it in release.distributions],
        mapping_sets=list(release.mapping_sets),
    )
