"""Rebuilding: the record from the archive, and the archive from the record, byte for byte."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from app import manifest, markers
from app.db import changes, mapping_sets, releases, revisions
from app.db.session import reading, writing
from app.db.tables import ReleaseRow
from app.material import material, taxonomy_of
from app.verifying import canonical_file
from taxonomy.changes import as_dict, found_in
from taxonomy.diff import diff
from taxonomy.errors import ArchiveConflictError, ArchiveCorruptError
from taxonomy.formats.distributions import format_of, formats_of
from taxonomy.formats.distributions import written as written_files
from taxonomy.formats.mapping_files import file_name
from taxonomy.model import Release, Taxonomy
from taxonomy.sources import sssom
from taxonomy.versions import Version
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.archive import Archive
    from taxonomy.model import Distribution

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
        if found.name not in known:
            on_release(found.name)
            with _collecting(failed):
                _take_in(engine, archive, found)
                done.releases.append(found.name)
    _know_files(engine)
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


def _manifests(archive: Archive, failed: list[_Disagreement]) -> list[Release]:
    found = []
    for name in archive.names():
        folder, _, file = name.rpartition("/")
        if file == manifest.MANIFEST:
            with _collecting(failed):
                it = manifest.read(archive.find(name) or b"")
                if it.name != folder:
                    message = f"{name} describes {it.name}"
                    raise ArchiveCorruptError(message)
                found.append(it)
    return found


def _order(found: Release) -> tuple[str, Version]:
    return found.scheme, Version.parse(found.version)


def _take_in(engine: Engine, archive: Archive, release: Release) -> None:
    taxonomy, documents = canonical_file(archive, release.name, release.digest)
    active = {concept.id: concept.status is Status.ACTIVE for concept in taxonomy}
    told = markers.applied(archive, release)
    with writing(engine) as session:
        row = releases.as_row(told)
        session.add(row)
        session.flush()
        stored = revisions.store(
            session, release.scheme, {key: (it, active[key]) for key, it in documents.items()}
        )
        releases.point(session, row.key, stored.values())
        if release.previous:
            _fill_changes(session, row, taxonomy)
        for full_name in release.mapping_sets:
            _take_in_mappings(session, archive, release, full_name)


def _take_in_mappings(session: Session, archive: Archive, release: Release, full_name: str) -> None:
    """Let the record hold an edition of a mapping set that goes with a release, from its file."""
    name, _, edition = full_name.partition("/")
    if mapping_sets.find(session, name, int(edition)) is not None:
        return
    file = f"{release.name}/{file_name(name)}"
    listed = {it.file: it.sha256 for it in release.distributions}
    data = archive.find(file) or b""
    if hashlib.sha256(data).hexdigest() != listed.get(file_name(name)):
        message = f"{file} is missing in the archive, or altered: it holds {full_name}"
        raise ArchiveCorruptError(message)
    with TemporaryDirectory() as folder:
        path = Path(folder, file_name(name))
        path.write_bytes(data)
        content = sssom.read(path).mapping_set
    mapping_sets.restore(session, content, int(edition), release)


def _fill_changes(session: Session, row: ReleaseRow, taxonomy: Taxonomy) -> None:
    before = releases.find(session, row.scheme, row.previous or "")
    if before is None:
        message = f"{row.scheme} {row.version} follows {row.previous}, which is not in the archive"
        raise ArchiveCorruptError(message)
    old = taxonomy_of(
        row.scheme, (document for _, document in revisions.documents(session, before.key))
    )
    find = found_in(old, taxonomy)
    changes.fill(session, row, [as_dict(it, find) for it in diff(old, taxonomy)])


def _know_files(engine: Engine) -> None:
    """Let the record say which files a release has, where it was published before it said so."""
    with writing(engine) as session:
        for row in releases.every(session):
            if row.status in releases.PUBLIC and not row.distributions:
                built = manifest.build(material(session, row)).release
                row.distributions = [list(it) for it in built.distributions]


def _write_missing(session: Session, archive: Archive, row: ReleaseRow, written: list[str]) -> None:
    """Add what the archive lacks of the release, its names to `written`.

    A file that stands there with other bytes, or that this program writes otherwise than when it
    was published, raises ArchiveConflictError, after the others.
    """
    release = releases.as_release(row)
    missing, other = _standing(archive, release)
    made = _made(session, row, release, missing)
    for it in missing:
        path = f"{release.name}/{it.file}"
        if hashlib.sha256(made[it.file]).hexdigest() != it.sha256:
            other.append(
                f"{path} is missing and would have other bytes now: restore it from a copy"
            )
        elif archive.add(path, made[it.file]):
            written.append(path)
    written.extend(markers.add_missing(archive, release))
    if other:
        raise ArchiveConflictError("; ".join(other))


def _standing(archive: Archive, release: Release) -> tuple[list[Distribution], list[str]]:
    """Which files of the release the archive lacks, and what is wrong with those it has."""
    missing, other = [], []
    for it in release.distributions:
        path = f"{release.name}/{it.file}"
        found = archive.find(path)
        if found is None:
            missing.append(it)
        elif hashlib.sha256(found).hexdigest() != it.sha256:
            other.append(
                f"{path} stands in the archive with other content; it is written only once"
            )
    return missing, other


def _made(
    session: Session, row: ReleaseRow, release: Release, missing: Sequence[Distribution]
) -> dict[str, bytes]:
    """The missing files, and those that are written with them."""
    needed = {of.name for it in missing if (of := format_of(release, it.file))}
    made = manifest.frame(release)
    if needed:
        some = replace(release, formats=tuple(it for it in release.formats if it in needed))
        found = written_files(material(session, row), formats_of(some))
        made |= {name: data for name, (_, data) in found.items()}
    return made
