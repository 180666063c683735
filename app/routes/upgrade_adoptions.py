"""Adopting what is new in an incoming release, for editors."""

from __future__ import annotations

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import Response

from app.http.acting import Editing
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.http.upgrade_examples import upgrade_example
from app.http.upgrade_parts import ItemId, UpgradeName, acting
from app.rendering.upgrades import item_document
from app.upgrading.adopting import Adopted, Adoption, adopt
from app.wire import upgrade_questions as asked
from app.wire import upgrades as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/upgrades", tags=["upgrades"])


@router.post(
    "/{name}/items/{id}/adoption",
    operation_id="adopt-upgrade-item",
    responses=private_answers(wire.Adopted, upgrade_example("adopted"), *(409, 412, 413, 415, 428)),
)
async def adopt_item(
    app: ServicesOfApp,
    actor: Editing,
    name: UpgradeName,
    id: ItemId,
    etags: IfMatch,
    question: asked.AdoptionQuestion,
) -> Response:
    """Decide that what is new is adopted, and begin a changeset: a concept of ours, a name of one, links of profiles.

    Of `newly-linked-skills`, profiles of ours get the competences, begun where we lack them.
    """
    how = Adoption(
        kind=question.kind,
        concept=question.concept,
        skills=tuple(question.skills),
        reason=question.reason,
    )
    by = acting(app, actor)

    def adopted() -> Adopted:
        return adopt(app.desk, name, id, how, by, etags=etags)

    found = await anyio.to_thread.run_sync(adopted, limiter=app.loading)
    content = {
        "item": item_document(found.item),
        "changeset": found.changeset,
        "notation": found.notation,
    }
    return private(content, found.item.etag)
