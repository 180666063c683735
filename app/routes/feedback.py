"""What visitors say of concepts, for editors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Query
from starlette.responses import Response

from app.db.feedback import RemarkRecord, Wanted
from app.feedback import About, remarks
from app.http.acting import Reading
from app.http.dependencies import ServicesOfApp
from app.http.paging import AskedPage
from app.http.private import private, private_answers
from app.http.upgrade_parts import behind, page_of
from app.rendering.feedback import remark_document
from app.wire import feedback as wire
from taxonomy import schemes

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/feedback", tags=["editorial"])

_REMARK = RemarkRecord(
    receipt="5c1d2e3f405162738495",
    at=datetime(2026, 11, 28, 9, 12, 44, tzinfo=UTC),
    scheme="competent",
    version="3.11",
    concept_id="07f701ec-57c9-40dd-97d9-e9238062db1e",
    notation="OP-10",
    kind="profile",
    label="Slager",
    about="missing",
    lang="nl",
    text="Worst draaien ontbreekt bij de competenties.",
    contact="",
)


@router.get(
    "",
    operation_id="feedback",
    responses=private_answers(wire.RemarkList, {"items": [remark_document(_REMARK)]}),
)
async def feedback(
    app: ServicesOfApp,
    _: Reading,
    page: AskedPage,
    scheme: Annotated[str | None, Query(description="Only of this scheme.")] = None,
    concept: Annotated[
        str | None,
        Query(description="Only of the concept of this id or notation.", max_length=2000),
    ] = None,
    about: Annotated[About | None, Query(description="Only of this kind.")] = None,
) -> Response:
    """What visitors say is wrong or missing, in the order in which it came."""
    chosen = schemes.get(scheme).id if scheme is not None else None
    key = ("feedback", chosen or "", concept or "", about or "")
    kind = about.value if about else None
    wanted = Wanted(chosen, concept, kind, None, behind(page, *key), page.limit + 1)
    found = await anyio.to_thread.run_sync(remarks, app.parts.engine, wanted, limiter=app.loading)
    shown = [remark_document(it) for it in found]
    return private(page_of(shown, [it.key for it in found], page, *key))
