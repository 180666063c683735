"""Publishing: a draft becomes a release that the world sees, or nothing of it does.

The steps are freeze → check → build → archive → read back → flip. A publication killed after any
of them leaves nothing public (the archive's files count only once the record says so), and the next
run finishes it with the same bytes, because the moment of publication was fixed by the freeze.
A candidate goes the same way and is seen by the world; making it current only changes its status.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app import manifest, markers
from app.auth.roles import PROCESS
from app.db import changes as change_rows
from app.db import releases, revisions
from app.db.session import reading, writing
from app.freezing import Flip, freeze, frozen, require_same_previous, thaw, to_publish
from app.material import mappings_of, taxonomy_of
from app.sealing import read_back, sign
from app.windows import brought_forward, planner, require_day
from taxonomy import checks
from taxonomy.changes import Change, as_dict, found_in
from taxonomy.diff import diff
from taxonomy.errors import (
    ConflictError,
    ReleaseInvalidError,
    StaleChangeError,
)
from taxonomy.findings import Finding, Severity
from taxonomy.formats.material import Material
from taxonomy.model import Release
from taxonomy.sentences import sentence
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.context import Context
    from app.db.tables import ReleaseRow

__all__ = ["STEPS", "OnStep", "Preview", "preview", "publish", "publish_candidate"]

STEPS = ("freeze", "check", "build", "archive", "read back", "flip")
OnStep = Callable[[str], None]
"""Called with the name of each step when it is done, and with each file that was archived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a publication would do: findings, changes against `release.previous`, files by name.

    There are no files where an error blocks the publication.
    """

    release: Release
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    rows: tuple[Mapping[str, Any], ...]
    files: dict[str, bytes]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block publication."""
        return tuple(it for it in self.findings if it.severity is Severity.ERROR)


def preview(context: Context, scheme: str, version: str) -> Preview:
    """What publishing this draft now would do; it runs the code of publish and writes nothing."""
    with reading(context.engine) as session:
        row = releases.get(session, scheme, version)
        release = releases.as_release(row)
        if row.published_at is None:
            release = frozen(context, session, release)
        return _prepared(session, row.key, release)


def publish(
    context: Context,
    release: tuple[str, str],
    *,
    at: datetime,
    on_step: OnStep = lambda _: None,
    by: Actor = PROCESS,
    why: str = "",
) -> Release:
    """Publish the draft or candidate (scheme, version) and return the release.

    One that is published already stays, and is signed where a key came later.
    `at` is when it is published, unless an earlier attempt fixed that; `why` is told of a candidate,
    and demanded of one whose readers were promised a later day. ReleaseInvalidError where
    checks find errors, StaleChangeError where another publisher was first, ConflictError where what
    it follows is no longer the newest release, ArchiveConflictError where the archive holds other
    bytes under the release's names.
    """
    with writing(context.engine) as session:
        row = to_publish(session, release)
        standing = releases.as_release(row)
        if standing.status is ReleaseStatus.DRAFT:
            freeze(context, session, row, at)
        elif standing.status is ReleaseStatus.CANDIDATE:
            require_same_previous(session, row)
    if standing.status is ReleaseStatus.DRAFT:
        return _made_public(context, release, Flip(ReleaseStatus.PUBLISHED, at, by), on_step)
    sign(context, standing)
    if standing.status is ReleaseStatus.CANDIDATE:
        flip = Flip(ReleaseStatus.PUBLISHED, at, by, why)
        standing = _promoted(context, standing, flip, on_step)
    markers.add_missing(context.archive, standing)
    return standing


def publish_candidate(
    context: Context,
    release: tuple[str, str],
    *,
    at: datetime,
    planned_for: date | None = None,
    on_step: OnStep = lambda _: None,
    by: Actor = PROCESS,
) -> Release:
    """Show the draft to the world as a candidate, which `publish` later makes current.

    `planned_for` is when that is planned. A candidate that is there already stays as it is. Errors as
    `publish`; ConflictError where the release is published already, or a candidate for another
    day, which `windows.reschedule` moves; InvalidQueryError where the day is over or too far away.
    """
    with writing(context.engine) as session:
        row = to_publish(session, release)
        if row.status == ReleaseStatus.PUBLISHED:
            message = f"{row.scheme} {row.version} is published; it never becomes a candidate again"
            raise ConflictError(message)
        candidate = row.status == ReleaseStatus.CANDIDATE
        if candidate and planned_for not in (None, row.planned_for):
            message = sentence(
                "%(scheme)s %(version)s is a candidate already: move its day, and say why",
                scheme=row.scheme,
                version=row.version,
            )
            raise ConflictError(message)
        if not candidate:
            freeze(context, session, row, at)
            if planned_for:
                require_day(planned_for, at)
            row.planned_for = planned_for
        standing = releases.as_release(row)
    if candidate:
        sign(context, standing)
        markers.add_missing(context.archive, standing)
        return standing
    return _made_public(context, release, Flip(ReleaseStatus.CANDIDATE, at, by), on_step)


def _promoted(context: Context, candidate: Release, flip: Flip, on_step: OnStep) -> Release:
    """The candidate as the release that is current from now on."""
    read_back(context.archive, candidate)
    on_step("read back")
    with writing(context.engine) as session:
        row = _mark(session, candidate, ReleaseStatus.PUBLISHED)
        planned = _as_planned(session, candidate)
        brought_forward(row, flip.at, flip.why)
        row.planned_for, row.promoted_at = None, flip.at.replace(microsecond=0)
        released = replace(releases.as_release(row), status=ReleaseStatus.PUBLISHED)
        flip.tell(context, session, released, planned)
    on_step("flip")
    return released


def _as_planned(session: Session, candidate: Release) -> dict[str, str] | None:
    """The day on which it was to become current, and who said so; None where nobody did."""
    if candidate.planned_for is None:
        return None
    told = {"planned_for": candidate.planned_for.isoformat()}
    return told | {"planned_by": planner(session, candidate)}


def _made_public(
    context: Context, release: tuple[str, str], flip: Flip, on_step: OnStep
) -> Release:
    """Every step from the frozen draft to the flip."""
    on_step("freeze")
    with reading(context.engine) as session:
        row = releases.get(session, *release)
        prepared = _prepared(session, row.key, releases.as_release(row))
    on_step("check")
    if prepared.errors:
        thaw(context, release)
        message = sentence(
            "%(count)d errors keep %(release)s from being published; nothing changed",
            count=len(prepared.errors),
            release=prepared.release.name,
        )
        raise ReleaseInvalidError(message, prepared.findings)
    on_step("build")
    if flip.status is ReleaseStatus.CANDIDATE:
        _say_candidate(context, prepared.release)
    for name, data in prepared.files.items():
        context.archive.add(f"{prepared.release.name}/{name}", data)
        on_step(name)
    sign(context, prepared.release)
    on_step("archive")
    read_back(context.archive, prepared.release)
    on_step("read back")
    released = _flipped(context, prepared, flip)
    on_step("flip")
    markers.add_missing(context.archive, released)
    return released


@without_cycle_search()
def _prepared(session: Session, release_key: int, release: Release) -> Preview:
    documents = dict(revisions.documents(session, release_key))
    taxonomy = taxonomy_of(release.scheme, documents.values())
    previous, before = None, {}
    if release.previous:
        row = releases.get(session, release.scheme, release.previous)
        previous, before = releases.as_release(row), dict(revisions.documents(session, row.key))
    old = taxonomy_of(release.scheme, before.values())
    changes = diff(old, taxonomy) if previous else ()
    rows = tuple(as_dict(change, found_in(old, taxonomy)) for change in changes)
    prepared = Preview(
        release=release,
        findings=tuple(checks.run(taxonomy, old if previous else None)),
        changes=changes,
        rows=rows,
        files={},
    )
    if prepared.errors:
        return prepared  # there is no Turtle of a link that leads nowhere
    material = Material(
        release=release,
        taxonomy=taxonomy,
        documents=documents,
        previous=previous,
        before=before,
        changes=rows,
        mappings=mappings_of(session, release, taxonomy),
    )
    build = manifest.build(material)
    return replace(prepared, release=build.release, files=build.files)


def _say_candidate(context: Context, release: Release) -> None:
    """Let the archive say that this is a candidate before it holds anything of it."""
    with writing(context.engine) as session:
        row = _untouched(session, release)
        for file, data in markers.candidate(releases.as_release(row)).items():
            context.archive.add(f"{release.name}/{file}", data)


def _flipped(context: Context, prepared: Preview, flip: Flip) -> Release:
    with writing(context.engine) as session:
        row = _mark(session, prepared.release, flip.status)
        row.distributions = [list(it) for it in prepared.release.distributions]
        if flip.status is ReleaseStatus.PUBLISHED:
            row.planned_for = None
            # An earlier attempt was to show it as a candidate, and the archive says so.
            if context.archive.find(f"{prepared.release.name}/{markers.CANDIDATE}") is not None:
                row.promoted_at = flip.at.replace(microsecond=0)
        released = replace(releases.as_release(row), status=flip.status)
        change_rows.fill(session, row, prepared.rows)
        flip.tell(context, session, released)
    return released


def _mark(session: Session, then: Release, status: ReleaseStatus) -> ReleaseRow:
    """The row in its new status; StaleChangeError where it is no longer as it was read.

    ConflictError where it does not follow the newest release any more.
    """
    row = _untouched(session, then)
    require_same_previous(session, row)
    if not releases.mark(session, row.key, then.status, status):
        raise _stale(then)
    return row


def _untouched(session: Session, then: Release) -> ReleaseRow:
    """The row, held with all releases of its scheme; StaleChangeError where it is not as it was read."""
    releases.hold(session, then.scheme)
    row = releases.get_to_change(session, then.scheme, then.version)
    now = releases.as_release(row)
    before = then.status, then.digest, then.published_at, then.planned_for
    if (now.status, now.digest, now.published_at, now.planned_for) != before:
        raise _stale(then)
    return row


def _stale(then: Release) -> StaleChangeError:
    return StaleChangeError(f"{then.name} was published or changed by somebody else meanwhile")
