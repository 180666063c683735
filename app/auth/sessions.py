"""Being signed in: a token in a cookie, of which the record keeps the digest, and links that work once."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr

from app.auth.people import actor_of
from app.auth.roles import About, Scope
from app.db import audit, mentions, people, sign_ins
from app.db.session import reading, writing
from app.db.sign_ins import LinkRecord, SessionRecord
from app.refusals import LinkRefusedError, SignInRequiredError
from taxonomy.errors import ConflictError, RecordBusyError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from app.auth.roles import Actor
    from app.db.people import PersonRecord

__all__ = [
    "Lasting",
    "SignedIn",
    "begin_session",
    "end",
    "end_everywhere",
    "make_link",
    "redeem",
    "sessions_of",
    "sign_out_everywhere",
    "signed_in",
]

_USED_LATELY = timedelta(minutes=1)
"""A use so soon after the one before is not written down."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session holds: without being used, and at all."""

    idle: timedelta
    whole: timedelta


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in; `since` is when they were last seen before this session.

    `csrf` is what a write of this session must bear: pages of others cannot know it.
    """

    person: PersonRecord
    actor: Actor
    csrf: str
    since: datetime | None
    way: str
    unseen: int
    """How much of what was said to the person they have not seen."""

    def is_mine(self, csrf: str) -> bool:
        """Whether a write that bears this was sent by a page of this session."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode("utf-8", "replace"))


def make_link(
    engine: Engine, person: PersonRecord, *, by: Actor, at: datetime, valid: timedelta
) -> SecretStr:
    """The token of a new link that signs the person in, once; only its digest is kept.

    ConflictError where the door is closed to the person.
    """
    by.require(Scope.ADMINISTER)
    if person.disabled_at:
        message = sentence(
            "the access of %(name)s is closed: open it again first", name=person.name
        )
        raise ConflictError(message)
    token = secrets.token_urlsafe(32)
    record = LinkRecord(_digest(token), person.key, at, by.name, at + valid, None)
    with writing(engine) as session:
        sign_ins.add_link(session, record)
        audit.record(session, by.act("link-made", About("person", person.name), at))
    return SecretStr(token)


def redeem(engine: Engine, token: str, at: datetime, lasting: Lasting) -> SecretStr:
    """The token of a new session, for the token of a link; LinkRefusedError, and then nothing changes."""
    digest = _digest(token)
    with writing(engine) as session:
        link = sign_ins.find_link(session, digest)
        person = people.of_key(session, link.person_key) if link else None
        if link is None or person is None:
            message = sentence("this link is not known here: ask for a new one")
            raise LinkRefusedError(message)
        if at >= link.expires_at:
            message = sentence("this link ended on %(at)s: ask for a new one", at=link.expires_at)
            raise LinkRefusedError(message)
        if person.disabled_at or not sign_ins.take_link(session, digest, at):
            message = sentence("this link was used already: ask for a new one")
            raise LinkRefusedError(message)
    return begin_session(engine, person, "link", at, lasting)


def begin_session(
    engine: Engine, person: PersonRecord, way: str, at: datetime, lasting: Lasting
) -> SecretStr:
    """The token of a new session of the person, who came in by that way."""
    token = secrets.token_urlsafe(32)
    record = SessionRecord(
        digest=_digest(token),
        person_key=person.key,
        way=way,
        created_at=at,
        seen_at=at,
        expires_at=at + lasting.whole,
        since=person.seen_at,
    )
    with writing(engine) as session:
        sign_ins.add_session(session, record)
        people.note_seen(session, person.key, at)
        act = actor_of(person).act("signed-in", About("person", person.name), at)
        audit.record(session, act)
    return SecretStr(token)


def signed_in(engine: Engine, token: SecretStr, at: datetime, lasting: Lasting) -> SignedIn:
    """Whose session this is, with the grants of this moment; SignInRequiredError where it is none any more."""
    given = token.get_secret_value()
    with reading(engine) as session:
        found = sign_ins.find_session(session, _digest(given))
        person = people.of_key(session, found.person_key) if found else None
        unseen = mentions.unseen(session, person.name) if person else 0
    if found is None or person is None or person.disabled_at or not found.lasts(at, lasting.idle):
        message = sentence("you are signed out: sign in again")
        raise SignInRequiredError(message)
    _note_use(engine, found, at)
    csrf = hashlib.sha256(f"csrf {given}".encode()).hexdigest()
    return SignedIn(person, actor_of(person), csrf, found.since, found.way, unseen)


def end(engine: Engine, token: SecretStr, at: datetime) -> None:
    """Sign out: the session opens nothing any more; nothing where it had ended."""
    digest = _digest(token.get_secret_value())
    with writing(engine) as session:
        found = sign_ins.find_session(session, digest)
        person = people.of_key(session, found.person_key) if found else None
        if person:
            sign_ins.end_session(session, digest)
            act = actor_of(person).act("signed-out", About("person", person.name), at)
            audit.record(session, act)


def end_everywhere(engine: Engine, person: PersonRecord, at: datetime) -> None:
    """Sign the person out of every session, and void the links that wait."""
    with writing(engine) as session:
        sign_ins.end_sessions(session, person.key)
        sign_ins.void_links(session, person.key, at)
        about = About("person", person.name)
        audit.record(session, actor_of(person).act("signed-out-everywhere", about, at))


def sign_out_everywhere(engine: Engine, key: int, *, by: Actor, at: datetime) -> PersonRecord:
    """The person, whom an administrator signs out of every session; links that wait open nothing.

    NotFoundError.
    """
    by.require(Scope.ADMINISTER)
    with writing(engine) as session:
        person = people.hold(session, key)
        sign_ins.end_sessions(session, key)
        sign_ins.void_links(session, key, at)
        about = About("person", person.name)
        audit.record(session, by.act("signed-out-everywhere", about, at))
        return person


def sessions_of(engine: Engine, person: PersonRecord) -> list[SessionRecord]:
    """The sessions of the person, the one that was used last first."""
    with reading(engine) as session:
        return sign_ins.sessions_of(session, person.key)


def _note_use(engine: Engine, found: SessionRecord, at: datetime) -> None:
    if at - found.seen_at < _USED_LATELY:
        return
    try:
        with writing(engine) as session:
            sign_ins.note_use(session, found.digest, at)
            people.note_seen(session, found.person_key, at)
    except RecordBusyError:
        _log.warning("the use of a session could not be written down")


def _digest(token: str) -> bytes:
    """32 random bytes need no salt and no slow hash: nobody can guess them."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
