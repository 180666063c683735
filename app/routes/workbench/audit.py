"""The audit as a screen: every act, the newest first, by person, organisation, act and concept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query

from app.db.audit import Sought
from app.rendering.workbench.acts import page_of_acts
from app.routes.workbench.asking import ReadingScreen

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_Text = Annotated[str, Query(max_length=2000)]


async def _sought(
    actor: _Text = "",
    organisation: _Text = "",
    act: _Text = "",
    concept: _Text = "",
    *,
    story: bool = False,
) -> Sought:
    return Sought(
        actor=actor, organisation=organisation, act=act, about_id=concept.strip(), story=story
    )


@router.get("/workbench/audit")
async def audit(
    screen: ReadingScreen,
    sought: Annotated[Sought, Depends(_sought)],
    before: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The acts that are asked for, a page of them."""
    found = await screen.run(page_of_acts, screen.app.desk, sought, before, screen.language.tag)
    return screen.page("audit.html", {"found": found, "sought": sought})
