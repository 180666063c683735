"""Verifying: the archive against the record and its own digests, both ways, every finding at once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from app import manifest, markers, signing
from app.db import releases, revisions
from app.db.session import reading
from app.material import material
from taxonomy import canonical
from taxonomy.errors import ArchiveCorruptError, InvalidDocumentError
from taxonomy.findings import Finding, Place, Severity
from taxonomy.formats import jsonl
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.archive import Archive
    from app.db.tables import ReleaseRow
    from taxonomy.model import Release

__all__ = ["CanonicalFile", "canonical_file", "verify"]


def verify(
    engine: Engine, archive: Archive, *, on_release: Callable[[str], None] = lambda _: None
) -> Iterator[Finding]:
    """What archive and record disagree on; nothing when every digest is right both ways.

    Every file is read and held against the SHA-256 that the record has of it; the canonical file
    and the markers are also made anew from the record, and the manifest is read against it.
    """
    with reading(engine) as session:
        rows = [row for row in releases.every(session) if row.status in releases.PUBLIC]
        public = {f"{row.scheme}/{row.version}" for row in rows}
        keys = signing.public_keys(archive)
        for row in rows:
            on_release(f"{row.scheme}/{row.version}")
            yield from _release(session, archive, row)
            yield from _signature(archive, f"{row.scheme}/{row.version}", keys)
        begun = {
            f"{row.scheme}/{row.version}"
            for row in releases.every(session)
            if row.status == ReleaseStatus.DRAFT
        }
    for name in archive.names():
        folder = name.rpartition("/")[0]
        if folder in begun:
            yield _finding(
                Severity.WARNING, "unfinished", name, f"publish {folder} again, or abandon it"
            )
        elif folder not in public and folder != signing.KEYS:
            message = "the record knows no such release: competent archive rebuild takes it in"
            yield _finding(Severity.ERROR, "not-in-record", name, message)


class CanonicalFile(NamedTuple):
    """What a `taxonomy.jsonl` holds: the concepts, and each one's document by concept id."""

    taxonomy: Taxonomy
    documents: Mapping[str, bytes]


def canonical_file(archive: Archive, name: str, digest: str) -> CanonicalFile:
    """`taxonomy.jsonl` of the release of that name, proved by the release's digest."""
    file = f"{name}/{manifest.CANONICAL}"
    data = archive.find(file)
    if data is None:
        message = f"{file} is missing in the archive"
        raise ArchiveCorruptError(message)
    try:
        read = [(canonical.read(document), document) for document in jsonl.documents(data)]
        documents = {concept.id: document for concept, document in read}
    except InvalidDocumentError as error:
        message = f"{file} was altered: {error.detail}"
        raise ArchiveCorruptError(message) from error
    pairs = ((key, canonical.revision(document)) for key, document in documents.items())
    if len(documents) != len(read) or canonical.release_digest(pairs) != digest:
        message = f"{file} was altered: its digest is not the one of the release ({digest})"
        raise ArchiveCorruptError(message)
    scheme = name.partition("/")[0]
    return CanonicalFile(Taxonomy.of(scheme, (concept for concept, _ in read)), documents)


def _release(session: Session, archive: Archive, row: ReleaseRow) -> Iterator[Finding]:
    release = releases.as_release(row)
    if not release.distributions:
        release = manifest.build(material(session, row)).release
    stored = {key: value[0] for key, value in revisions.pointers(session, row.key).items()}
    if canonical.release_digest(stored) != row.digest:
        yield _finding(
            Severity.ERROR,
            "record-altered",
            release.name,
            "the record's pointers have another digest",
        )
    expected = {it.file: it.sha256 for it in release.distributions}
    for name, data in _remade(session, row, release).items():
        remade = hashlib.sha256(data).hexdigest()
        if expected.setdefault(name, remade) != remade:
            message = "the record gives other bytes now than when it was published"
            yield _finding(Severity.ERROR, "record-altered", f"{release.name}/{name}", message)
    for file, sha256 in expected.items():
        yield from _file(archive, f"{release.name}/{file}", sha256)
    yield from _manifest(archive, release)
    known = {*expected, manifest.SIGNATURE}
    for path in archive.names(release.name):
        if path.rpartition("/")[2] not in known:
            yield _finding(Severity.ERROR, "file-unknown", path, "no file of this release")


def _remade(session: Session, row: ReleaseRow, release: Release) -> dict[str, bytes]:
    """The files that follow from the record at little cost, made from it again.

    The manifest is read instead: it also tells in words what each file is for, and words may change.
    """
    made = {manifest.CANONICAL: jsonl.write(revisions.documents(session, row.key))}
    return made | markers.of(release)


def _manifest(archive: Archive, release: Release) -> Iterator[Finding]:
    """Whether a manifest that stands as it was written says what the record says."""
    path = f"{release.name}/{manifest.MANIFEST}"
    written = {it.file: it.sha256 for it in release.distributions}.get(manifest.MANIFEST)
    data = archive.find(path) or b""
    if hashlib.sha256(data).hexdigest() != written:
        return  # told of the file itself
    told = replace(
        release,
        status=ReleaseStatus.PUBLISHED,
        withdrawal="",
        withdrawn_at=None,
        planned_for=None,
        promoted_at=None,
        rescheduled=None,
    )
    if manifest.read(data) != told:
        message = "the record says otherwise of the release than its manifest"
        yield _finding(Severity.ERROR, "record-altered", path, message)


def _file(archive: Archive, path: str, sha256: str) -> Iterator[Finding]:
    found = archive.find(path)
    if found is None:
        message = "missing: competent archive rebuild writes it again from the record"
        yield _finding(Severity.ERROR, "file-missing", path, message)
    elif (standing := hashlib.sha256(found).hexdigest()) != sha256:
        message = f"altered: sha256 {standing}, expected {sha256}"
        yield _finding(Severity.ERROR, "file-altered", path, message + _broken_line(path, found))


def _broken_line(path: str, found: bytes) -> str:
    """Which line of a canonical file is no document, where one is not."""
    if path.endswith(manifest.CANONICAL):
        try:
            for _ in jsonl.read(found):
                pass
        except InvalidDocumentError as error:
            return f" ({error.detail})"
    return ""


def _signature(archive: Archive, name: str, keys: list[bytes]) -> Iterator[Finding]:
    signature = archive.find(f"{name}/{manifest.SIGNATURE}")
    sums = archive.find(f"{name}/{manifest.SUMS}")
    if signature is None or sums is None:
        return
    reason = signing.complaint(keys, sums, signature)
    if reason:
        message = f"does not prove {manifest.SUMS}: {reason}"
        yield _finding(Severity.ERROR, "signature-wrong", f"{name}/{manifest.SIGNATURE}", message)


def _finding(severity: Severity, code: str, file: str, message: str) -> Finding:
    return Finding(
        severity=severity, code=code, message=f"{file}: {message}", place=Place(file=file)
    )
