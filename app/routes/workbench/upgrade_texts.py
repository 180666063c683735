"""The check of the wording of an incoming release: a queue of nl and fr labels, with comments."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.auth.roles import Scope
from app.http.upgrade_parts import acting
from app.routes.workbench.asking import ReadingScreen, TranslatingScreen
from app.upgrading.listing import upgrade_of
from app.upgrading.translations import COMMENT, FINE, Remark, remark, texts_of

__all__ = ["router"]

router = APIRouter(prefix="/workbench/upgrades", include_in_schema=False)

ROWS = 25
STATES = ("open", FINE, COMMENT)
_DIGITS = 11


@router.get("/{name}/wordings")
async def wordings(
    screen: ReadingScreen,
    name: str,
    language: str = "",
    state: str = "open",
    after: Annotated[int, Query(ge=-1, le=2**31 - 2)] = -1,
) -> Response:
    """The wordings in this language and state, a page of them."""
    wanted = state if state in STATES else None
    chosen = language if language in ("nl", "fr") else None
    act = partial(texts_of, lang=chosen, state=wanted, after=after, limit=ROWS + 1)
    found = await screen.run(act, screen.app.parts.engine, name)
    values = {
        "upgrade": await screen.run(upgrade_of, screen.app.parts.engine, name),
        "texts": found[:ROWS],
        "next": found[ROWS - 1].place if len(found) > ROWS else None,
        "lang": chosen or "",
        "state": wanted or "",
        "after": after,
        "base": f"/workbench/upgrades/{name}",
        "api": f"/v1/editorial/upgrades/{name}",
        "may": screen.actor.may(Scope.TRANSLATE),
    }
    return screen.page("upgrade_wordings.html", values)


@router.post("/{name}/wordings/{number}")
async def remark_(screen: TranslatingScreen, name: str, number: int) -> Response:
    """Say that a wording is fine, or comment on it, and go on with the next of the list."""
    said = Remark(screen.sent("state"), screen.sent("comment"), screen.sent("proposal"))
    act = partial(remark, etags=(screen.sent("etag"),))
    await screen.run(
        act, screen.app.parts.engine, name, number, said, acting(screen.app, screen.actor)
    )
    query = screen.sent("list")
    inside = query if query.isprintable() and len(query) < 200 else ""
    then = screen.sent("then")
    row = f"#row-{then}" if then.isascii() and then.isdecimal() and len(then) < _DIGITS else ""
    return screen.led(f"/workbench/upgrades/{name}/wordings?{inside}{row}")
