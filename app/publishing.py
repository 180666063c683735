"""Publishing: a draft becomes a release that the world sees, or nothing of it does.

The steps are freeze → check → build → archive → read back → flip. A publication killed after any
of them leaves nothing public (the archive's files count only once the record says so), and the next
run finishes it with the same bytes, because the moment of publication was fixed by the freeze.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app import manifest
from app.db import releases, revisions
from app.db.session import reading, writing
from taxonomy import canonical, checks
from taxonomy.changes import Change, as_dict, found_in
from taxonomy.diff import diff
from taxonomy.errors import (
    ArchiveCorruptError,
    ConflictError,
    InvalidQueryError,
    ReleaseInvalidError,
    StaleChangeError,
)
from taxonomy.findings import Finding, Severity
from taxonomy.formats import jsonl
from taxonomy.model import Release, Taxonomy
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.text import LONGEST_LABEL, normalise_label
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.archive import Archive
    from app.db.tables import ReleaseRow

__all__ = ["STEPS", "OnStep", "Preview", "abandon", "preview", "publish", "withdraw"]

STEPS = ("freeze", "check", "build", "archive", "read back", "flip")
OnStep = Callable[[str], None]
"""Called with the name of each step when it is done, and with each file that was archived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a publication would do: findings, changes against `release.previous`, files by name."""

    release: Release
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    rows: tuple[dict[str, Any], ...]
    files: dict[str, bytes]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block publication."""
        return tuple(it for it in self.findings if it.severity is Severity.ERROR)


def preview(engine: Engine, scheme: str, version: str) -> Preview:
    """What publishing this draft now would do; it runs the code of publish and writes nothing."""
    with reading(engine) as session:
        return _prepared(session, releases.get(session, scheme, version))


def publish(
    engine: Engine,
    archive: Archive,
    release: tuple[str, str],
    *,
    at: datetime,
    on_step: OnStep = lambda _: None,
) -> Release:
    """Publish the draft (scheme, version) and return the release; one already published stays.

    `at` is when it is published, unless an earlier attempt fixed that. ReleaseInvalidError where
    checks find errors, StaleChangeError where another publisher was first, ArchiveConflictError
    where the archive holds other bytes under the release's names.
    """
    with writing(engine) as session:
        row = releases.get_to_change(session, *release)
        if row.status in (ReleaseStatus.PUBLISHED, ReleaseStatus.CANDIDATE):
            return releases.as_release(row)
        if row.status == ReleaseStatus.WITHDRAWN:
            message = f"{row.scheme} {row.version} was withdrawn; correct it by the next release"
            raise ConflictError(message)
        releases.freeze(session, row.key, at.replace(microsecond=0), _previous(session, row))
    on_step("freeze")
    with reading(engine) as session:
        prepared = _prepared(session, releases.get(session, *release))
    on_step("check")
    if prepared.errors:
        _release_freeze(engine, release)
        message = (
            f"{len(prepared.errors)} errors keep {prepared.release.name} from being published; "
            "nothing changed"
        )
        raise ReleaseInvalidError(message, prepared.findings)
    on_step("build")
    _archive(archive, prepared, on_step)
    _flip(engine, release, prepared)
    on_step("flip")
    return replace(prepared.release, status=ReleaseStatus.PUBLISHED)


def withdraw(
    engine: Engine, archive: Archive, release: tuple[str, str], *, reason: str, at: datetime
) -> Release:
    """Withdraw a published release: its files stay, the catalogue says so, `current` passes it by.

    Doing it again finishes what was cut short; the first reason stands. InvalidQueryError where
    the reason is empty or longer than a label.
    """
    reason = normalise_label(reason)
    if not 0 < len(reason) <= LONGEST_LABEL:
        message = f"a reason has 1 to {LONGEST_LABEL:,} characters: everybody reads it, for ever"
        raise InvalidQueryError(message)
    with writing(engine) as session:
        row = releases.get_to_change(session, *release)
        if row.status not in (ReleaseStatus.PUBLISHED, ReleaseStatus.WITHDRAWN):
            message = f"{row.scheme} {row.version} is a {row.status}; only a release is withdrawn"
            raise ConflictError(message)
        if row.status == ReleaseStatus.PUBLISHED:
            row.status = ReleaseStatus.WITHDRAWN
            row.withdrawal = reason
            row.withdrawn_at = at.replace(microsecond=0)
        name, marker = manifest.withdrawal_of(
            row.scheme, row.version, row.withdrawal, row.withdrawn_at
        )
        withdrawn = releases.as_release(row)
    archive.add(name, marker)
    return withdrawn


def abandon(engine: Engine, archive: Archive, release: tuple[str, str]) -> None:
    """Give up a publication that was begun: its files leave the archive, the draft moves again."""
    with writing(engine) as session:
        row = releases.get_to_change(session, *release)
        if row.status != ReleaseStatus.DRAFT:
            message = f"{row.scheme} {row.version} is {row.status}; what is public stays"
            raise ConflictError(message)
        for name in archive.names(f"{row.scheme}/{row.version}"):
            archive.remove(name)
        row.published_at = row.previous = None


@without_cycle_search()
def _prepared(session: Session, row: ReleaseRow) -> Preview:
    documents = dict(revisions.documents(session, row.key))
    taxonomy = _taxonomy(row.scheme, documents.values())
    previous = row.previous if row.published_at else _previous(session, row)
    release = replace(releases.as_release(row), previous=previous)
    before = _taxonomy(row.scheme, ())
    if previous:
        key = releases.get(session, row.scheme, previous).key
        before = _taxonomy(row.scheme, (it for _, it in revisions.documents(session, key)))
    changes = diff(before, taxonomy) if previous else ()
    find = found_in(before, taxonomy)
    return Preview(
        release=release,
        findings=tuple(checks.run(taxonomy, before if previous else None)),
        changes=changes,
        rows=tuple(as_dict(change, find) for change in changes),
        files=manifest.files_of(release, jsonl.write(documents.items())),
    )


def _taxonomy(scheme: str, documents: Any) -> Taxonomy:
    return Taxonomy.of(scheme, (canonical.read(document) for document in documents))


def _previous(session: Session, row: ReleaseRow) -> str | None:
    version = Version.parse(row.version)
    before = [
        it
        for it in releases.earlier(session, row.scheme, version, sample=row.sample)
        if it.status == ReleaseStatus.PUBLISHED
    ]
    return before[-1].version if before else None


def _release_freeze(engine: Engine, release: tuple[str, str]) -> None:
    with writing(engine) as session:
        row = releases.get_to_change(session, *release)
        if row.status == ReleaseStatus.DRAFT:
            row.published_at = row.previous = None


def _archive(archive: Archive, prepared: Preview, on_step: OnStep) -> None:
    folder = prepared.release.name
    for name, data in prepared.files.items():
        archive.add(f"{folder}/{name}", data)
        on_step(name)
    on_step("archive")
    for name, data in prepared.files.items():
        if archive.find(f"{folder}/{name}") != data:
            message = f"{folder}/{name} was written and reads back with other bytes"
            raise ArchiveCorruptError(message)
    on_step("read back")


def _flip(engine: Engine, release: tuple[str, str], prepared: Preview) -> None:
    with writing(engine) as session:
        row = releases.get_to_change(session, *release)
        now, then = releases.as_release(row), prepared.release
        untouched = (now.digest, now.published_at) == (then.digest, then.published_at)
        if not untouched or not releases.mark(
            session, row.key, ReleaseStatus.DRAFT, ReleaseStatus.PUBLISHED
        ):
            message = f"{prepared.release.name} was published or changed by somebody else meanwhile"
            raise StaleChangeError(message)
        releases.fill_changes(session, row, prepared.rows)
