"""How current the mappings between two schemes are."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.http.answering import answer
from app.http.computing import computed
from app.http.dependencies import ServicesOfApp
from app.http.describing import answers
from app.http.examples import example
from app.http.mapping_sides import AskedSides, current_sides, own_sides, releases_header
from app.http.services import Services
from app.mapping_shelf import Shelved, Wanted
from app.rendering.concepts import Json
from app.rendering.standing import standing_document
from app.wire import mapping_status as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/mappings", tags=["mappings"])


@router.get(
    "/status",
    operation_id="mapping-status",
    responses=answers(wire.MappingStatus, example("mapping-status")),
)
async def mapping_status(request: Request, app: ServicesOfApp, asked: AskedSides) -> Response:
    """What is covered, open and out of date of a mapping set, against its releases and the newest."""
    shelved, content = await computed(app, _standing, app, asked)
    return answer(request, content, more=[releases_header(shelved)])


def _standing(app: Services, asked: tuple[Wanted, Wanted]) -> tuple[Shelved, Json]:
    record, _ = app.mappings.find(*asked)
    shelved = Shelved(record, app.mappings.content(record), turned=False)
    own, newest = own_sides(app, record), current_sides(app, record)
    return shelved, standing_document(record, shelved.content, own, newest)
