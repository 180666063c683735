"""The feeds of a scheme's releases: an event stream for engines, Atom for people who subscribe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.http.about import About
from app.http.answering import kept_answer, passing_answer
from app.http.dependencies import SchemeName, ServicesOfApp
from app.http.describing import Answers, refusals
from app.http.negotiation import VARIANTS, asking, best
from app.http.services import Services
from taxonomy.formats import atom
from taxonomy.media_types import JSON, JSON_LD, TURTLE
from taxonomy.versions import GRAMMAR

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}", tags=["feeds"])

MOST_PAGES = 100_000
PageOfFeed = Annotated[int, Query(ge=1, le=MOST_PAGES, description="A page of the Atom feed.")]

_SCHEMAS = {JSON_LD: "object", TURTLE: "string", atom.MEDIA_TYPE: "string"}
_UNCHANGED = {"description": "What the header If-None-Match names is still the answer"}


@dataclass(frozen=True, slots=True)
class _OfRelease:
    """A page of a release's transaction; what it says stays even where the release is withdrawn."""

    services: Services
    about: About
    generation: int


def _answers(description: str, *media_types: str, refused: tuple[int, ...] = ()) -> Answers:
    content = {it: {"schema": {"type": _SCHEMAS[it]}} for it in media_types}
    found = {"description": description, "content": content}
    return {200: found, 304: _UNCHANGED, **refusals(*refused)}


@router.get(
    "/feed",
    operation_id="feed",
    response_class=Response,
    responses=_answers(
        "The root of the stream, or the Atom feed", JSON_LD, TURTLE, atom.MEDIA_TYPE, refused=(406,)
    ),
)
async def feed(
    request: Request, app: ServicesOfApp, scheme: SchemeName, page: PageOfFeed = 1
) -> Response:
    """The root of the scheme's Linked Data Event Stream; Atom where that is asked for."""
    available = (JSON_LD, TURTLE, atom.MEDIA_TYPE, JSON)
    media_type = best(asking(request.scope).accept, available)
    if media_type == atom.MEDIA_TYPE:
        return await _atom(request, app, scheme, page)
    media_type = JSON_LD if media_type == JSON else media_type
    link = f'</v1/schemes/{scheme}/feed.atom>; rel="alternate"; type="{atom.MEDIA_TYPE}"'
    body = app.feeds.root(scheme, media_type)
    return passing_answer(request, body, media_type, more=[(b"link", link.encode())])


@router.get(
    "/feed.atom",
    operation_id="feed_atom",
    response_class=Response,
    responses=_answers("A page of the feed, newest release first", atom.MEDIA_TYPE),
)
async def feed_atom(
    request: Request, app: ServicesOfApp, scheme: SchemeName, page: PageOfFeed = 1
) -> Response:
    """The scheme's releases as an Atom feed (RFC 4287), fifty a page (RFC 5005)."""
    return await _atom(request, app, scheme, page)


@router.get(
    "/feed/{version}/{page}",
    operation_id="feed_page",
    response_class=Response,
    responses=_answers("A page of the stream", JSON_LD, TURTLE, refused=(406,)),
)
async def feed_page(
    request: Request,
    app: ServicesOfApp,
    scheme: SchemeName,
    version: Annotated[
        str,
        Path(
            description="A version, written as text.",
            examples=["3.11"],
            json_schema_extra={"pattern": f"^{GRAMMAR}$"},
        ),
    ],
    page: Annotated[int, Path(ge=1, le=MOST_PAGES, description="A page of the release.")],
) -> Response:
    """What a release did to the concepts of the one before it: a version object for each."""
    media_type = best(asking(request.scope).accept, VARIANTS)
    media_type = JSON_LD if media_type == JSON else media_type
    generation = app.answers.generation
    release = app.feeds.release(scheme, version)
    body = await anyio.to_thread.run_sync(
        app.feeds.page, scheme, version, page, media_type, limiter=app.loading
    )
    origin = _OfRelease(app, About(release, version, immutable=True), generation)
    return kept_answer(request, origin, body, media_type, "")


async def _atom(request: Request, app: Services, scheme: str, page: int) -> Response:
    body = await anyio.to_thread.run_sync(app.feeds.atom, app.parts.engine, scheme, page)
    return passing_answer(request, body, atom.MEDIA_TYPE)
