"""`/id/…`: the addresses of things that never change, sent on to the document that describes them now."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.http.answering import SHORT
from app.http.dependencies import SchemeName, ServicesOfApp, served
from app.http.describing import Answers, refusals
from app.http.negotiation import VARIANTS, asking, best
from app.rendering.pages.addresses import base, concept_path, reference
from taxonomy import schemes
from taxonomy.media_types import JSON

__all__ = ["router"]

router = APIRouter(prefix="/id", tags=["identifiers"])

HTML_TYPE = "text/html"
_SEE_OTHER: Answers = {303: {"description": "The document about it, in `Location`"}}


@router.get(
    "/{scheme}",
    operation_id="identified_scheme",
    status_code=303,
    response_class=Response,
    responses={**_SEE_OTHER, **refusals(406)},
)
async def scheme(request: Request, scheme: SchemeName) -> Response:
    """From a scheme to its description, for people to its page."""
    known = schemes.get(scheme).id
    if best(asking(request.scope).accept, (JSON, HTML_TYPE)) == HTML_TYPE:
        return _see(f"{base(known, 'current')}/")
    return _see(f"/v1/schemes/{known}")


@router.get(
    "/{scheme}/{id:path}",
    operation_id="identified_concept",
    status_code=303,
    response_class=Response,
    responses={**_SEE_OTHER, **refusals(406)},
)
async def concept(
    request: Request,
    app: ServicesOfApp,
    scheme: SchemeName,
    id: Annotated[str, Path(description="Notation or id.", examples=["OP-10"])],
) -> Response:
    """From a concept to its document in the current release, for people to its page."""
    wanted = best(asking(request.scope).accept, (*VARIANTS, HTML_TYPE))
    current = await served(app, scheme, "current")
    held = current.concept(id)
    if wanted == HTML_TYPE:
        return _see(concept_path(base(scheme, "current"), reference(current.index, held)))
    name = quote(current.index.name(held), safe="")
    return _see(f"/v1/schemes/{scheme}/releases/current/concepts/{name}")


def _see(address: str) -> Response:
    headers = {"Location": address, "Cache-Control": SHORT, "Vary": "Accept"}
    return Response(status_code=303, headers=headers)
