"""Publishing a mapping set on the screen: what the edition holds, what the checks find, and the button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter

from app.auth.roles import Scope
from app.http.mapping_review_parts import by_now
from app.mapping_review.publishing import outlook, publish
from app.routes.workbench.asking import PublishingScreen, ReadingScreen

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/mappings", include_in_schema=False)


@router.get("/{name}/publication")
async def publication(screen: ReadingScreen, name: str, done: str = "") -> Response:
    """What the newest edition holds, and what the checks find in it."""
    found = await screen.run(outlook, screen.app.parts.engine, screen.app.library, name)
    values = {"found": found, "done": done, "may": screen.actor.may(Scope.PUBLISH)}
    return screen.page("mapping_publication.html", values)


@router.post("/{name}/publication")
async def publish_(screen: PublishingScreen, name: str) -> Response:
    """Publish what was looked at, and show it."""
    act = partial(publish, etags=(screen.sent("etag"),))
    await screen.run(act, screen.app.parts.engine, name, by_now(screen.app, screen.actor))
    await screen.run(screen.app.mappings.refresh)
    return screen.led(f"/workbench/mappings/{name}/publication?done=1")
