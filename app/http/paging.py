"""Pages of a list: a cursor is opaque and belongs to one list of one release."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qsl, urlencode

import orjson
from fastapi import Depends, Query

from app.http.answering import answer, pinned
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from fastapi import Request
    from starlette.responses import Response

    from app.http.dependencies import Served
    from app.rendering.concepts import Json

    T = TypeVar("T")

__all__ = ["AskedPage", "PageQuery", "cursor_of", "list_id", "paged", "place_of"]

MOST_ITEMS = 1000
_FILTERS = frozenset({"kind", "linked_to", "predicate", "status", "uri"})


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which page: from where on, and how many items at most."""

    cursor: str | None
    limit: int


async def page_query(
    cursor: Annotated[
        str | None,
        Query(
            description="`next` of the page before; of this list and release only.",
            json_schema_extra={"pattern": "^[A-Za-z0-9_-]{20,60}$"},
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS, description="Items of a page at most.")] = 100,
) -> PageQuery:
    """The page that the query asks for."""
    return PageQuery(cursor, limit)


AskedPage = Annotated[PageQuery, Depends(page_query)]


def paged(
    request: Request,
    served: Served,
    page: PageQuery,
    items: Sequence[T],
    show: Callable[[T], Json],
) -> Response:
    """The answer with one page of a list, the cursor of the next one and the header Link.

    A release never changes, so a place in its list is a key; InvalidQueryError for a cursor of
    another list or release.
    """
    name = _list_id(request, served)
    start = place_of(page.cursor, name, len(items))
    end = start + page.limit
    release = served.index.release
    content: Json = {
        "items": [show(it) for it in items[start:end]],
        "total": len(items),
        "release": release.name,
    }
    more = []
    if end < len(items):
        content["next"] = cursor_of(name, end)
        more.append((b"link", _link(request, served, content["next"])))
    return answer(request, content, served.about, more=more)


def _list_id(request: Request, served: Served) -> str:
    filters = sorted(it for it in request.query_params.multi_items() if it[0] in _FILTERS)
    release = served.index.release
    return list_id(release.name, release.digest, request.scope["route"].path, filters)


def list_id(*parts: object) -> str:
    """What tells one list of one release from every other; how it is shown has no part in it."""
    return hashlib.sha256(orjson.dumps(parts, default=str)).hexdigest()[:16]


def cursor_of(name: str, place: int) -> str:
    """The cursor of this place in the list of that id."""
    return urlsafe_b64encode(f"{name}.{place}".encode()).decode().rstrip("=")


def place_of(cursor: str | None, name: str, total: int) -> int:
    """The place that a cursor stands for, 0 without one; InvalidQueryError where it is none of this list."""
    if cursor is None:
        return 0
    try:
        text = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()
        found, _, number = text.partition(".")
        place = int(number) if number.isascii() and number.isdigit() else -1
    except (Base64Error, UnicodeError, ValueError):
        found, place = "", -1
    if found == name and 0 < place < total:
        return place
    message = "the cursor belongs to another list or release, or to none: begin again without it"
    raise InvalidQueryError(message)


def _link(request: Request, served: Served, cursor: str) -> bytes:
    """RFC 8288; it names the release itself, so that paging through `current` stays on one."""
    address = pinned(request, served.about).decode("latin-1").partition("?")[0]
    query = [it for it in parse_qsl(request.url.query) if it[0] != "cursor"]
    return f'<{address}?{urlencode([*query, ("cursor", cursor)])}>; rel="next"'.encode()
