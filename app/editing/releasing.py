"""The release desk: the draft goes out as a candidate or a release, and a bad release is taken back."""

from __future__ import annotations

from types import EllipsisType
from typing import TYPE_CHECKING

from app import publishing
from app.auth.roles import Scope
from app.db import drafts, releases
from app.db.session import reading, writing
from app.editing.drafts import editable
from app.refusals import PreconditionFailedError
from app.windows import proposed_end, reschedule
from app.withdrawing import abandon, withdraw
from taxonomy.errors import ConflictError, InvalidQueryError, NotFoundError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import LANGUAGES, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.context import Context
    from app.editing.records import By
    from taxonomy.model import Release

__all__ = ["give_up", "move_day", "note_of", "promote", "publish_draft", "withdraw_release"]


def publish_draft(
    context: Context, scheme: str, by: By, *, seen: str, until: date | EllipsisType | None = None
) -> Release:
    """The release that the draft became, or the candidate where `until` says when it is to become current.

    `...` is the usual day: the one that is planned for the draft, else the default of the service.
    `seen` is the digest of what was looked at. Its notes become what the release says of itself.
    NotFoundError where no draft is open, PreconditionFailedError where it moved since,
    InvalidQueryError for a day before the one that is planned, errors as `publish`; then nothing is public.
    """
    by.actor.require(Scope.PUBLISH)
    with writing(context.engine) as session:
        row = drafts.hold(session, editable(scheme))
        if row is None:
            message = sentence("no draft of %(scheme)s is open", scheme=scheme)
            raise NotFoundError(message)
        if row.digest != seen:
            message = sentence(
                "the draft %(version)s moved since you looked at it: look again",
                version=row.version,
            )
            raise PreconditionFailedError(message, {"ETag": f'"{row.digest}"'})
        said = drafts.described(session, row.key)
        if row.published_at is None and said is not None:
            row.note = note_of(said.notes)
        planned = said.planned_for if said else None
        name = row.scheme, row.version
    if until is None:
        return publishing.publish(context, name, at=by.at, by=by.actor)
    if isinstance(until, EllipsisType):
        day = proposed_end(planned, by.at, context.settings.candidate_days)
    else:
        day = _not_before(planned, until, " ".join(name))
    return publishing.publish_candidate(context, name, at=by.at, by=by.actor, planned_for=day)


def promote(context: Context, scheme: str, version: str, by: By, why: str = "") -> Release:
    """The candidate of that version as the release that is current; errors as `publish`, ConflictError."""
    by.actor.require(Scope.PUBLISH)
    name = _candidate(context, scheme, version)
    return publishing.publish(context, name, at=by.at, by=by.actor, why=why)


def move_day(
    context: Context, name: tuple[str, str], day: date, by: By, *, why: tuple[str, bool]
) -> Release:
    """The candidate, to become current on another day; `why` and errors as of `reschedule`."""
    by.actor.require(Scope.PUBLISH)
    return reschedule(context, (editable(name[0]), name[1]), day, why=why, at=by.at, by=by.actor)


def give_up(context: Context, scheme: str, version: str, reason: str, by: By) -> Release:
    """The draft that the candidate of that version was, and is again, for a reason; ConflictError."""
    by.actor.require(Scope.PUBLISH)
    name = _candidate(context, editable(scheme), version)
    abandon(context, name, reason=reason, at=by.at, by=by.actor)
    with reading(context.engine) as session:
        return releases.as_release(releases.get(session, *name))


def withdraw_release(context: Context, scheme: str, version: str, reason: str, by: By) -> Release:
    """The release of that version, withdrawn for a reason that everybody reads; errors as `withdraw`."""
    by.actor.require(Scope.PUBLISH)
    return withdraw(context, (editable(scheme), version), reason=reason, at=by.at, by=by.actor)


def _candidate(context: Context, scheme: str, version: str) -> tuple[str, str]:
    """Its scheme and version; ConflictError where it is no candidate."""
    known = [it for it in context.catalogue() if (it.scheme, it.version) == (scheme, version)]
    if [it.status for it in known] != [ReleaseStatus.CANDIDATE]:
        message = sentence("%(scheme)s %(version)s is no candidate", scheme=scheme, version=version)
        raise ConflictError(message)
    return scheme, version


def _not_before(planned: date | None, until: date, name: str) -> date:
    """The day; InvalidQueryError where it comes before the one that is planned for the draft."""
    if planned and until < planned:
        message = sentence(
            "%(name)s is planned for %(planned)s, and %(day)s is earlier: plan the draft for another day first",
            name=name,
            planned=planned,
            day=until,
        )
        raise InvalidQueryError(message)
    return until


def note_of(notes: Mapping[str, str]) -> str:
    """Release notes as one text: a paragraph a language, named where there are several."""
    told = [(it, notes[it]) for it in LANGUAGES if notes.get(it)]
    if len(told) == 1:
        return told[0][1]
    return "\n\n".join(f"[{lang}] {text}" for lang, text in told)
