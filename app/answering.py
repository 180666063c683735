"""From a rendered body to a complete answer: ETag, caching, 304, gzip, the release it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from starlette.responses import Response

from app.front import security_headers
from app.hot import Answer
from app.negotiation import JSON, accepts_gzip, asking, matches, variant

if TYPE_CHECKING:
    from fastapi import Request

    from app.dependencies import Served
    from app.hot import Headers
    from app.rendering.concepts import Json

__all__ = ["answer", "kept_answer"]

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"


def kept_answer(
    request: Request, served: Served, body: bytes, media_type: str, revision: str
) -> Response:
    """The answer to a request for one document; it is kept, so that the next one needs no route."""
    asked = asking(request.scope)
    gzip = accepts_gzip(asked.encoding)
    headers = _headers(request, served, media_type)
    headers += security_headers(served.services.settings.public_url)
    route = request.scope["route"].path
    level = 6 if gzip else 0
    made = Answer.of(route, body, headers, revision=revision, level=level)
    key = (request.scope["raw_path"], request.scope["query_string"], variant(asked.accept), gzip)
    served.services.answers.keep(key, made, served.generation)
    return _response(made, asked.etags)


def answer(
    request: Request, content: Json, served: Served | None = None, *, more: Headers | None = None
) -> Response:
    """The answer to a request whose JSON content is not worth keeping; `more` are its own headers."""
    asked = asking(request.scope)
    level = 1 if accepts_gzip(asked.encoding) else 0
    headers = [*_headers(request, served, JSON), *(more or [])]
    body = orjson.dumps(content)
    return _response(Answer.of("", body, headers, revision="", level=level), asked.etags)


def _headers(request: Request, served: Served | None, media_type: str) -> Headers:
    headers = [
        (b"content-type", media_type.encode()),
        (b"vary", b"Accept, Accept-Encoding"),
        (b"cache-control", (IMMUTABLE if served and served.immutable else SHORT).encode()),
    ]
    if served:
        headers.append((b"x-release", served.index.release.name.encode()))
        if served.asked_version != served.version:
            headers.append((b"content-location", _pinned(request, served)))
    return headers


def _pinned(request: Request, served: Served) -> bytes:
    """The same address with the alias replaced by the version it stands for."""
    path: bytes = request.scope["raw_path"]
    before, _, after = path.partition(f"/releases/{served.asked_version}".encode())
    query: bytes = request.scope["query_string"]
    return b"%b/releases/%b%b%b" % (
        before,
        served.version.encode(),
        after,
        b"?" + query if query else b"",
    )


def _response(made: Answer, etags: bytes) -> Response:
    if etags and matches(etags, made.etag):
        response = Response(status_code=304)
        response.raw_headers = list(made.not_modified)
        return response
    response = Response(made.body)
    response.raw_headers = list(made.headers)
    return response
