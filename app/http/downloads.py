"""A file of a release as an answer: proved, streamed piece by piece, whole or in part (RFC 9110 §14)."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.responses import Response, StreamingResponse

from app.http.answering import IMMUTABLE, SHORT
from app.http.negotiation import asking, matches
from app.http.ranges import Part, part
from taxonomy.errors import ArchiveCorruptError, ArchiveFileAlteredError
from taxonomy.media_types import HTML, JSON, TEXT
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import Request

    from app.archive import Archive, FileState
    from app.http.services import Services
    from taxonomy.model import Distribution, Release

__all__ = ["download", "release_headers"]

_SHOWN = frozenset({HTML, JSON, TEXT})
"""What a browser shows; the others are saved."""
_PAGE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""A page from the archive brings its style with it, and runs nothing."""


async def download(
    request: Request, app: Services, release: Release, file: Distribution
) -> Response:
    """The answer to a request for a file of a public release; errors as `Watch.verify`.

    Bytes are sent only while the archive holds the file as it was published. It is never compressed
    on its way, so that a part is a part of the file.
    """
    etag = f'"{file.sha256}"'
    headers = {
        "ETag": etag,
        "Cache-Control": _caching(release),
        **release_headers(release),
    }
    if matches(asking(request.scope).etags, etag.encode()):
        return Response(status_code=304, headers=headers)
    asked_for_head = request.scope.get("without_body", False)
    wanted = None if asked_for_head else _part(request, etag, file.size)
    span = wanted or Part(0, file.size, file.size)
    headers |= _description(file) | {"Content-Length": str(span.length)}
    if wanted:
        headers["Content-Range"] = wanted.content_range
    name = f"{release.name}/{file.file}"
    if asked_for_head or not span.length:
        await _proved(app, name, file)
        return Response(headers=headers)
    state, first = await _begun(app, name, file, span)
    body = _streamed(app.parts.archive, name, state, first, span)
    status = 206 if wanted else 200
    return StreamingResponse(body, status, headers=headers)


def release_headers(release: Release) -> dict[str, str]:
    """Which release an answer is of, and whether it is none to build on."""
    headers = {"X-Release": release.name}
    if release.status is not ReleaseStatus.PUBLISHED:
        headers["X-Release-Status"] = release.status
    return headers


def _caching(release: Release) -> str:
    # A candidate may be withdrawn, and a withdrawn release is to say so wherever it is asked for.
    return IMMUTABLE if release.status is ReleaseStatus.PUBLISHED else SHORT


def _description(file: Distribution) -> dict[str, str]:
    """The headers of 200 and 206: how to name the file, how to prove it (RFC 6266, RFC 9530)."""
    shown = "inline" if file.media_type in _SHOWN else "attachment"
    digest = b64encode(bytes.fromhex(file.sha256)).decode()
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Type": file.media_type,
        "Content-Disposition": f'{shown}; filename="{file.file}"',
        "Repr-Digest": f"sha-256=:{digest}:",
    }
    if file.media_type == HTML:
        headers["Content-Security-Policy"] = _PAGE
    return headers


def _part(request: Request, etag: str, size: int) -> Part | None:
    headers = request.headers
    asked = ",".join(headers.getlist("range")).encode("latin-1")
    condition = headers.get("if-range", "").encode("latin-1")
    return part(asked, condition, etag.encode(), size)


async def _proved(app: Services, name: str, file: Distribution) -> FileState:
    """The state in which the file is the published one; it is read through where that is not known."""
    state = await app.parts.archive.state_now(name)
    if state is not None and app.watch.knows(name, state, file):
        return state
    return await anyio.to_thread.run_sync(app.watch.verify, name, file, limiter=app.proving)


async def _begun(
    app: Services, name: str, file: Distribution, span: Part
) -> tuple[FileState, bytes]:
    """The proved state and the first piece, so that an error is told before anything is sent."""
    state = await _proved(app, name, file)
    try:
        return state, await app.parts.archive.piece(name, state, span.start, span.stop)
    except ArchiveCorruptError:
        # It was written anew between the two questions: perhaps with the very same bytes.
        state = await _proved(app, name, file)
        return state, await app.parts.archive.piece(name, state, span.start, span.stop)


async def _streamed(
    archive: Archive, name: str, state: FileState, first: bytes, span: Part
) -> AsyncIterator[bytes]:
    """The pieces of the span; an error cuts the connection, so that nobody takes a part for the whole."""
    piece, at = first, span.start
    while piece:
        yield piece
        at += len(piece)
        if at >= span.stop:
            return
        piece = await archive.piece(name, state, at, span.stop)
    message = f"{name} ended after {at:,} of {span.stop:,} bytes"
    raise ArchiveFileAlteredError(message)
