"""Rebuilding: the record from the archive, and the archive from the record, byte for byte."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from app import manifest
from app.db import releases, revisions
from app.db.session import reading, writing
from app.db.tables import ReleaseRow
from app.verifying import canonical_file
from taxonomy import canonical
from taxonomy.changes import as_dict, found_in
from taxonomy.diff import diff
from taxonomy.errors import ArchiveConflictError, ArchiveCorruptError
from taxonomy.formats import jsonl
from taxonomy.model import Taxonomy
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.archive import Archive

__all__ = ["Rebuilt", "rebuild"]

_Disagreement: TypeAlias = ArchiveConflictError | ArchiveCorruptError


@dataclass(slots=True)
class Rebuilt:
    """Which releases were taken into the record, and which files were written to the archive."""

    releases: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def rebuild(
    engine: Engine, archive: Archive, *, on_release: Callable[[str], None] = lambda _: None
) -> Rebuilt:
    """Complete each side from the other; every digest is proved on the way.

    A release that either side tells otherwise than the other stays as it is, and all others are
    completed; then ArchiveConflictError or ArchiveCorruptError tells of the ones that were not.
    """
    done = Rebuilt()
    failed: list[_Disagreement] = []
    with reading(engine) as session:
        known = {f"{row.scheme}/{row.version}" for row in releases.every(session)}
    for found in sorted(_manifests(archive, failed), key=_order):
        if found.release.name not in known:
            on_release(found.release.name)
            with _collecting(failed):
                _take_in(engine, archive, found)
                done.releases.append(found.release.name)
    with reading(engine) as session:
        for row in releases.every(session):
            if row.status in releases.PUBLIC:
                on_release(f"{row.scheme}/{row.version}")
                with _collecting(failed):
                    _write_missing(session, archive, row, done.files)
    if failed:
        raise _altogether(failed, done)
    return done


@contextmanager
def _collecting(failed: list[_Disagreement]) -> Iterator[None]:
    try:
        yield
    except (ArchiveConflictError, ArchiveCorruptError) as error:
        failed.append(error)


def _altogether(failed: Sequence[_Disagreement], done: Rebuilt) -> _Disagreement:
    """The first error, saying what all of them say."""
    details = "; ".join(dict.fromkeys(it.detail for it in failed))
    return type(failed[0])(
        f"{details}: move it aside and rebuild again. {len(done.releases)} other releases were "
        f"taken into the record, {len(done.files)} missing files written to the archive"
    )


def _manifests(archive: Archive, failed: list[_Disagreement]) -> list[manifest.Manifest]:
    found = []
    for name in archive.names():
        folder, _, file = name.rpartition("/")
        if file == manifest.MANIFEST:
            with _collecting(failed):
                it = manifest.Manifest.read(archive.find(name) or b"")
                if it.release.name != folder:
                    message = f"{name} describes {it.release.name}"
                    raise ArchiveCorruptError(message)
                found.append(it)
    return found


def _order(found: manifest.Manifest) -> tuple[str, Version]:
    return found.release.scheme, Version.parse(found.release.version)


def _take_in(engine: Engine, archive: Archive, found: manifest.Manifest) -> None:
    release = found.release
    taxonomy, documents = canonical_file(archive, release.name, release.digest)
    active = {concept.id: concept.status is Status.ACTIVE for concept in taxonomy}
    marker = archive.find(f"{release.name}/{manifest.WITHDRAWAL}")
    with writing(engine) as session:
        row = releases.as_row(release)
        if marker:
            row.status = ReleaseStatus.WITHDRAWN
            row.withdrawal, row.withdrawn_at = manifest.read_withdrawal(marker)
        session.add(row)
        session.flush()
        stored = revisions.store(
            session, release.scheme, {key: (it, active[key]) for key, it in documents.items()}
        )
        releases.point(session, row.key, stored.values())
        if release.previous:
            _fill_changes(session, row, taxonomy)


def _fill_changes(session: Session, row: ReleaseRow, taxonomy: Taxonomy) -> None:
    before = releases.find(session, row.scheme, row.previous or "")
    if before is None:
        message = f"{row.scheme} {row.version} follows {row.previous}, which is not in the archive"
        raise ArchiveCorruptError(message)
    old = Taxonomy.of(
        row.scheme,
        (canonical.read(document) for _, document in revisions.documents(session, before.key)),
    )
    find = found_in(old, taxonomy)
    releases.fill_changes(session, row, [as_dict(it, find) for it in diff(old, taxonomy)])


def _write_missing(session: Session, archive: Archive, row: ReleaseRow, written: list[str]) -> None:
    """Add what the archive lacks of the release, its names to `written`.

    A file that stands there with other bytes raises ArchiveConflictError, after the others.
    """
    release = releases.as_release(row)
    built = manifest.files_of(release, jsonl.write(revisions.documents(session, row.key)))
    files = {f"{release.name}/{name}": data for name, data in built.items()}
    if row.status == ReleaseStatus.WITHDRAWN:
        name, marker = manifest.withdrawal_of(
            row.scheme, row.version, row.withdrawal, row.withdrawn_at
        )
        files[name] = marker
    other = []
    for name, data in files.items():
        try:
            if archive.add(name, data):
                written.append(name)
        except ArchiveConflictError as error:
            other.append(error.detail)
    if other:
        raise ArchiveConflictError("; ".join(other))
