"""How people came in: sessions, links that work once, and sign-ins at an identity provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select, update

from app.db.people_tables import SessionRow, SignInLinkRow, SignInRow

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

__all__ = [
    "Begun",
    "LinkRecord",
    "SessionRecord",
    "add_link",
    "add_session",
    "begin",
    "end_session",
    "end_sessions",
    "find_link",
    "find_session",
    "note_use",
    "sessions_of",
    "take_begun",
    "take_link",
    "void_links",
]


class SessionRecord(NamedTuple):
    """That somebody is signed in; `digest` is the SHA-256 of the token in their cookie.

    `way` is how they came in (`link`, `provider`), `since` when they were last seen before.
    """

    digest: bytes
    person_key: int
    way: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    since: datetime | None

    def lasts(self, at: datetime, idle: timedelta) -> bool:
        """Whether it holds at that moment: not ended, and used within `idle`."""
        return at < self.expires_at and at - self.seen_at < idle


class LinkRecord(NamedTuple):
    """A link that signs a person in once; `digest` is the SHA-256 of its token."""

    digest: bytes
    person_key: int
    created_at: datetime
    created_by: str
    expires_at: datetime
    used_at: datetime | None


class Begun(NamedTuple):
    """A sign-in at an identity provider that has begun; `state` and `browser` are digests."""

    state: bytes
    browser: bytes
    nonce: str
    verifier: str
    target: str
    created_at: datetime
    used_at: datetime | None


def add_session(session: Session, record: SessionRecord) -> None:
    """Keep a session, and forget those that are over."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= record.created_at))
    session.add(SessionRow(**record._asdict()))


def find_session(session: Session, digest: bytes) -> SessionRecord | None:
    """The session of that token, or None."""
    row = session.scalars(select(SessionRow).where(SessionRow.digest == digest)).one_or_none()
    return _session(row) if row else None


def sessions_of(session: Session, person_key: int) -> list[SessionRecord]:
    """The sessions of a person, the one that was used last first."""
    query = select(SessionRow).where(SessionRow.person_key == person_key)
    return [_session(it) for it in session.scalars(query.order_by(SessionRow.seen_at.desc()))]


def note_use(session: Session, digest: bytes, at: datetime) -> None:
    """Remember that the session was used."""
    session.execute(update(SessionRow).where(SessionRow.digest == digest).values(seen_at=at))


def end_session(session: Session, digest: bytes) -> None:
    """Forget the session; nothing where it is gone already."""
    session.execute(delete(SessionRow).where(SessionRow.digest == digest))


def end_sessions(session: Session, person_key: int) -> None:
    """Forget every session of the person."""
    session.execute(delete(SessionRow).where(SessionRow.person_key == person_key))


def add_link(session: Session, record: LinkRecord) -> None:
    """Keep a link, and forget those that are over."""
    session.execute(delete(SignInLinkRow).where(SignInLinkRow.expires_at <= record.created_at))
    session.add(SignInLinkRow(**record._asdict()))


def find_link(session: Session, digest: bytes) -> LinkRecord | None:
    """The link of that token, or None."""
    query = select(SignInLinkRow).where(SignInLinkRow.digest == digest)
    row = session.scalars(query).one_or_none()
    return LinkRecord(*(getattr(row, it) for it in LinkRecord._fields)) if row else None


def take_link(session: Session, digest: bytes, at: datetime) -> bool:
    """Whether the link was unused until now: of two who take it at once, one does."""
    wanted = SignInLinkRow.digest == digest, SignInLinkRow.used_at.is_(None)
    taken = session.execute(update(SignInLinkRow).where(*wanted).values(used_at=at))
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def void_links(session: Session, person_key: int, at: datetime) -> None:
    """Let the links of the person that wait open nothing any more."""
    wanted = SignInLinkRow.person_key == person_key, SignInLinkRow.used_at.is_(None)
    session.execute(update(SignInLinkRow).where(*wanted).values(used_at=at))


def begin(session: Session, record: Begun, forget: datetime) -> None:
    """Keep a sign-in that has begun, and forget those that began before that moment."""
    session.execute(delete(SignInRow).where(SignInRow.created_at <= forget))
    session.add(SignInRow(**record._asdict()))


def take_begun(session: Session, state: bytes, at: datetime) -> Begun | None:
    """The sign-in of that state as it was until now, and None where there is none; once unused."""
    query = select(SignInRow).where(SignInRow.state == state).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        return None
    found = Begun(*(getattr(row, it) for it in Begun._fields))
    row.used_at = row.used_at or at
    return found


def _session(row: SessionRow) -> SessionRecord:
    return SessionRecord(*(getattr(row, it) for it in SessionRecord._fields))
