"""The answer with a page of a release: how long it may be kept, and what its headers tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.http.answering import IMMUTABLE, SHORT
from app.http.negotiation import asking, best
from app.http.usage import note_release
from app.library import ALIASES
from app.web.keeping import kept
from app.web.pages import answered, headers, written

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

    from app.http.dependencies import Served
    from app.http.hot import Headers
    from app.web.languages import Language

__all__ = ["released_page"]

Asked = tuple[str, dict[str, Any], "Language", str | None]
"""A template, its values, the language to write in, and the one that the query names."""


def released_page(
    request: Request, served: Served, asked: Asked, status: int, more: Headers
) -> Response:
    """The page, kept for ever where its address names a published release, else for a moment.

    `more` are headers of its own, which stand in the place of the usual ones.
    NotAcceptableError where the request takes no HTML.
    """
    best(asking(request.scope).accept, ("text/html",))
    template, values, language, lang = asked
    about = served.about
    note_release(request.scope, about)
    body = written(request.scope, template, values, language, lang=lang)
    told = dict(headers(language)) | {
        b"cache-control": (IMMUTABLE if about.immutable else SHORT).encode(),
        b"x-release": about.release.name.encode(),
        **_pinned(request, served),
        **dict(more),
    }
    if status != 200:
        response = answered(request, body, [*told.items()])
        response.status_code = status if response.status_code == 200 else response.status_code
        return response
    return kept(request, served.services, body, [*told.items()], served.generation)


def _pinned(request: Request, served: Served) -> dict[bytes, bytes]:
    """The address of this page in the very release, where an alias was asked for."""
    alias, path = f"/{served.scheme}/{served.asked_version}/".encode(), request.scope["raw_path"]
    if served.asked_version not in ALIASES or not path.startswith(alias):
        return {}
    place = b"/%b/%b" % (served.index.release.name.encode(), path.removeprefix(alias))
    query = request.scope["query_string"]
    return {b"content-location": place + (b"?" + query if query else b"")}
