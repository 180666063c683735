"""Publishing a mapping set, for programs: what the edition would hold, and publishing exactly that."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import Response

from app.db.mapping_sets import SetRecord
from app.http.acting import Publishing, Reading
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.mapping_review_parts import SetName, by_now
from app.http.private import private, private_answers
from app.mapping_review.publishing import etag_of, outlook, publish
from app.rendering.mapping_reviews import edition_document, outlook_document
from app.wire import mapping_reviews as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/mapping-reviews/{name}", tags=["mapping reviews"])

_EDITION: dict[str, Any] = {
    "set": "competent-3.11--esco-1.2.0",
    "edition": 2,
    "status": "published",
    "mappings": {"accepted": {"skos:exactMatch": 357}},
    "published_at": datetime(2026, 11, 29, 9, 12, 44, tzinfo=UTC),
    "digest": f"sha256:{'0' * 64}",
}
_OUTLOOK: dict[str, Any] = {
    **_EDITION,
    "status": "draft",
    "published_at": None,
    "digest": "",
    "findings": [
        {
            "code": "mapping-several-exact",
            "severity": "warning",
            "number": 45,
            "examples": ["OP-10 has 2 exact matches: …"],
        }
    ],
    "open_items": 0,
    "signed_off": 0,
    "blocked": False,
}


@router.get(
    "/publication",
    operation_id="mapping-outlook",
    responses=private_answers(wire.MappingOutlook, _OUTLOOK),
)
async def publication(app: ServicesOfApp, _: Reading, name: SetName) -> Response:
    """What the newest edition holds, and what the checks find in it; its ETag names exactly that."""
    found = await anyio.to_thread.run_sync(
        outlook, app.parts.engine, app.library, name, limiter=app.loading
    )
    return private(outlook_document(found), found.etag)


@router.put(
    "/publication",
    operation_id="publish-mappings",
    responses=private_answers(wire.MappingEdition, _EDITION, 409, 412, 428),
)
async def publish_(
    app: ServicesOfApp, actor: Publishing, name: SetName, etags: IfMatch
) -> Response:
    """Publish the draft that was looked at: from now on this edition never changes."""
    by = by_now(app, actor)

    def published() -> SetRecord:
        return publish(app.parts.engine, name, by, etags=etags)

    found = await anyio.to_thread.run_sync(published, limiter=app.loading)
    await anyio.to_thread.run_sync(app.mappings.refresh, limiter=app.loading)
    return private(edition_document(found), etag_of(found))
