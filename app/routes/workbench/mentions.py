"""What others said to the person: the list, and that they have seen it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from app.mentioning import mentions_of, see_mentions
from app.routes.workbench.asking import ReadingScreen
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/mentions", include_in_schema=False)

PER_PAGE = 50


@router.get("")
async def mentions(
    screen: ReadingScreen, before: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
) -> Response:
    """Everything that names the person, the newest first."""
    ask = partial(mentions_of, before=before, limit=PER_PAGE + 1)
    rows, unseen = await screen.run(ask, screen.app.parts.engine, screen.actor)
    more = rows[PER_PAGE - 1].number if len(rows) > PER_PAGE else 0
    values = {"mentions": rows[:PER_PAGE], "unseen": unseen, "next": more}
    return screen.page("mentions.html", values)


@router.post("")
async def see(screen: ReadingScreen) -> Response:
    """Mark one as seen, or all; one that is opened leads to its screen."""
    chosen = screen.sent("open") or screen.sent("seen")
    if chosen and not (chosen.isascii() and chosen.isdigit() and len(chosen) < 10):
        message = sentence("what is marked as seen has a number")
        raise InvalidQueryError(message)
    numbers = [int(chosen)] if chosen else None
    found = await screen.run(
        see_mentions, screen.app.parts.engine, screen.actor, screen.now, numbers
    )
    if screen.sent("open"):
        return screen.led(found[0].path)
    return screen.led("/workbench" if screen.sent("back") == "dashboard" else "/workbench/mentions")
