"""The dashboard: what waits for me, what I wait for, what is due, and what happened since I was here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from app.auth.roles import Scope
from app.rendering.workbench.cards import Visit
from app.rendering.workbench.dashboard import PLACES, cards
from app.routes.workbench.asking import AskedScreen

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/workbench")
async def dashboard(screen: AskedScreen) -> Response:
    """The cards that there is something to say on, by place."""
    if not screen.actor.may(Scope.READ):
        return screen.page("no_rights.html", {}, status=403)
    app, session = screen.app, screen.session
    visit = Visit(
        app.parts.engine,
        screen.actor,
        screen.now,
        session.since,
        app.review,
        app.settings.candidate_days,
    )
    found = await screen.run(cards, visit)
    places = [(place, [it for it in found if it.place is place]) for place in PLACES]
    return screen.page("dashboard.html", {"places": places, "since": screen.session.since})
