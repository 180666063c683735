"""Who gives a command: the person whose name the record keeps."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from taxonomy.errors import InvalidQueryError
from taxonomy.text import normalise_label

__all__ = ["ByOption", "who"]

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
