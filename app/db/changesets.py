"""Changesets in the record: who is about to change what, and what was said of it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import aliased

from app.db.changeset_tables import ChangesetChangeRow, ChangesetRow, CommentRow
from app.db.revisions import CHUNK
from app.db.tables import ConceptRow, RevisionRow
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = [
    "STATES",
    "UNDECIDED",
    "ChangeRecord",
    "Comment",
    "Wanted",
    "add_changes",
    "changes",
    "changes_behind",
    "comment",
    "comments",
    "counted",
    "document",
    "drop_changes",
    "get",
    "hold",
    "listed",
    "of_concept",
    "of_mark",
    "promise_mark",
    "promised",
    "sizes",
    "total",
]

OPEN, SUBMITTED, SENT_BACK, ACCEPTED, DISCARDED = STATES = (
    *("open", "submitted", "sent-back", "accepted", "discarded"),
)
UNDECIDED = (OPEN, SUBMITTED, SENT_BACK)
"""The states in which a changeset may still come true."""


class ChangeRecord(NamedTuple):
    """A change of one concept, with its documents; None where there was, or is to be, nothing."""

    concept_id: str
    concept_key: int
    act: str
    authors: tuple[str, ...]
    at: datetime
    why: str
    base: bytes | None
    revision: bytes | None
    before: bytes | None
    after: bytes | None


class Comment(NamedTuple):
    """What somebody said of a changeset or, where one is named, of one of its concepts."""

    at: datetime
    author: str
    text: str
    concept_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which changesets: those that fit everything that is named; `text` is a part of title or reason.

    `not_by` is an author.
    """

    scheme: str = ""
    states: tuple[str, ...] = ()
    author: str = ""
    organisation: str = ""
    origin: str = ""
    accepted_in: str = ""
    text: str = ""
    not_by: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """What the database is asked for."""
        row = ChangesetRow
        found = [
            getattr(row, name) == value
            for name in ("scheme", "author", "organisation", "origin", "accepted_in")
            if (value := getattr(self, name))
        ]
        if self.not_by:
            found.append(row.author != self.not_by)
        if self.states:
            found.append(row.state.in_(self.states))
        if self.text:
            found.append(
                or_(
                    row.title.icontains(self.text, autoescape=True),
                    row.reason.icontains(self.text, autoescape=True),
                )
            )
        return found


def get(session: Session, key: int) -> ChangesetRow:
    """The changeset of this number; NotFoundError."""
    return _there(key, session.get(ChangesetRow, key))


def hold(session: Session, key: int) -> ChangesetRow:
    """As `get`; no other writer changes the changeset or its changes meanwhile."""
    query = select(ChangesetRow).where(ChangesetRow.key == key).with_for_update()
    return _there(key, session.scalars(query).one_or_none())


def of_mark(session: Session, once: str) -> ChangesetRow | None:
    """The changeset that a form of this mark began, held as by `hold`; None where none did."""
    query = select(ChangesetRow).where(ChangesetRow.once == once).with_for_update()
    return session.scalars(query).one_or_none()


def listed(
    session: Session, wanted: Wanted, *, before: int = 0, limit: int | None = None
) -> list[ChangesetRow]:
    """The changesets with smaller numbers than that (0: all), the newest first."""
    query = select(ChangesetRow).where(*wanted.conditions()).order_by(ChangesetRow.key.desc())
    if before:
        query = query.where(ChangesetRow.key < before)
    return list(session.scalars(query.limit(limit)))


def counted(session: Session, wanted: Wanted) -> dict[str, int]:
    """State → how many changesets there are of these, whatever states are wanted."""
    query = select(ChangesetRow.state, func.count()).group_by(ChangesetRow.state)
    conditions = Wanted(
        **{name: getattr(wanted, name) for name in Wanted.__dataclass_fields__ if name != "states"}
    ).conditions()
    found = dict(session.execute(query.where(*conditions)).all())
    return {state: found.get(state, 0) for state in STATES}


def total(session: Session, wanted: Wanted) -> int:
    """How many changesets are wanted."""
    query = select(func.count()).select_from(ChangesetRow)
    return session.scalar(query.where(*wanted.conditions())) or 0


def sizes(session: Session, keys: Collection[int]) -> dict[int, int]:
    """Changeset → how many concepts it changes; one query for all of them."""
    row = ChangesetChangeRow
    query = select(row.changeset_key, func.count()).where(row.changeset_key.in_(keys))
    found = dict(session.execute(query.group_by(row.changeset_key)).all())
    return {key: found.get(key, 0) for key in keys}


def changes(
    session: Session, key: int, concept_ids: Iterable[str] | None = None
) -> list[ChangeRecord]:
    """The changes of a changeset, in the record's order; only of these concepts where some are named."""
    query = _of_changeset(key)
    if concept_ids is None:
        return [_record(it) for it in session.execute(query)]
    wanted = sorted(set(concept_ids))
    return [
        _record(it)
        for start in range(0, len(wanted), CHUNK)
        for it in session.execute(query.where(ConceptRow.id.in_(wanted[start : start + CHUNK])))
    ]


def changes_behind(session: Session, key: int, after: int, limit: int) -> list[ChangeRecord]:
    """So many changes of a changeset at most, behind the concept of that number (0: from the first)."""
    query = _of_changeset(key).where(ConceptRow.key > after).limit(limit)
    return [_record(it) for it in session.execute(query)]


def add_changes(session: Session, key: int, rows: Sequence[Mapping[str, object]]) -> None:
    """Add the changes to those of a changeset, which has none of their concepts."""
    if rows:
        told = [{"changeset_key": key, **it} for it in rows]
        session.connection().execute(insert(ChangesetChangeRow), told)


def drop_changes(session: Session, key: int, concept_keys: Sequence[int]) -> None:
    """Let the changeset leave these concepts as they are."""
    row = ChangesetChangeRow
    for start in range(0, len(concept_keys), CHUNK):
        chunk = concept_keys[start : start + CHUNK]
        dropped = delete(row).where(row.changeset_key == key, row.concept_key.in_(chunk))
        session.execute(dropped)


def of_concept(
    session: Session, scheme: str, concept_id: str
) -> list[tuple[ChangesetRow, ChangeRecord]]:
    """Every change of a concept with its changeset, the newest first."""
    query = (
        _changes()
        .add_columns(ChangesetRow)
        .join(ChangesetRow, ChangesetRow.key == ChangesetChangeRow.changeset_key)
        .where(ConceptRow.scheme == scheme, ConceptRow.id == concept_id)
        .order_by(ChangesetRow.key.desc())
    )
    return [(it[-1], _record(it[:-1])) for it in session.execute(query)]


def promised(session: Session, scheme: str) -> list[bytes]:
    """The documents of the concepts that are new in changesets of the scheme that may still come true."""
    query = select(RevisionRow.document).where(*_is_promised(scheme))
    return [zlib.decompress(it) for it in session.scalars(query)]


def promise_mark(session: Session, scheme: str) -> tuple[int, int]:
    """What stays the same while nobody begins a concept of the scheme, or gives one up."""
    query = select(func.count(), func.coalesce(func.max(RevisionRow.key), 0))
    count, last = session.execute(query.where(*_is_promised(scheme))).one()
    return count, last


def _is_promised(scheme: str) -> list[ColumnElement[bool]]:
    """Whether a revision is that of a concept which is new in a changeset that may still come true."""
    return [
        ChangesetChangeRow.revision_key == RevisionRow.key,
        ChangesetRow.key == ChangesetChangeRow.changeset_key,
        ChangesetRow.scheme == scheme,
        ChangesetRow.state.in_(UNDECIDED),
        ChangesetChangeRow.base_key.is_(None),
    ]


def document(session: Session, digest: bytes) -> tuple[int, bytes] | None:
    """The number and the document of a revision, None where the record has none."""
    query = select(RevisionRow.key, RevisionRow.document).where(RevisionRow.digest == digest)
    found = session.execute(query).one_or_none()
    return (found[0], zlib.decompress(found[1])) if found else None


def comment(session: Session, key: int, said: Comment) -> None:
    """Keep what was said of a changeset."""
    session.add(CommentRow(changeset_key=key, **said._asdict()))
    session.flush()


def comments(session: Session, key: int) -> list[Comment]:
    """What was said of a changeset, in the order in which it was."""
    query = select(CommentRow).where(CommentRow.changeset_key == key).order_by(CommentRow.key)
    return [Comment(it.at, it.author, it.text, it.concept_id) for it in session.scalars(query)]


def _of_changeset(key: int) -> Select[*tuple[Any, ...]]:
    return _changes().where(ChangesetChangeRow.changeset_key == key).order_by(ConceptRow.key)


def _changes() -> Select[*tuple[Any, ...]]:
    row = ChangesetChangeRow
    was, becomes = aliased(RevisionRow), aliased(RevisionRow)
    return (
        select(
            *(ConceptRow.id, ConceptRow.key, row.act, row.authors, row.at, row.why),
            *(was.digest, becomes.digest, was.document, becomes.document),
        )
        .select_from(row)
        .join(ConceptRow, ConceptRow.key == row.concept_key)
        .outerjoin(was, was.key == row.base_key)
        .outerjoin(becomes, becomes.key == row.revision_key)
    )


def _record(row: Sequence[Any]) -> ChangeRecord:
    *told, was, becomes = row
    documents = (zlib.decompress(it) if it else None for it in (was, becomes))
    id, key, act, authors, *rest = told
    return ChangeRecord(id, key, act, tuple(authors), *rest, *documents)


def _there(key: int, row: ChangesetRow | None) -> ChangesetRow:
    if row is None:
        message = f"there is no changeset {key}"
        raise NotFoundError(message)
    return row
