"""People: who is added, what they are granted, and when the door is closed to them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson

from app.auth.roles import About, Actor, Grant, Role, Scope
from app.db import audit, keys, people, sign_ins
from app.db.session import reading, writing
from app.refusals import PreconditionFailedError
from taxonomy.errors import ConflictError, InvalidQueryError, NotFoundError
from taxonomy.sentences import sentence
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.people import PersonRecord

__all__ = [
    "LONGEST_NAME",
    "actor_of",
    "add_person",
    "close",
    "etag_of",
    "everybody",
    "grants_of",
    "named",
    "open_again",
    "person_of",
    "set_language",
    "set_rights",
]

LONGEST_NAME = 200


def add_person(
    engine: Engine, name: str, *, organisation: str = "", email: str = "", by: Actor, at: datetime
) -> PersonRecord:
    """A new person, who may do nothing yet; InvalidQueryError without a name, ConflictError where it is taken."""
    by.require(Scope.ADMINISTER)
    name, place = _name(name), _place(organisation)
    with writing(engine) as session:
        if people.find(session, name):
            message = sentence(
                "%(name)s is there already: two people of one name need something to tell them",
                name=name,
            )
            raise ConflictError(message)
        made = people.add(session, name, organisation=place, email=email.strip()[:320], at=at)
        told = {"name": name, "organisation": place}
        audit.record(session, by.act("person-added", _about(made), at, change=(None, told)))
        return made


def set_rights(
    engine: Engine,
    key: int,
    grants: Iterable[Grant],
    *,
    organisation: str,
    by: tuple[Actor, datetime],
    etags: tuple[str, ...] = (),
) -> PersonRecord:
    """The person with these grants and no other, at that organisation, from their next request on.

    `etags` is what the header If-Match named, () where anything will do. NotFoundError,
    PreconditionFailedError where somebody changed the person since, ConflictError where nobody
    would be left who may administer.
    """
    actor, at = by
    actor.require(Scope.ADMINISTER)
    wanted = {it.role.value: it.languages for it in grants}
    place = _place(organisation)
    with writing(engine) as session:
        person = people.hold(session, key)
        _require_same(person, etags)
        if (wanted, place) == (dict(person.grants), person.organisation):
            return person
        if Role.ADMIN.value not in wanted:
            _require_another_admin(session, person)
        people.set_grants(session, key, wanted.items(), at=at, by=actor.name)
        people.change(session, key, organisation=place)
        now = people.hold(session, key)
        change = _rights(person), _rights(now)
        audit.record(session, actor.act("rights-changed", _about(now), at, change=change))
        return now


def close(
    engine: Engine,
    key: int,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    etags: tuple[str, ...] = (),
) -> PersonRecord:
    """The person, who is signed out everywhere and comes in no more, nor do the keys of that name.

    NotFoundError, ConflictError where nobody would be left who may administer,
    PreconditionFailedError as `set_rights`.
    """
    by.require(Scope.ADMINISTER)
    with writing(engine) as session:
        person = people.hold(session, key)
        _require_same(person, etags)
        if person.disabled_at:
            return person
        _require_another_admin(session, person)
        people.change(session, key, disabled_at=at)
        sign_ins.end_sessions(session, key)
        sign_ins.void_links(session, key, at)
        for it in keys.every(session):
            if it.name.casefold() == person.name.casefold() and it.state(at) == "active":
                keys.revoke(session, it.prefix, at)
        audit.record(session, by.act("person-disabled", _about(person), at, why=why))
        return people.hold(session, key)


def open_again(
    engine: Engine, key: int, *, by: Actor, at: datetime, etags: tuple[str, ...] = ()
) -> PersonRecord:
    """The person, who may sign in again with the grants of before; their keys stay revoked.

    NotFoundError, PreconditionFailedError as `set_rights`.
    """
    by.require(Scope.ADMINISTER)
    with writing(engine) as session:
        person = people.hold(session, key)
        _require_same(person, etags)
        if person.disabled_at is None:
            return person
        people.change(session, key, disabled_at=None)
        audit.record(session, by.act("person-enabled", _about(person), at))
        return people.hold(session, key)


def set_language(engine: Engine, person: PersonRecord, language: str) -> None:
    """Keep the language in which the person wants the interface."""
    with writing(engine) as session:
        people.change(session, person.key, language=language)


def everybody(engine: Engine) -> list[PersonRecord]:
    """All people, by name."""
    with reading(engine) as session:
        return people.every(session)


def person_of(engine: Engine, key: int) -> PersonRecord:
    """The person of that number; NotFoundError."""
    with reading(engine) as session:
        found = people.of_key(session, key)
    if found is None:
        message = sentence("there is no person %(number)d", number=key)
        raise NotFoundError(message)
    return found


def named(engine: Engine, name: str) -> PersonRecord:
    """The person of that name; NotFoundError."""
    with reading(engine) as session:
        found = people.find(session, normalise_label(name))
    if found is None:
        message = sentence(
            "there is nobody called %(name)r: competent users list shows them", name=name[:80]
        )
        raise NotFoundError(message)
    return found


def grants_of(person: PersonRecord) -> frozenset[Grant]:
    """What the person is granted."""
    return frozenset(Grant(Role(role), languages) for role, languages in person.grants.items())


def actor_of(person: PersonRecord) -> Actor:
    """The person as one who acts."""
    return Actor(person.name, person.organisation, grants_of(person))


def etag_of(person: PersonRecord) -> str:
    """The entity tag of what may be changed of a person."""
    told = person.name, _rights(person), person.disabled_at is None
    return f'"{hashlib.sha256(orjson.dumps(told)).hexdigest()[:16]}"'


def _about(person: PersonRecord) -> About:
    return About("person", person.name)


def _rights(person: PersonRecord) -> dict[str, Any]:
    """What may be changed of a person, as the audit tells it."""
    return {
        "organisation": person.organisation,
        "grants": sorted(map(str, grants_of(person))),
    }


def _name(text: str) -> str:
    name = normalise_label(text)
    if not 0 < len(name) <= LONGEST_NAME:
        message = sentence(
            "name: 1 to %(most)s characters, as the record shall say", most=LONGEST_NAME
        )
        raise InvalidQueryError(message)
    return name


def _place(text: str) -> str:
    place = normalise_label(text)
    if len(place) > LONGEST_NAME:
        message = sentence("organisation: at most %(most)s characters", most=LONGEST_NAME)
        raise InvalidQueryError(message)
    return place


def _require_same(person: PersonRecord, etags: tuple[str, ...]) -> None:
    """Return where If-Match names the person as they are (RFC 9110 §13.1.1)."""
    now = etag_of(person)
    if etags and "*" not in etags and now not in etags:
        message = sentence(
            "somebody changed what %(name)s may do since you looked: look again", name=person.name
        )
        raise PreconditionFailedError(message, {"ETag": now})


def _require_another_admin(session: Session, person: PersonRecord) -> None:
    """Return where somebody else may administer, or this person could not anyway."""
    admins = people.granted_anybody(session, Role.ADMIN)
    if admins == [person.key]:
        message = sentence(
            "%(name)s is the only one who may administer: make somebody else admin first",
            name=person.name,
        )
        raise ConflictError(message)
