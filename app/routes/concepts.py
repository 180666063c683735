"""Concepts of a release: one, a list, the reverse look-up, many at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.dependencies import AskedLanguage, ServedRelease
from app.rendering.concepts import View
from app.routes.documents import document

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}", tags=["concepts"])

ConceptReference = Annotated[
    str, Path(description="Id, notation or percent-encoded URI.", examples=["SK-12"])
]


@router.get("/concepts/{id:path}", operation_id="concept")
async def concept(
    request: Request, served: ServedRelease, id: ConceptReference, language: AskedLanguage
) -> Response:
    """One concept, active or retired, with its links."""
    return await document(request, served, served.concept(id), language, View.concept)
