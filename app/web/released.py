"""The answer with a page of a release: how long it may be kept, and what its headers tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.http.answering import IMMUTABLE, SHORT
from app.http.negotiation import asking, best
from app.http.usage import note_release
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
    }
    response = answered(request, body, [*told.items(), *more])
    if response.status_code == 200:
        response.status_code = status
    return response
