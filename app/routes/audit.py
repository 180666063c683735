"""The audit, for programs: every act, the newest first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.db.audit import Act, Entry, Sought
from app.http.acting import Reading
from app.http.dependencies import ServicesOfApp
from app.http.paging import AskedPage
from app.http.private import private, private_answers
from app.http.upgrade_parts import behind, page_of
from app.rendering.workbench.acts import act_document, entries_of
from app.wire import audit as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/audit", tags=["editorial"])

_Text = Annotated[str, Query(max_length=400)]
_ENTRY = Entry(
    4711,
    Act(
        at=datetime(2026, 11, 28, 9, 12, 44, tzinfo=UTC),
        actor="Eva Peeters",
        organisation="VDAB",
        act="rights-changed",
        about="person",
        about_id="Luc Dubois",
        before={"organisation": "Forem", "grants": ["viewer"]},
        after={"organisation": "Forem", "grants": ["translator (fr)", "viewer"]},
    ),
)


async def _sought(
    actor: _Text = "",
    act: _Text = "",
    scheme: _Text = "",
    id: Annotated[
        str, Query(description="Of the concept, release, person, … of this id.", max_length=400)
    ] = "",
    *,
    story: Annotated[
        bool,
        Query(description="With what befell the changesets and releases that hold this concept."),
    ] = False,
) -> Sought:
    return Sought(actor=actor, act=act, scheme=scheme, about_id=id, story=story)


@router.get(
    "",
    operation_id="audit",
    responses=private_answers(wire.ActList, {"items": [act_document(_ENTRY)]}),
)
async def audit(
    app: ServicesOfApp, _: Reading, page: AskedPage, sought: Annotated[Sought, Depends(_sought)]
) -> Response:
    """What people did, the newest first: who, when, what was there before and after, and why."""
    key = ("audit", sought.actor, sought.act, sought.scheme, sought.about_id, str(sought.story))
    # the cursor names the first act of the page, and acts count down
    before = behind(page, *key) + 2 if page.cursor else 0
    found = await anyio.to_thread.run_sync(
        entries_of, app.parts.engine, sought, before, page.limit + 1, limiter=app.loading
    )
    shown = [act_document(it) for it in found]
    return private(page_of(shown, [it.number for it in found], page, *key))
