"""For whoever compares: set algebra between profiles, competence sets, competences and lists of them."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.http.answering import asked_once
from app.http.computing import computed
from app.http.dependencies import AskedLanguage, Served, ServedRelease
from app.http.describing import answers
from app.http.examples import example
from app.http.usage import note_concepts
from app.rendering.comparing import compared
from app.rendering.concepts import View
from app.wire import comparing as wire
from taxonomy.matching.comparing import compare as compared_sides
from taxonomy.matching.comparing import side
from taxonomy.matching.demands import COUNTED, counted_kinds
from taxonomy.media_types import JSON

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}", tags=["matching"])


@router.post(
    "/compare",
    operation_id="compare",
    responses=answers(wire.CompareAnswer, example("compare"), 413, 415),
)
async def compare(
    request: Request, served: ServedRelease, question: wire.CompareQuestion, language: AskedLanguage
) -> Response:
    """What two sides share, what only one has, and what of b is directly broader or narrower in a.

    A side is a profile, an occupation, a competence set, a competence, or a list of such.
    """
    body = await computed(served.services, _answered, served, question, served.view(language))
    note_concepts(request.scope, served.version, served.known((*question.a, *question.b)))
    return asked_once(request, body, JSON, served.about)


def _answered(served: Served, question: wire.CompareQuestion, view: View) -> bytes:
    index = served.index
    counted = question.kinds or served.scheme in COUNTED
    kinds = counted_kinds(served.scheme, question.kinds) if counted else None
    foreign = served.services.matchers.foreign((*question.a, *question.b), index)
    a, b = (side(it, index, kinds, foreign) for it in (question.a, question.b))
    return orjson.dumps(compared(view, compared_sides(index, a, b)))
