"""The two sides of a question about mappings: releases as a query names them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import anyio.to_thread
from fastapi import Depends, Query

from app.http.dependencies import ServicesOfApp
from app.library import ALIASES
from app.mapping_shelf import Wanted
from app.rendering.mappings import MappingView
from taxonomy.currency import Sides
from taxonomy.errors import InvalidQueryError, NotFoundError
from taxonomy.mapping import Side
from taxonomy.schemes import SCHEMES
from taxonomy.versions import GRAMMAR

if TYPE_CHECKING:
    from app.db.mapping_sets import SetRecord
    from app.http.services import Services
    from app.mapping_shelf import Shelved
    from app.rendering.languages import Asked
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import MappingSet

__all__ = [
    "SIDE",
    "AskedSides",
    "current_sides",
    "own_sides",
    "releases_header",
    "view_of",
    "wanted",
]

_SCHEME = r"[a-z][a-z0-9-]{0,39}"
_VERSION = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
SIDE = rf"^{_SCHEME}(/({'|'.join(ALIASES)}|{GRAMMAR}|{_VERSION}))?$"
"""What a side looks like: `competent`, `competent/current`, `esco/1.2.0`."""


def wanted(app: Services, text: str, parameter: str) -> Wanted:
    """The side that a query names: a scheme, with a version or an alias where it is to be told.

    `current` and `candidate` are the newest release up to that one which is mapped. A scheme that
    the service does not hold may be mapped as well. InvalidQueryError, ReleaseNotFoundError.
    """
    if not re.fullmatch(SIDE, text):
        message = f"{parameter}: {text[:80]!r} names no release: write it as competent/3.11, competent/current or competent"
        raise InvalidQueryError(message)
    scheme, _, version = text.partition("/")
    if version in ALIASES and scheme in SCHEMES:
        return Wanted(scheme, app.library.release(scheme, version).version, newest=True)
    return Wanted(scheme, "" if version in ALIASES else version, newest=version in ALIASES)


async def sides(
    app: ServicesOfApp,
    subject: Annotated[
        str,
        Query(
            description="A scheme, with a version, `current` or `candidate` where one is meant.",
            examples=["competent/current"],
            json_schema_extra={"pattern": SIDE},
        ),
    ] = "competent/current",
    object_: Annotated[
        str,
        Query(
            alias="object",
            description="The other scheme, in the same way.",
            examples=["esco/1.2.0"],
            json_schema_extra={"pattern": SIDE},
        ),
    ] = "esco",
) -> tuple[Wanted, Wanted]:
    """Both sides that the query asks for."""
    return wanted(app, subject, "subject"), wanted(app, object_, "object")


AskedSides = Annotated[tuple[Wanted, Wanted], Depends(sides)]


async def view_of(app: Services, shelved: Shelved, language: Asked | None) -> MappingView:
    """How the reader sees the set, with the releases of both sides where they are served."""
    content = shelved.content

    sides = await anyio.to_thread.run_sync(own_sides, app, content, limiter=app.loading)
    public_url = app.settings.public_url
    return MappingView(content, *sides, public_url, language, shelved.turned)


def own_sides(app: Services, pair: MappingSet | SetRecord) -> Sides:
    """The releases that a set names, None where one is not served; blocks while they are loaded."""
    return Sides(_index(app, pair.subject), _index(app, pair.object))


def current_sides(app: Services, pair: MappingSet | SetRecord) -> Sides:
    """The current releases of the schemes of a set, None where there is none; blocks as `own_sides`."""
    return Sides(*(_index(app, Side(it.scheme, "current")) for it in (pair.subject, pair.object)))


def releases_header(shelved: Shelved) -> tuple[bytes, bytes]:
    """The header that names both releases of an answer."""
    content = shelved.content
    return b"x-release", f"{content.subject.name}, {content.object.name}".encode()


def _index(app: Services, side: Side) -> ReleaseIndex | None:
    try:
        return app.library.get(side.scheme, side.version)
    except (NotFoundError, InvalidQueryError):
        return None
