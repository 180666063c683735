"""Signing in at an identity provider: what is begun, what its answer must fit, and who comes in."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import SecretStr

from app.auth.groups import rights_of
from app.auth.people import LONGEST_NAME, set_rights
from app.auth.provider import Expected
from app.auth.roles import About, Actor, Grant, Role
from app.auth.sessions import begin_session
from app.db import audit, people, sign_ins
from app.db.session import writing
from app.refusals import SignInRefusedError
from taxonomy.errors import ConflictError
from taxonomy.sentences import sentence
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.groups import Meaning
    from app.auth.provider import Provider
    from app.auth.sessions import Lasting
    from app.db.people import PersonRecord

__all__ = ["Answer", "Door", "begin", "finish"]

OPEN_FOR = timedelta(minutes=10)
"""So long a person may take at the provider."""
_log = logging.getLogger(__name__)


class Door(NamedTuple):
    """The provider, the claim that tells groups, and what they mean; None where groups mean nothing."""

    provider: Provider
    claim: str
    groups: Mapping[str, Meaning] | None


class Answer(NamedTuple):
    """What the browser brings back from the provider, and the token of its own cookie."""

    state: str
    code: str
    browser: str
    error: str = ""


def begin(engine: Engine, door: Door, target: str, at: datetime) -> tuple[str, SecretStr]:
    """Where the person is sent, and the token that their browser keeps; ProviderUnavailableError."""
    state, browser, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
    address = door.provider.address(state, Expected(nonce, verifier))
    begun = sign_ins.Begun(_digest(state), _digest(browser), nonce, verifier, target, at, None)
    with writing(engine) as session:
        sign_ins.begin(session, begun, forget=at - 2 * OPEN_FOR)
    return address, SecretStr(browser)


def finish(
    engine: Engine, door: Door, answer: Answer, at: datetime, lasting: Lasting
) -> tuple[SecretStr, str]:
    """The token of the new session, and where its person wanted to go.

    SignInRefusedError says what is wrong with the answer, ProviderUnavailableError.
    """
    with writing(engine) as session:
        begun = sign_ins.take_begun(session, _digest(answer.state), at)
    expected = _expected(begun, answer, at)
    if answer.error:
        message = sentence(
            "%(issuer)s refuses: %(error)s", issuer=door.provider.issuer, error=answer.error[:80]
        )
        raise SignInRefusedError(message)
    claims = door.provider.claims(answer.code, expected)
    person = _person(engine, door, claims, at)
    if person.disabled_at:
        message = sentence(
            "the access of %(name)s is closed: ask an administrator", name=person.name
        )
        raise SignInRefusedError(message)
    token = begin_session(engine, person, "provider", at, lasting)
    return token, begun.target if begun else ""


def _expected(begun: sign_ins.Begun | None, answer: Answer, at: datetime) -> Expected:
    """What the answer must fit; SignInRefusedError where it answers nothing that this browser began."""
    if begun is None:
        message = sentence("this sign-in was not begun here, or too long ago: begin again")
        raise SignInRefusedError(message)
    if begun.used_at is not None:
        message = sentence("this sign-in was finished already: begin again")
        raise SignInRefusedError(message)
    if at - begun.created_at > OPEN_FOR:
        message = sentence(
            "this sign-in took longer than %(minutes)d minutes: begin again",
            minutes=OPEN_FOR.seconds // 60,
        )
        raise SignInRefusedError(message)
    if not hmac.compare_digest(begun.browser, _digest(answer.browser)):
        message = sentence("another browser began this sign-in: begin again in this one")
        raise SignInRefusedError(message)
    return Expected(begun.nonce, begun.verifier)


def _person(engine: Engine, door: Door, claims: Mapping[str, Any], at: datetime) -> PersonRecord:
    """The person of these claims, made where they are new, with the rights that their groups give."""
    issuer, subject = door.provider.issuer, str(claims["sub"])
    by = Actor.of("competent", Role.ADMIN)
    with writing(engine) as session:
        person = people.of_subject(session, issuer, subject)
        new = person is None
        if person is None:
            person = _added(session, issuer, claims, at)
            told = {"name": person.name, "issuer": issuer}
            about = About("person", person.name)
            audit.record(session, by.act("person-added", about, at, change=(None, told)))
    if door.groups is not None:
        groups = claims.get(door.claim, ())
        rights = rights_of([groups] if isinstance(groups, str) else groups or (), door.groups)
        organisation = rights.organisation or person.organisation
        with suppress(ConflictError):  # the last administrator stays one, whatever the groups say
            return set_rights(
                engine, person.key, rights.grants, organisation=organisation, by=(by, at)
            )
        _log.warning("%s stays the last administrator although no group says so", person.name)
    elif new:
        viewer = [Grant(Role.VIEWER)]
        return set_rights(engine, person.key, viewer, organisation="", by=(by, at))
    return person


def _added(session: Session, issuer: str, claims: Mapping[str, Any], at: datetime) -> PersonRecord:
    """A new person; never one whom the record knows already, for a name proves nothing."""
    subject, email = str(claims["sub"]), str(claims.get("email") or "")[:320]
    told = (claims.get(it) for it in ("name", "preferred_username", "email"))
    name = next((it for it in told if isinstance(it, str) and it.strip()), subject)
    tries = (name, f"{name} ({email})" if email else "", f"{name} ({subject})")
    for it in filter(None, tries):
        wanted = normalise_label(it)[:LONGEST_NAME]
        if people.find(session, wanted) is None:
            return people.add(session, wanted, email=email, subject=(issuer, subject), at=at)
    message = sentence("somebody is called %(name)s already: ask an administrator", name=name[:80])
    raise SignInRefusedError(message)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
