"""Mapping sets: which there are, and what is said of one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.http.answering import answer
from app.http.dependencies import ServicesOfApp
from app.http.describing import answers
from app.http.examples import example
from app.rendering.mappings import set_document
from app.wire import mappings as wire

__all__ = ["SetName", "router"]

router = APIRouter(prefix="/v1/mapping-sets", tags=["mappings"])

SetName = Annotated[
    str,
    Path(
        description="Both releases: `{scheme}-{version}--{scheme}-{version}`.",
        examples=["competent-3.8--esco-1.0.3"],
    ),
]


@router.get(
    "",
    operation_id="mapping-sets",
    responses=answers(wire.MappingSetList, example("mapping-sets")),
)
async def mapping_sets(request: Request, app: ServicesOfApp) -> Response:
    """Every mapping set that is published, in its newest edition."""
    items = [set_document(it) for it in app.mappings.records()]
    return answer(request, {"items": items, "total": len(items)})


@router.get(
    "/{name}",
    operation_id="mapping-set",
    responses=answers(wire.MappingSet, example("mapping-set")),
)
async def mapping_set(request: Request, app: ServicesOfApp, name: SetName) -> Response:
    """One mapping set in its newest published edition."""
    return answer(request, set_document(app.mappings.record(name)))
