"""The catalogue: schemes and their releases."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.http.about import About
from app.http.answering import answer
from app.http.dependencies import SchemeName, ServicesOfApp, VersionText
from app.http.describing import answers
from app.http.examples import example
from app.rendering.releases import release_document, release_summary, scheme_document
from app.wire import catalogue as wire
from taxonomy import schemes as known

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes", tags=["catalogue"])


@router.get("", operation_id="schemes", responses=answers(wire.SchemeList, example("schemes")))
async def schemes(request: Request, app: ServicesOfApp) -> Response:
    """Every scheme, with its licence and its current release."""
    items = [
        scheme_document(it, app.library.releases(it.id), app.library.current(it.id))
        for it in known.SCHEMES.values()
    ]
    return answer(request, {"items": items, "total": len(items)})


@router.get("/{scheme}", operation_id="scheme", responses=answers(wire.Scheme, example("scheme")))
async def scheme(request: Request, app: ServicesOfApp, scheme: SchemeName) -> Response:
    """One scheme."""
    found = known.get(scheme)
    content = scheme_document(found, app.library.releases(scheme), app.library.current(scheme))
    return answer(request, content)


@router.get(
    "/{scheme}/releases",
    operation_id="releases",
    responses=answers(wire.ReleaseList, example("releases")),
)
async def releases(request: Request, app: ServicesOfApp, scheme: SchemeName) -> Response:
    """The public releases of a scheme, oldest version first: 3.8, 3.9, 3.10."""
    items = [release_summary(it) for it in app.library.releases(scheme)]
    return answer(request, {"items": items, "total": len(items)})


@router.get(
    "/{scheme}/releases/{version}",
    operation_id="release",
    responses=answers(wire.Release, example("release")),
)
async def release(
    request: Request, app: ServicesOfApp, scheme: SchemeName, version: VersionText
) -> Response:
    """One release: status, dates, digest, counts, languages, licence, neighbours."""
    found = app.library.release(scheme, version)
    content = release_document(
        found, known.get(scheme), app.library.releases(scheme), app.library.current(scheme)
    )
    # Its neighbours and its status may still change, so it is never immutable.
    return answer(request, content, About(found, version, immutable=False))
