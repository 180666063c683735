"""How many people each kind of change needs: seen by all who edit, said by administrators."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter

from app.editing.protocols import DEFAULTS, etag_of, protocols_of, set_protocols
from app.editing.records import By
from app.routes.workbench.asking import AdministeringScreen, ReadingScreen
from app.routes.workbench.changing import SCHEME
from taxonomy.errors import InvalidQueryError
from taxonomy.schemes import SCHEMES
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/protocols", include_in_schema=False)


@router.get("")
async def protocols(screen: ReadingScreen, done: str = "") -> Response:
    """The rules of every scheme that is edited here."""

    def found() -> list[tuple[object, dict[str, int], str]]:
        edited = [it for it in SCHEMES.values() if it.editable]
        rules = [(it, protocols_of(screen.app.parts.engine, it.id)) for it in edited]
        return [(it, rule, etag_of(it.id, rule)) for it, rule in rules]

    values = {"rules": await screen.run(found), "defaults": DEFAULTS, "done": done}
    return screen.page("protocols.html", values)


@router.post("")
async def say(screen: AdministeringScreen) -> Response:
    """Say how many people kinds of change need from now on."""
    scheme = screen.sent("scheme") or SCHEME
    sent = {it: screen.sent(f"people.{it}") for it in DEFAULTS}
    told = {it: text for it, text in sent.items() if text}
    if not set(told.values()) <= {"1", "2"}:
        message = sentence("a kind of change needs 1 or 2 people")
        raise InvalidQueryError(message)
    etags = tuple(filter(None, [screen.sent("etag")]))
    act = partial(set_protocols, why=screen.sent("why"), etags=etags)
    rules = {it: int(text) for it, text in told.items()}
    by = By(screen.actor, screen.now)
    await screen.run(act, screen.app.parts.engine, scheme, rules, by)
    return screen.led("/workbench/protocols?done=saved")
