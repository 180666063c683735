"""Profiles of Competent and occupations of other schemes, whole, in one answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.dependencies import AskedLanguage, ServedRelease
from app.describing import answers
from app.examples import example
from app.negotiation import JSON_LD, TURTLE
from app.paging import AskedPage
from app.rendering import profiles as rendering
from app.routes.documents import document, listed, of_kind
from app.wire import concepts as wire
from taxonomy.vocabulary import Kind

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}", tags=["profiles"])


REFERENCE = "Id, notation or percent-encoded URI."
ProfileReference = Annotated[str, Path(description=REFERENCE, examples=["OP-10"])]
OccupationReference = Annotated[str, Path(description=REFERENCE, examples=["2166.4.7"])]


@router.get(
    "/profiles",
    operation_id="profiles",
    responses=answers(wire.ConceptList, example("profiles")),
)
async def profiles(
    request: Request, served: ServedRelease, page: AskedPage, language: AskedLanguage
) -> Response:
    """The active profiles, in the natural order of their notations."""
    return listed(request, served, Kind.PROFILE, page, language)


@router.get(
    "/profiles/{id:path}",
    operation_id="profile",
    responses=answers(wire.Profile, example("profile"), 406, variants=(JSON_LD, TURTLE)),
)
async def profile(
    request: Request, served: ServedRelease, id: ProfileReference, language: AskedLanguage
) -> Response:
    """A profile with everything it links to."""
    concept = of_kind(served, id, Kind.PROFILE)
    return await document(request, served, concept, language, rendering.profile)


@router.get(
    "/occupations",
    operation_id="occupations",
    responses=answers(wire.ConceptList, example("occupations")),
)
async def occupations(
    request: Request, served: ServedRelease, page: AskedPage, language: AskedLanguage
) -> Response:
    """The active occupations, in the natural order of their notations."""
    return listed(request, served, Kind.OCCUPATION, page, language)


@router.get(
    "/occupations/{id:path}",
    operation_id="occupation",
    responses=answers(wire.Occupation, example("occupation"), 406, variants=(JSON_LD, TURTLE)),
)
async def occupation(
    request: Request, served: ServedRelease, id: OccupationReference, language: AskedLanguage
) -> Response:
    """An occupation with everything it links to."""
    concept = of_kind(served, id, Kind.OCCUPATION)
    return await document(request, served, concept, language, rendering.occupation)
