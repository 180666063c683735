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
from taxonomy import schemes

__all__ = ["router"]

router = APIRouter(prefix="/id", tags=["identifiers"])

_SEE_OTHER: Answers = {303: {"description": "The document about it, in `Location`"}}


@router.get(
    "/{scheme}",
    operation_id="identified_scheme",
    status_code=303,
    response_class=Response,
    responses={**_SEE_OTHER, **refusals()},
)
async def scheme(scheme: SchemeName) -> Response:
    """From a scheme to its description."""
    return _see(f"/v1/schemes/{schemes.get(scheme).id}")


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
    """From a concept to its document in the current release, in the media type asked for."""
    best(asking(request.scope).accept, (*VARIANTS, "text/html"))
    current = await served(app, scheme, "current")
    name = quote(current.index.name(current.concept(id)), safe="")
    return _see(f"/v1/schemes/{scheme}/releases/current/concepts/{name}")


def _see(address: str) -> Response:
    headers = {"Location": address, "Cache-Control": SHORT, "Vary": "Accept"}
    return Response(status_code=303, headers=headers)
