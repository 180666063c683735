"""Competence sets, digital skills and soft skills, each with the profiles that use it."""

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

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}", tags=["competences"])


REFERENCE = "Id, notation or percent-encoded URI."
SetReference = Annotated[str, Path(description=REFERENCE, examples=["CS-7"])]
DigitalSkillReference = Annotated[str, Path(description=REFERENCE, examples=["DS-1"])]
SoftSkillReference = Annotated[str, Path(description=REFERENCE, examples=["SO-3"])]


@router.get(
    "/competence-sets",
    operation_id="competence_sets",
    responses=answers(wire.ConceptList, example("competence-sets")),
)
async def competence_sets(
    request: Request, served: ServedRelease, page: AskedPage, language: AskedLanguage
) -> Response:
    """The active competence sets."""
    return listed(request, served, Kind.COMPETENCE_SET, page, language)


@router.get(
    "/competence-sets/{id:path}",
    operation_id="competence_set",
    responses=answers(
        wire.CompetenceSet, example("competence-set"), 406, variants=(JSON_LD, TURTLE)
    ),
)
async def competence_set(
    request: Request, served: ServedRelease, id: SetReference, language: AskedLanguage
) -> Response:
    """A competence set with its members and the profiles that use it."""
    concept = of_kind(served, id, Kind.COMPETENCE_SET)
    return await document(request, served, concept, language, rendering.competence_set)


@router.get(
    "/digital-skills",
    operation_id="digital_skills",
    responses=answers(wire.ConceptList, example("digital-skills")),
)
async def digital_skills(
    request: Request, served: ServedRelease, page: AskedPage, language: AskedLanguage
) -> Response:
    """The active digital skills with their number in their framework."""
    return listed(request, served, Kind.DIGITAL_SKILL, page, language)


@router.get(
    "/digital-skills/{id:path}",
    operation_id="digital_skill",
    responses=answers(wire.UsedConcept, example("digital-skill"), 406, variants=(JSON_LD, TURTLE)),
)
async def digital_skill(
    request: Request, served: ServedRelease, id: DigitalSkillReference, language: AskedLanguage
) -> Response:
    """A digital skill with its number in its framework and the profiles that use it."""
    concept = of_kind(served, id, Kind.DIGITAL_SKILL)
    return await document(request, served, concept, language, rendering.used)


@router.get(
    "/soft-skills",
    operation_id="soft_skills",
    responses=answers(wire.ConceptList, example("soft-skills")),
)
async def soft_skills(
    request: Request, served: ServedRelease, page: AskedPage, language: AskedLanguage
) -> Response:
    """The active soft skills."""
    return listed(request, served, Kind.SOFT_SKILL, page, language)


@router.get(
    "/soft-skills/{id:path}",
    operation_id="soft_skill",
    responses=answers(wire.UsedConcept, example("soft-skill"), 406, variants=(JSON_LD, TURTLE)),
)
async def soft_skill(
    request: Request, served: ServedRelease, id: SoftSkillReference, language: AskedLanguage
) -> Response:
    """A soft skill with the profiles that use it."""
    concept = of_kind(served, id, Kind.SOFT_SKILL)
    return await document(request, served, concept, language, rendering.used)
