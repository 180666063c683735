"""The concepts of the draft for programs: looked for, one as it is edited, and every state it was in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.editing.drafts import editable
from app.editing.undoing import states_of
from app.editing.viewing import view_of
from app.http.acting import Reading
from app.http.changeset_examples import changeset_example
from app.http.changeset_parts import ConceptId, DraftScheme
from app.http.dependencies import ServicesOfApp
from app.http.paging import AskedPage
from app.http.private import private, private_answers
from app.http.upgrade_parts import behind, page_of
from app.http.waiting import waited
from app.rendering.changesets import concept_document, listed_document, states_document
from app.rendering.concepts import Json
from app.rendering.workbench.concept_lists import Seeking, sought
from app.wire import draft_concepts as wire
from taxonomy.vocabulary import Kind

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/drafts", tags=["editing"])


@router.get(
    "/{scheme}/concepts",
    operation_id="draft-concepts",
    responses=private_answers(wire.DraftConcepts, changeset_example("draft-concepts")),
)
async def concepts(
    app: ServicesOfApp,
    _: Reading,
    scheme: DraftScheme,
    page: AskedPage,
    q: Annotated[
        str, Query(description="Words of a name, or the beginning of a code.", max_length=300)
    ] = "",
    kind: Annotated[Kind | None, Query(description="Only of this kind.")] = None,
    gap: Annotated[
        str,
        Query(
            description="Only those with this gap of `readiness`: kind, point, gap.",
            examples=["profile.isco"],
            max_length=80,
        ),
    ] = "",
) -> Response:
    """The concepts as the draft holds them, or those that are looked for, and how many they are."""
    key = ("draft-concepts", scheme, q, kind or "", gap)
    start = behind(page, *key) + 1

    def found() -> Json:
        view = view_of(app.desk, None, editable(scheme))
        every = sought(view, Seeking(q, kind, gap), "nl")
        shown = every[start : start + page.limit + 1]
        places = range(start, start + len(shown))
        return {**page_of([*map(listed_document, shown)], places, page, *key), "total": len(every)}

    return private(await waited(app, found))


@router.get(
    "/{scheme}/concepts/{reference}",
    operation_id="draft-concept",
    responses=private_answers(wire.Edited, changeset_example("concept")),
)
async def concept(
    app: ServicesOfApp,
    _: Reading,
    scheme: DraftScheme,
    reference: Annotated[str, Path(description="An id or notation.", examples=["SK-12"])],
) -> Response:
    """A concept as the draft holds it; its ETag is what a save has to have seen."""

    def found() -> Json:
        return concept_document(view_of(app.desk, None, editable(scheme)).get(reference))

    told = await waited(app, found)
    return private(told, f'"{told["revision"]}"')


@router.get(
    "/{scheme}/concepts/{id}/states",
    operation_id="draft-concept-states",
    responses=private_answers(wire.ConceptStates, changeset_example("states")),
)
async def states(app: ServicesOfApp, _: Reading, scheme: DraftScheme, id: ConceptId) -> Response:
    """Every state that a concept was in or is proposed to be in, the newest first."""
    found = await waited(app, states_of, app.parts.engine, editable(scheme), id)
    return private({"items": states_document(found)})
