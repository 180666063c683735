"""Deciding many items of an upgrade at once, for programs: what would be decided, and doing exactly that."""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import Response

from app.db.upgrades import ItemFilter
from app.http.acting import Mapping_
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.http.upgrade_examples import upgrade_example
from app.http.upgrade_parts import UpgradeName, acting
from app.rendering.upgrades import item_document, plan_document
from app.upgrading.sweeping import Sweep, Swept, plan, sweep
from app.wire import upgrade_questions as asked
from app.wire import upgrades as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/upgrades", tags=["upgrades"])


@router.post(
    "/{name}/sweeps/preview",
    operation_id="preview-upgrade-sweep",
    responses=private_answers(wire.SweepPlan, upgrade_example("plan"), 413, 415),
)
async def preview(
    app: ServicesOfApp, _: Mapping_, name: UpgradeName, question: asked.SweepQuestion
) -> Response:
    """What one decision would make of all open items that are meant; its ETag names exactly that."""
    found = await anyio.to_thread.run_sync(
        plan, app.parts.engine, name, _sweep(question), limiter=app.loading
    )
    return private(plan_document(found), found.etag)


@router.post(
    "/{name}/sweeps",
    operation_id="sweep-upgrade",
    responses=private_answers(wire.Swept, upgrade_example("swept"), 409, 412, 413, 415, 428),
)
async def sweep_(
    app: ServicesOfApp,
    actor: Mapping_,
    name: UpgradeName,
    etags: IfMatch,
    question: asked.SweepQuestion,
) -> Response:
    """Do what the preview said, all of it or nothing: `If-Match` bears its ETag."""
    by = acting(app, actor)

    def swept() -> Swept:
        return sweep(app.desk, name, _sweep(question), by, etags)

    found = await anyio.to_thread.run_sync(swept, limiter=app.loading)
    content: dict[str, Any] = {
        "items": [item_document(it) for it in found.items],
        "left": len(found.left),
        "changeset": found.changeset or None,
    }
    return private(content)


def _sweep(question: asked.SweepQuestion) -> Sweep:
    wanted = ItemFilter(
        kind=question.kind,
        state=question.state,
        owner=question.owner,
        ids=frozenset(question.items),
    )
    return Sweep(
        verb=question.decision,
        reason=question.reason,
        wanted=wanted,
        at_least=question.at_least,
    )
