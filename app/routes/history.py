"""A concept through all releases: what changed, when and why."""

from __future__ import annotations

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.comparing import past
from app.http.about import About
from app.http.answering import answer
from app.http.dependencies import AskedLanguage, ServedRelease
from app.http.describing import answers
from app.http.examples import example
from app.rendering import changes as rendering
from app.routes.concepts import ConceptReference
from app.wire import changes as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}", tags=["changes"])


@router.get(
    "/concepts/{id:path}/history",
    operation_id="history",
    responses=answers(wire.History, example("history")),
)
async def history(
    request: Request, served: ServedRelease, id: ConceptReference, language: AskedLanguage
) -> Response:
    """A concept, active or retired, in every release up to this one, oldest first."""
    concept = served.concept(id)
    last_active = served.index.lifespan(concept.id).last_active
    engine = served.services.parts.engine
    found = await anyio.to_thread.run_sync(past, engine, served.scheme, concept.id, last_active)
    line = rendering.line_of(served.about.release, served.services.library.releases(served.scheme))
    content = rendering.history(served.view(language), concept, line, found)
    # An earlier release may be withdrawn, or imported late, so it is never immutable.
    return answer(
        request, content, About(served.about.release, served.asked_version, immutable=False)
    )
