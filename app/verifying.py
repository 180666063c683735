"""Verifying: the archive against the record and its own digests, both ways, every finding at once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from app import manifest
from app.db import releases, revisions
from app.db.session import reading
from taxonomy import canonical
from taxonomy.errors import ArchiveCorruptError, InvalidDocumentError
from taxonomy.findings import Finding, Place, Severity
from taxonomy.formats import jsonl
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.archive import Archive
    from app.db.tables import ReleaseRow

__all__ = ["CanonicalFile", "canonical_file", "verify"]


def verify(engine: Engine, archive: Archive) -> Iterator[Finding]:
    """What archive and record disagree on; nothing when every digest is right both ways."""
    with reading(engine) as session:
        rows = [row for row in releases.every(session) if row.status in releases.PUBLIC]
        public = {f"{row.scheme}/{row.version}" for row in rows}
        for row in rows:
            yield from _release(session, archive, row)
        begun = {
            f"{row.scheme}/{row.version}"
            for row in releases.every(session)
            if row.status == ReleaseStatus.DRAFT and row.published_at is not None
        }
    for name in archive.names():
        folder = name.rpartition("/")[0]
        if folder in begun:
            yield _finding(
                Severity.WARNING, "unfinished", name, f"publish {folder} again, or abandon it"
            )
        elif folder not in public:
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
    name = f"{row.scheme}/{row.version}"
    release = releases.as_release(row)
    expected = manifest.files_of(release, jsonl.write(revisions.documents(session, row.key)))
    if row.status == ReleaseStatus.WITHDRAWN:
        file, marker = manifest.withdrawal_of(
            row.scheme, row.version, row.withdrawal, row.withdrawn_at
        )
        expected[file.rpartition("/")[2]] = marker
    stored = {key: value[0] for key, value in revisions.pointers(session, row.key).items()}
    if canonical.release_digest(stored) != row.digest:
        yield _finding(
            Severity.ERROR, "record-altered", name, "the record's pointers have another digest"
        )
    held = set(archive.names(name))
    for file, data in expected.items():
        path = f"{name}/{file}"
        found = archive.find(path)
        if found is None:
            message = "missing: competent archive rebuild writes it again from the record"
            yield _finding(Severity.ERROR, "file-missing", path, message)
        elif found != data:
            yield _altered(path, found, data)
    for path in sorted(held - {f"{name}/{file}" for file in expected}):
        yield _finding(Severity.ERROR, "file-unknown", path, "no file of this release")


def _altered(path: str, found: bytes, expected: bytes) -> Finding:
    message = (
        f"altered: sha256 {hashlib.sha256(found).hexdigest()}, "
        f"expected {hashlib.sha256(expected).hexdigest()}"
    )
    if path.endswith(manifest.CANONICAL):
        try:
            for _ in jsonl.read(found):
                pass
        except InvalidDocumentError as error:
            message += f" ({error.detail})"
    return _finding(Severity.ERROR, "file-altered", path, message)


def _finding(severity: Severity, code: str, file: str, message: str) -> Finding:
    return Finding(
        severity=severity, code=code, message=f"{file}: {message}", place=Place(file=file)
    )
