"""The release desk: the draft goes out as a candidate or a release, and a bad release is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import publishing, withdrawing
from app.auth.roles import Scope
from app.db import drafts
from app.db.session import writing
from app.editing.drafts import editable
from app.refusals import PreconditionFailedError
from taxonomy.errors import ConflictError, NotFoundError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.context import Context
    from app.editing.records import By
    from taxonomy.model import Release

__all__ = ["note_of", "promote", "publish_draft", "withdraw_release"]


def publish_draft(
    context: Context, scheme: str, by: By, *, seen: str, candidate: bool = False
) -> Release:
    """The release, or candidate, that the draft became; `seen` is the digest of what was looked at.

    Its notes become what the release says of itself. NotFoundError where no draft is open,
    PreconditionFailedError where it moved since, errors as `publish`; then nothing is public.
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
        version, planned_for = row.version, said.planned_for if said else None
    at, name = by.at, (scheme, version)
    if candidate:
        made = publishing.publish_candidate(
            context, name, at=at, by=by.actor, planned_for=planned_for
        )
    else:
        made = publishing.publish(context, name, at=at, by=by.actor)
    return made


def promote(context: Context, scheme: str, version: str, by: By) -> Release:
    """The candidate of that version as the release that is current; errors as `publish`, ConflictError."""
    by.actor.require(Scope.PUBLISH)
    known = [it for it in context.catalogue() if (it.scheme, it.version) == (scheme, version)]
    if [it.status for it in known] != ["candidate"]:
        message = sentence("%(scheme)s %(version)s is no candidate", scheme=scheme, version=version)
        raise ConflictError(message)
    return publishing.publish(context, (scheme, version), at=by.at, by=by.actor)


def withdraw_release(context: Context, scheme: str, version: str, reason: str, by: By) -> Release:
    """The release of that version, withdrawn for a reason that everybody reads; errors as `withdraw`."""
    by.actor.require(Scope.PUBLISH)
    return withdrawing.withdraw(
        context, (editable(scheme), version), reason=reason, at=by.at, by=by.actor
    )


def note_of(notes: Mapping[str, str]) -> str:
    """Release notes as one text: a paragraph a language, named where there are several."""
    told = [(it, notes[it]) for it in LANGUAGES if notes.get(it)]
    if len(told) == 1:
        return told[0][1]
    return "\n\n".join(f"[{lang}] {text}" for lang, text in told)
