"""From a rendered body to a complete answer: ETag, caching, 304, gzip, the release it is of."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import anyio.to_thread
import orjson
from starlette.responses import Response, StreamingResponse

from app.http.deprecation import told
from app.http.front import security_headers
from app.http.hot import Answer, key_of
from app.http.negotiation import accepts_gzip, asking, matches
from app.http.usage import note_release, use_of
from taxonomy.media_types import JSON
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from anyio import CapacityLimiter
    from fastapi import Request

    from app.http.about import About
    from app.http.hot import Headers
    from app.http.services import Services
    from app.rendering.concepts import Json

__all__ = [
    "IMMUTABLE",
    "PIECE_BYTES",
    "SHORT",
    "Origin",
    "answer",
    "asked_once",
    "kept_answer",
    "passing_answer",
    "pinned",
    "reply",
    "streamed",
]

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"
PIECE_BYTES = 256 * 1024
"""What is rendered and compressed in one go of an answer that is large."""


class Origin(Protocol):
    """What an answer that is kept is made from."""

    @property
    def services(self) -> Services:
        """The services, and with them the answers that are kept."""

    @property
    def about(self) -> About:
        """The release the answer is of."""

    @property
    def generation(self) -> int:
        """The library's generation before anything was looked up in it."""


def kept_answer(
    request: Request, served: Origin, body: bytes, media_type: str, revision: str
) -> Response:
    """The answer to a request for one document; it is kept, so that the next one needs no route."""
    asked = asking(request.scope)
    headers = _headers(request, served.about, media_type)
    headers += security_headers(served.services.settings.public_url)
    route = request.scope["route"].path
    level = 6 if accepts_gzip(asked.encoding) else 0
    made = Answer.of(route, body, headers, revision=revision, level=level)
    made = replace(made, use=use_of(request.scope))
    served.services.answers.keep(key_of(request.scope, asked), made, served.generation)
    return reply(made, asked.etags)


def answer(
    request: Request, content: Json, about: About | None = None, *, more: Headers | None = None
) -> Response:
    """The answer to a request whose JSON content is not worth keeping; `more` are its own headers."""
    body = orjson.dumps(content, option=orjson.OPT_UTC_Z)
    return passing_answer(request, body, JSON, about, more=more)


def passing_answer(
    request: Request,
    body: bytes,
    media_type: str,
    about: About | None = None,
    *,
    more: Headers | None = None,
) -> Response:
    """As `answer`, of a body that is rendered already."""
    asked = asking(request.scope)
    level = 1 if accepts_gzip(asked.encoding) else 0
    headers = [*_headers(request, about, media_type), *(more or [])]
    return reply(Answer.of("", body, headers, revision="", level=level), asked.etags)


def streamed(
    request: Request, about: About | None, body: Iterator[bytes], media_type: str
) -> StreamingResponse:
    """The answer whose body is made while it is sent; it is large, so never kept, here or elsewhere."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Encoding"}
    if about:
        note_release(request.scope, about)
        named = [*_release(about), *told(request.app.state.services, about.release)]
        headers.update((name.decode(), value.decode()) for name, value in named)
    if accepts_gzip(asking(request.scope).encoding):
        body = _zipped(body)
        headers["Content-Encoding"] = "gzip"
    pieces = _in_turn(body, request.app.state.services.writing)
    return StreamingResponse(pieces, media_type=media_type, headers=headers)


async def _in_turn(body: Iterator[bytes], limiter: CapacityLimiter) -> AsyncIterator[bytes]:
    """The pieces, each made in a thread; whoever else makes some gets a turn between."""
    while (piece := await anyio.to_thread.run_sync(next, body, None, limiter=limiter)) is not None:
        yield piece


def _zipped(body: Iterator[bytes]) -> Iterator[bytes]:
    zipper = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    for piece in body:
        yield zipper.compress(piece)
    yield zipper.flush()


def _release(about: About) -> Headers:
    """Which release the answer is of, and a warning where it is none to build on."""
    headers = [(b"x-release", about.release.name.encode())]
    if about.release.status is not ReleaseStatus.PUBLISHED:
        headers.append((b"x-release-status", about.release.status.encode()))
    return headers


def asked_once(request: Request, body: bytes, media_type: str, about: About | None) -> Response:
    """The answer to a question that nobody keeps; a large one goes in pieces, compressed in a thread."""
    if len(body) > PIECE_BYTES:
        pieces = (body[it : it + PIECE_BYTES] for it in range(0, len(body), PIECE_BYTES))
        return streamed(request, about, pieces, media_type)
    response = passing_answer(request, body, media_type, about)
    response.headers["Cache-Control"] = "no-store"
    return response


def _headers(request: Request, about: About | None, media_type: str) -> Headers:
    headers = [
        (b"content-type", media_type.encode()),
        (b"vary", b"Accept, Accept-Encoding"),
        (b"cache-control", (IMMUTABLE if about and about.immutable else SHORT).encode()),
    ]
    if about:
        note_release(request.scope, about)
        headers += _release(about)
        headers += told(request.app.state.services, about.release)
        if about.asked_version != about.release.version:
            headers.append((b"content-location", pinned(request, about)))
    return headers


def pinned(request: Request, about: About) -> bytes:
    """The address of the request with the alias replaced by the version it stands for."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    before, _, after = path.partition(f"/releases/{about.asked_version}".encode())
    address = b"%b/releases/%b%b" % (before, about.release.version.encode(), after)
    return address + b"?" + query if query else address


def reply(made: Answer, etags: bytes) -> Response:
    """The answer, or its 304 where the header If-None-Match names it."""
    if etags and matches(etags, made.etag):
        response = Response(status_code=304)
        response.raw_headers = list(made.not_modified)
        return response
    response = Response(made.body)
    response.raw_headers = list(made.headers)
    return response
