"""The first person: where nobody may come in, whoever starts the service may."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.auth.people import add_person, named, set_rights
from app.auth.roles import LANGUAGES, Actor, Grant, Role
from app.auth.sessions import make_link
from app.db import people
from app.db.session import reading

if TYPE_CHECKING:
    from datetime import datetime

    from pydantic import SecretStr
    from sqlalchemy import Engine

__all__ = ["first_link"]

_VALID = timedelta(days=1)


def first_link(engine: Engine, name: str, at: datetime) -> SecretStr | None:
    """The token of a link that signs in a new person of that name with every role; None where somebody is there."""
    with reading(engine) as session:
        if not people.is_empty(session):
            return None
    service = Actor.of("competent", Role.ADMIN)
    made = add_person(engine, name, by=service, at=at)
    grants = [Grant(it, LANGUAGES if it is Role.TRANSLATOR else ()) for it in Role]
    set_rights(engine, made.key, grants, organisation="", by=(service, at))
    return make_link(engine, named(engine, name), by=service, at=at, valid=_VALID)
