"""Who gives a command: the person whose name the record keeps."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from app.auth.people import named as person_named
from app.auth.roles import Actor
from taxonomy.errors import InvalidQueryError, NotFoundError
from taxonomy.text import normalise_label

__all__ = ["ByOption", "acting_as", "who"]

if TYPE_CHECKING:
    from sqlalchemy import Engine

LONGEST = 200

ByOption = Annotated[
    str,
    typer.Option("--by", help="Your name, as the record shall keep it; else that of the login."),
]


def who(named: str) -> str:
    """The name as given, else that of the login; InvalidQueryError for one that is no name."""
    name = normalise_label(named)
    if len(name) > LONGEST:
        message = f"--by has {len(name)} characters, and a name has at most {LONGEST}"
        raise InvalidQueryError(message)
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may give its user no name
        return "somebody"


def acting_as(engine: Engine, by: str) -> Actor:
    """Who gives the command, with the organisation of the person of that name where the workbench knows one."""
    name = who(by)
    try:
        return Actor(name, person_named(engine, name).organisation)
    except NotFoundError:
        return Actor(name)
