"""The draft of the next release: opened from the last one, described, and looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.auth.roles import About, Scope
from app.db import audit, drafts, releases
from app.db.changeset_tables import DraftRow
from app.db.session import reading, writing
from app.db.tables import ReleaseRow
from app.editing.records import as_draft
from app.refusals import PreconditionFailedError
from app.windows import require_day
from taxonomy import schemes
from taxonomy.errors import ConflictError, InvalidQueryError, NotFoundError, ReleaseExistsError
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_NOTE, normalise_note
from taxonomy.versions import Version
from taxonomy.vocabulary import LANGUAGES, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.editing.records import By, DraftRecord

__all__ = [
    "basis",
    "describe_draft",
    "draft_of",
    "editable",
    "following",
    "open_draft",
    "opened",
    "require_open",
]


def draft_of(engine: Engine, scheme: str) -> DraftRecord:
    """The draft of the scheme; NotFoundError where none is open."""
    with reading(engine) as session:
        row = drafts.find(session, editable(scheme))
        if row is None:
            message = sentence(
                "no draft of %(scheme)s is open: open one, or accept a changeset", scheme=scheme
            )
            raise NotFoundError(message)
        return as_draft(row, drafts.described(session, row.key))


def open_draft(engine: Engine, scheme: str, by: By, version: str = "") -> DraftRecord:
    """The draft of the scheme; where none is open, a new one that holds what the last release holds.

    It is the version behind that release, unless one is named. ConflictError where another version
    is open, InvalidQueryError where the version does not come behind the last release.
    """
    by.actor.require(Scope.EDIT)
    with writing(engine) as session:
        row = opened(session, editable(scheme), by, version)
        if version and row.version != Version.parse(version).text:
            message = sentence(
                "the draft %(scheme)s %(version)s is open: publish it, or give it up",
                scheme=scheme,
                version=row.version,
            )
            raise ConflictError(message)
        return as_draft(row, drafts.described(session, row.key))


def describe_draft(
    engine: Engine,
    scheme: str,
    by: By,
    *,
    notes: Mapping[str, str] | None = None,
    plan: tuple[date | None, str] | None = None,
    etags: tuple[str, ...] = (),
) -> DraftRecord:
    """The draft with these release notes by language, and the day on which it is to become current.

    `plan` is that day, or None for no day, and why; what is not given stays. Errors as `require_open` and, of
    another day, `windows.require_day`; NotFoundError, PreconditionFailedError, InvalidQueryError for a
    language or note that cannot be.
    """
    by.actor.require(Scope.PUBLISH)
    tidy = {lang: normalise_note(text) for lang, text in (notes or {}).items()}
    if not set(tidy) <= {*LANGUAGES} or any(len(it) > LONGEST_NOTE for it in tidy.values()):
        message = sentence(
            "release notes: in %(languages)s, at most %(most)s characters",
            languages=", ".join(LANGUAGES),
            most=LONGEST_NOTE,
        )
        raise InvalidQueryError(message)
    with writing(engine) as session:
        row = drafts.hold(session, editable(scheme))
        if row is None:
            message = sentence("no draft of %(scheme)s is open", scheme=scheme)
            raise NotFoundError(message)
        said = _said(session, row, by)
        known = as_draft(row, said)
        if etags and not {known.etag, "*"} & set(etags):
            message = sentence("somebody else described the draft meanwhile: read it again")
            raise PreconditionFailedError(message, {"ETag": known.etag})
        require_open(row)
        if notes is not None:
            said.notes = {it: tidy[it] for it in tidy if tidy[it]}
        if plan is not None:
            _plan(row, said, plan[0], by)
        said.revision += 1
        now = as_draft(row, said)
        told = [
            {"notes": it.notes, "planned_for": it.planned_for and it.planned_for.isoformat()}
            for it in (known, now)
        ]
        about = About("release", row.version, row.scheme)
        act = "draft-planned" if notes is None else "draft-described"
        why = plan[1].strip() if plan else ""
        entry = by.actor.act(act, about, by.at, change=(told[0], told[1]), why=why)
        audit.record(session, entry)
        return now


def _plan(row: ReleaseRow, said: DraftRow, day: date | None, by: By) -> None:
    """Plan the draft for another day; one that stands there stays, whatever day it is now."""
    if day and day != said.planned_for:
        require_day(day, by.at)
    row.planned_for = said.planned_for = day


def opened(session: Session, scheme: str, by: By, version: str = "") -> ReleaseRow:
    """As `open_draft`, within a transaction, by whoever may; the row is held to be changed."""
    row = drafts.hold(session, scheme)
    if row is not None:
        return row
    last = _last(session, scheme)
    chosen = Version.parse(version) if version else following(Version.parse(last.version))
    if chosen <= Version.parse(last.version):
        message = sentence(
            "%(scheme)s %(version)s is the last release: the draft comes behind it",
            scheme=scheme,
            version=last.version,
        )
        raise InvalidQueryError(message)
    row = _copy(last, chosen)
    session.add(row)
    session.flush()
    drafts.copy_pointers(session, last.key, row.key)
    _said(session, row, by)
    about = About("release", row.version, scheme)
    told = {"from": last.version}
    audit.record(session, by.actor.act("draft-opened", about, by.at, change=(None, told)))
    return row


def basis(session: Session, scheme: str) -> ReleaseRow:
    """What editors begin from: the draft or, where none is open, the last release; NotFoundError."""
    return drafts.find(session, scheme) or _last(session, scheme)


def require_open(row: ReleaseRow) -> None:
    """Return where the draft may move; ReleaseExistsError while its publication is under way."""
    if row.published_at is not None:
        message = sentence(
            "the publication of %(scheme)s %(version)s has begun: finish it, or give it up (competent publish %(scheme)s %(version)s --abandon) before the draft changes",
            scheme=row.scheme,
            version=row.version,
        )
        raise ReleaseExistsError(message)


def following(version: Version) -> Version:
    """The version behind it: its last number, or its second one where it has none, plus one."""
    *first, last = version.numbers if len(version.numbers) > 1 else (*version.numbers, 0)
    return Version.parse(".".join(map(str, (*first, last + 1))))


def _last(session: Session, scheme: str) -> ReleaseRow:
    """The newest public release; NotFoundError."""
    found = releases.last_public(session, scheme)
    if found is None:
        message = sentence(
            "%(scheme)s has no release yet: import and publish the first one", scheme=scheme
        )
        raise NotFoundError(message)
    return found


def _copy(last: ReleaseRow, version: Version) -> ReleaseRow:
    return ReleaseRow(
        scheme=last.scheme,
        version=version.text,
        version_key=version.key,
        status=ReleaseStatus.DRAFT,
        sample=last.sample,
        digest=last.digest,
        counts=last.counts,
        retired=last.retired,
        languages=last.languages,
        note="",
        imprint=schemes.get(last.scheme).imprint,
        withdrawal="",
    )


def _said(session: Session, row: ReleaseRow, by: By) -> DraftRow:
    said = drafts.described(session, row.key)
    if said is None:
        said = DraftRow(
            release_key=row.key,
            opened_at=by.at,
            opened_by=by.actor.name,
            notes={},
            planned_for=None,
            revision=1,
        )
        session.add(said)
        session.flush()
    return said


def editable(scheme: str) -> str:
    """The id of a scheme that is edited here; SchemeNotFoundError, InvalidQueryError."""
    found = schemes.get(scheme)
    if not found.editable:
        message = sentence(
            "%(title)s is published by others (%(publisher)s): it is not edited here",
            title=found.title,
            publisher=found.publisher,
        )
        raise InvalidQueryError(message)
    return found.id
