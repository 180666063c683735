"""What search engines and browsers read of the site: its pages, its manners, its search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.http.answering import passing_answer
from app.http.dependencies import ServicesOfApp
from app.rendering.pages.sitemap import concepts, others, parts
from app.web.languages import Language
from app.web.pages import language, written
from taxonomy import schemes
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from app.http.services import Services
    from taxonomy.index import ReleaseIndex

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_XML = "application/xml; charset=utf-8"
_OPENSEARCH = "application/opensearchdescription+xml; charset=utf-8"
_PLAIN = "text/plain; charset=utf-8"
_ROBOTS = """User-agent: *
Disallow: /*/search
Disallow: /*/compare
Disallow: /*/feedback

Sitemap: {public_url}/sitemap.xml
"""


@router.get("/robots.txt")
async def robots(request: Request, app: ServicesOfApp) -> Response:
    """What crawlers may leave out, and where the list of pages is."""
    body = _ROBOTS.format(public_url=app.settings.public_url).encode()
    return passing_answer(request, body, _PLAIN)


@router.get("/sitemap.xml")
async def sitemap(request: Request, app: ServicesOfApp) -> Response:
    """The files that list the pages."""
    return _written(request, "sitemap.xml", {"parts": parts(_current(app)), "paths": None})


@router.get("/sitemaps/pages.xml")
async def pages(request: Request, app: ServicesOfApp) -> Response:
    """The pages that are of no concept."""
    releases = [it for scheme in schemes.SCHEMES for it in app.library.releases(scheme)]
    return _written(request, "sitemap.xml", {"paths": others(_current(app), releases)})


@router.get("/sitemaps/{scheme:known}-{number:int}.xml")
async def part(request: Request, app: ServicesOfApp, scheme: str, number: int) -> Response:
    """The pages of concepts in one file; NotFoundError where there is no file of that number."""
    index = next((it for it in _current(app) if it.release.scheme == scheme), None)
    paths = await anyio.to_thread.run_sync(concepts, index, number) if index else []
    if not paths:
        message = f"the sitemap of {scheme} has no part {str(number)[:40]}"
        raise NotFoundError(message)
    return _written(request, "sitemap.xml", {"paths": paths})


@router.get("/opensearch.xml")
async def opensearch(request: Request, lang: str | None = None) -> Response:
    """How browsers search here (OpenSearch 1.1)."""
    chosen = language(request.scope, lang)
    body = written(request.scope, "opensearch.xml", {}, chosen, lang=lang)
    return passing_answer(request, body, _OPENSEARCH)


def _current(app: Services) -> list[ReleaseIndex]:
    """The indexes that `current` stands for, each in memory."""
    known = [it for it in schemes.SCHEMES if app.library.current(it)]
    found = (app.library.find(it, "current") for it in known)
    return [it for it in found if it]


def _written(request: Request, template: str, values: dict[str, Any]) -> Response:
    body = written(request.scope, template, values, Language.of("en"), lang=None)
    return passing_answer(request, body, _XML)
