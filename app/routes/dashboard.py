"""The dashboard for programs: what waits for whoever asks, and what others did."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Query
from pydantic import AwareDatetime
from starlette.responses import Response

from app.http.acting import Reading
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.rendering.concepts import Json
from app.rendering.dashboard import dashboard_document
from app.rendering.workbench.cards import Visit
from app.rendering.workbench.dashboard import cards
from app.wire import dashboard as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/dashboard", tags=["editorial"])

_SHOWN = {
    "mine": {
        "to_review": [{"id": 12, "title": "Words of butchers", "author": "Eva Peeters"}],
        "to_review_total": 1,
        "translations": [{"lang": "fr", "open": 143, "assigned": 20, "review": 9}],
    },
    "since": {"acts": []},
}


@router.get("", operation_id="dashboard", responses=private_answers(wire.Dashboard, _SHOWN))
async def dashboard(
    app: ServicesOfApp,
    actor: Reading,
    since: Annotated[
        AwareDatetime | None,
        Query(
            description="Acts of others since then; without, the newest.",
            examples=["2026-11-28T09:00:00Z"],
        ),
    ] = None,
) -> Response:
    """What waits for the person whose key was sent, what they wait for, what is due, and what others did."""
    now, days = datetime.now(UTC).replace(microsecond=0), app.settings.candidate_days
    here = since.astimezone(UTC) if since else None
    visit = Visit(app.parts.engine, actor, now, here, app.review, days)

    def found() -> Json:
        return dashboard_document(cards(visit))

    return private(await anyio.to_thread.run_sync(found, limiter=app.loading))
