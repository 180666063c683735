"""Profiles of Competent and occupations of other schemes, whole, in one answer."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.dependencies import AskedLanguage, ServedRelease
from app.rendering import profiles
from app.routes.concepts import ConceptReference
from app.routes.documents import document, of_kind
from taxonomy.vocabulary import Kind

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}", tags=["profiles"])


@router.get("/profiles/{id:path}", operation_id="profile")
async def profile(
    request: Request, served: ServedRelease, id: ConceptReference, language: AskedLanguage
) -> Response:
    """A profile with everything it links to."""
    concept = of_kind(served, id, Kind.PROFILE)
    return await document(request, served, concept, language, profiles.profile)


@router.get("/occupations/{id:path}", operation_id="occupation")
async def occupation(
    request: Request, served: ServedRelease, id: ConceptReference, language: AskedLanguage
) -> Response:
    """An occupation with everything it links to."""
    concept = of_kind(served, id, Kind.OCCUPATION)
    return await document(request, served, concept, language, profiles.occupation)
