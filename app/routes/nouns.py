"""The nouns with paths of their own: profiles, occupations, sets, digital and soft skills."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.http.dependencies import AskedLanguage, ServedRelease
from app.http.describing import answers
from app.http.examples import example
from app.http.paging import AskedPage
from app.rendering import profiles as rendering
from app.routes.concepts import ConceptReference
from app.routes.documents import document, listed, of_kind
from app.wire import concepts as wire
from taxonomy.media_types import JSON_LD, TURTLE
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from app.rendering.variants import Show

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}")


class Noun(NamedTuple):
    """A kind of concept that has paths of its own, and what its operations say of themselves."""

    kind: Kind
    path: str
    tag: str
    model: type[wire.Concept]
    show: Show
    many: str
    one: str


NOUNS = (
    Noun(
        Kind.PROFILE,
        "profiles",
        "profiles",
        wire.Profile,
        rendering.profile,
        "The active profiles, in the natural order of their notations.",
        "A profile with everything it links to.",
    ),
    Noun(
        Kind.OCCUPATION,
        "occupations",
        "profiles",
        wire.Occupation,
        rendering.occupation,
        "The active occupations, in the natural order of their notations.",
        "An occupation with everything it links to.",
    ),
    Noun(
        Kind.COMPETENCE_SET,
        "competence-sets",
        "competences",
        wire.CompetenceSet,
        rendering.competence_set,
        "The active competence sets.",
        "A competence set with its members and the profiles that use it.",
    ),
    Noun(
        Kind.DIGITAL_SKILL,
        "digital-skills",
        "competences",
        wire.UsedConcept,
        rendering.used,
        "The active digital skills with their number in their framework.",
        "A digital skill with its number in its framework and the profiles that use it.",
    ),
    Noun(
        Kind.SOFT_SKILL,
        "soft-skills",
        "competences",
        wire.UsedConcept,
        rendering.used,
        "The active soft skills.",
        "A soft skill with the profiles that use it.",
    ),
)


def _add(noun: Noun) -> None:
    async def many(
        request: Request, served: ServedRelease, page: AskedPage, language: AskedLanguage
    ) -> Response:
        return listed(request, served, noun.kind, page, language)

    async def one(
        request: Request, served: ServedRelease, id: ConceptReference, language: AskedLanguage
    ) -> Response:
        concept = of_kind(served, id, noun.kind)
        mapped = await served.fixed_mappings()
        return await document(request, served, concept, language, noun.show, mapped)

    plural, singular = noun.path.replace("-", "_"), noun.kind.replace("-", "_")
    router.get(
        f"/{noun.path}",
        tags=[noun.tag],
        operation_id=plural,
        summary=plural.replace("_", " ").capitalize(),
        description=noun.many,
        responses=answers(wire.ConceptList, example(noun.path)),
    )(many)
    router.get(
        f"/{noun.path}/{{id:path}}",
        tags=[noun.tag],
        operation_id=singular,
        summary=singular.replace("_", " ").capitalize(),
        description=noun.one,
        responses=answers(noun.model, example(noun.kind), 406, variants=(JSON_LD, TURTLE)),
    )(one)


for _noun in NOUNS:
    _add(_noun)
