"""Changesets as their authors and reviewers know them: begun, described, talked about, sent on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from app.auth.roles import About, Scope
from app.db import audit, changesets
from app.db.changeset_tables import ChangesetRow
from app.db.changesets import DISCARDED, OPEN, SENT_BACK, SUBMITTED, UNDECIDED
from app.db.session import reading, writing
from app.editing import changing
from app.editing.changing import put, require_editable
from app.editing.drafts import editable
from app.editing.records import Origin, as_changeset
from app.editing.talking import say
from app.refusals import PreconditionFailedError
from taxonomy.errors import ConflictError, InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE, normalise_label, normalise_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.changesets import ChangeRecord, Wanted
    from app.editing.changing import Edit
    from app.editing.records import By, ChangesetRecord

__all__ = [
    "Purpose",
    "begin",
    "begun",
    "changes_of",
    "changeset_of",
    "changesets_of",
    "describe",
    "discard",
    "held",
    "leave",
    "save",
    "send_back",
    "take_back",
    "told",
]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a changeset is for, and where it comes from; `undoes` is the number of what it takes back.

    `once` marks the form that begins it: the same mark of the same person begins it once.
    """

    title: str
    reason: str = ""
    origin: Origin = Origin.EDITING
    undoes: int | None = None
    once: str = ""


def begin(engine: Engine, scheme: str, purpose: Purpose, by: By) -> ChangesetRecord:
    """A new changeset of the scheme, open and empty; InvalidQueryError without a title."""
    with writing(engine) as session:
        return as_changeset(begun(session, scheme, purpose, by), 0)


def begun(session: Session, scheme: str, purpose: Purpose, by: By) -> ChangesetRow:
    """As `begin`, within a transaction."""
    by.actor.require(Scope.TRANSLATE)
    known = changesets.of_mark(session, purpose.once[:64]) if purpose.once else None
    if known and known.author == by.actor.name:
        return known
    row = ChangesetRow(
        scheme=editable(scheme),
        title=_title(purpose.title),
        reason=_reason(purpose.reason),
        origin=purpose.origin.value,
        author=by.actor.name,
        organisation=by.actor.organisation,
        state=OPEN,
        undoes_key=purpose.undoes,
        once=purpose.once[:64] or None,
        revision=1,
        created_at=by.at,
        changed_at=by.at,
        submitted_by="",
        decided_by="",
        accepted_in="",
    )
    session.add(row)
    session.flush()
    told(session, row, "changeset-begun", by, why=row.reason, after={"title": row.title})
    return row


def changeset_of(engine: Engine, key: int) -> ChangesetRecord:
    """The changeset of this number; NotFoundError."""
    with reading(engine) as session:
        return _record(session, changesets.get(session, key))


def changesets_of(
    engine: Engine, wanted: Wanted, *, before: int = 0, limit: int | None = None
) -> tuple[list[ChangesetRecord], dict[str, int]]:
    """The changesets before that number (0: all), the newest first; and state → how many there are.

    Three queries, however many there are.
    """
    with reading(engine) as session:
        rows = changesets.listed(session, wanted, before=before, limit=limit)
        sizes = changesets.sizes(session, [it.key for it in rows])
        found = [as_changeset(it, sizes[it.key]) for it in rows]
        return found, changesets.counted(session, wanted)


def changes_of(
    engine: Engine, key: int, *, after: int = 0, limit: int
) -> tuple[list[ChangeRecord], int]:
    """Some changes of a changeset behind the concept of that number, and how many there are in all."""
    with reading(engine) as session:
        row = changesets.get(session, key)
        found = changesets.changes_behind(session, row.key, after, limit)
        return found, changesets.sizes(session, [key])[key]


def describe(
    engine: Engine, key: int, purpose: Purpose, by: By, *, etags: tuple[str, ...] = ()
) -> ChangesetRecord:
    """The changeset under this title, for this reason; errors as `held`, InvalidQueryError."""

    def described(session: Session, row: ChangesetRow) -> None:
        require_editable(row)
        before = {"title": row.title, "reason": row.reason}
        row.title, row.reason = _title(purpose.title), _reason(purpose.reason)
        after = {"title": row.title, "reason": row.reason}
        told(session, row, "changeset-described", by, before=before, after=after)

    return _moved(engine, key, by, described, etags)


def save(engine: Engine, key: int, edits: Sequence[Edit], by: By) -> ChangesetRecord:
    """The changeset with these edits, or without any of them; errors as `put`, NotFoundError."""
    with writing(engine) as session:
        row = changesets.hold(session, key)
        put(session, row, edits, by)
        return _record(session, row)


def leave(engine: Engine, key: int, concept_ids: Sequence[str], by: By) -> ChangesetRecord:
    """The changeset, which leaves these concepts as they are; errors as `put`, NotFoundError."""
    with writing(engine) as session:
        row = changesets.hold(session, key)
        changing.leave(session, row, concept_ids, by)
        return _record(session, row)


def take_back(engine: Engine, key: int, by: By, *, etags: tuple[str, ...] = ()) -> ChangesetRecord:
    """The submitted changeset, open again; errors as `held`, ConflictError."""

    def taken(session: Session, row: ChangesetRow) -> None:
        _require_state(row, SUBMITTED)
        row.state, row.submitted_at, row.submitted_by = OPEN, None, ""
        told(session, row, "changeset-taken-back", by)

    return _moved(engine, key, by, taken, etags)


def send_back(
    engine: Engine, key: int, text: str, by: By, *, etags: tuple[str, ...] = ()
) -> ChangesetRecord:
    """The submitted changeset, back with its authors, and what a reviewer says of it.

    Errors as `held`, ConflictError, RoleRequiredError, InvalidQueryError where nothing is said.
    """
    langs = by.actor.languages(Scope.REVIEW)
    by.actor.require(Scope.REVIEW, langs[0] if langs else "")

    def sent(session: Session, row: ChangesetRow) -> None:
        _require_state(row, SUBMITTED)
        say(session, row, text, by)
        row.state, row.decided_at, row.decided_by = SENT_BACK, by.at, by.actor.name
        told(session, row, "changeset-sent-back", by, why=normalise_note(text))

    return _moved(engine, key, by, sent, etags)


def discard(engine: Engine, key: int, by: By, *, etags: tuple[str, ...] = ()) -> ChangesetRecord:
    """The changeset, given up for good: its author may, and who reviews; errors as `held`."""

    def given_up(session: Session, row: ChangesetRow) -> None:
        if row.author.casefold() != by.actor.name.casefold():
            by.actor.require(Scope.REVIEW)
        _require_state(row, *UNDECIDED)
        row.state, row.decided_at, row.decided_by = DISCARDED, by.at, by.actor.name
        told(session, row, "changeset-discarded", by)

    return _moved(engine, key, by, given_up, etags)


def held(session: Session, key: int, etags: tuple[str, ...]) -> ChangesetRow:
    """The changeset, held to be changed; NotFoundError, PreconditionFailedError where it moved."""
    row = changesets.hold(session, key)
    now = f'"{row.key}-{row.revision}"'
    if etags and "*" not in etags and now not in etags:
        message = sentence(
            "changeset %(number)d was changed on %(at)s: read it again",
            number=key,
            at=row.changed_at,
        )
        raise PreconditionFailedError(message, {"ETag": now})
    return row


def told(
    session: Session,
    row: ChangesetRow,
    act: str,
    by: By,
    *,
    why: str = "",
    **change: object,
) -> None:
    """Write down what happened to the changeset; `before` and `after` where there is more to say."""
    about = About("changeset", str(row.key), row.scheme)
    sides = change.get("before"), change.get("after")
    audit.record(session, by.actor.act(act, about, by.at, change=sides, why=why))


def _moved(
    engine: Engine,
    key: int,
    by: By,
    move: Callable[[Session, ChangesetRow], None],
    etags: tuple[str, ...],
) -> ChangesetRecord:
    by.actor.require(Scope.TRANSLATE)
    with writing(engine) as session:
        row = held(session, key, etags)
        move(session, row)
        row.revision += 1
        row.changed_at = by.at
        return _record(session, row)


def _record(session: Session, row: ChangesetRow) -> ChangesetRecord:
    return as_changeset(row, changesets.sizes(session, [row.key])[row.key])


def _either(state: str, other: str) -> str:
    return sentence("%(state)s or %(state2)s", state=state, state2=other)


def _require_state(row: ChangesetRow, *states: str) -> None:
    if row.state not in states:
        message = sentence(
            "changeset %(number)d is %(state)s, and it would have to be %(state2)s",
            number=row.key,
            state=row.state,
            state2=reduce(_either, states),
        )
        raise ConflictError(message)


def _title(text: str) -> str:
    title = normalise_label(text)
    if not 0 < len(title) <= LONGEST_LABEL:
        message = sentence(
            "a changeset has a title of 1 to %(most)s characters", most=LONGEST_LABEL
        )
        raise InvalidQueryError(message)
    return title


def _reason(text: str) -> str:
    reason = normalise_note(text)
    if len(reason) > LONGEST_NOTE:
        message = sentence("a reason has at most %(most)s characters", most=LONGEST_NOTE)
        raise InvalidQueryError(message)
    return reason
