"""Files of mappers as screens: sent, waited for, looked at, taken into the draft of a set, let go of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from app.auth.roles import Scope
from app.editing.records import By
from app.errors import status_of
from app.filing.mappings import Taking, asked_of
from app.http.bounds import LARGER_BODY_BYTES
from app.http.posted import sent_with_files
from app.mapping_runs.starting import held_releases
from app.rendering.workbench.mapping_files import mapping_file_page
from app.routes.workbench.asking import MappingScreen, Screen
from taxonomy.errors import InvalidError

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

_AT = "/workbench/mappings/imports"
router = APIRouter(prefix=_AT, include_in_schema=False)

_SECONDS_BETWEEN_LOOKS = "2"
_HOW = ("subject", "object", "direction")
"""How a file may be asked to be read."""


@router.get("")
async def listed(screen: MappingScreen) -> Response:
    """One's files of mappings, and the form that sends one."""
    return await _list(screen)


@router.post("")
async def send(screen: MappingScreen) -> Response:
    """Keep a file, and go to it."""
    sent = await sent_with_files(screen.request)
    how = {it: sent.fields.get(it, "").strip() for it in _HOW}
    try:
        name, file = sent.chosen("file")
        asked = asked_of(how["subject"], how["object"], how["direction"])
        keep = partial(screen.app.mapping_files.send, asked=asked)
        kept = await screen.run(keep, name, file, By(screen.actor, screen.now))
    except InvalidError as error:
        return await _list(screen, error, how)
    return screen.led(f"{_AT}/{kept.key}")


@router.get("/{number:int}")
async def one(
    screen: MappingScreen,
    number: int,
    show: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """A file: how far it is, and then what it would make of its set."""
    by = By(screen.actor, screen.now)
    told = (screen.app.mapping_files, number, show, page, by)
    found = await screen.run(mapping_file_page, *told)
    decides = screen.actor.may(Scope.PUBLISH) or screen.actor.may(Scope.REVIEW)
    answer = screen.page("mapping_file.html", {"found": found, "decides": decides})
    if found.record.under_way:
        answer.headers["Refresh"] = _SECONDS_BETWEEN_LOOKS
    return answer


@router.post("/{number:int}/draft")
async def take(screen: MappingScreen, number: int) -> Response:
    """Take a file into the draft of its set, as it was looked at."""
    wish = Taking(stated=bool(screen.sent("stated")), replace_=bool(screen.sent("replace")))
    act = partial(
        screen.app.mapping_files.take,
        etags=tuple(filter(None, [screen.sent("etag")])),
        lenient=bool(screen.sent("lenient")),
    )
    await screen.run(act, number, wish, By(screen.actor, screen.now))
    return screen.led(f"{_AT}/{number}")


@router.post("/{number:int}/discarding")
async def discard(screen: MappingScreen, number: int) -> Response:
    """Let go of a file."""
    etags = tuple(filter(None, [screen.sent("etag")]))
    act = partial(screen.app.mapping_files.discard, etags=etags)
    await screen.run(act, number, By(screen.actor, screen.now))
    return screen.led(_AT)


async def _list(
    screen: Screen, error: InvalidError | None = None, how: dict[str, str] | None = None
) -> Response:
    found = await screen.run(screen.app.mapping_files.kept, By(screen.actor, screen.now))
    releases = await screen.run(held_releases, screen.app.parts.engine)
    values: dict[str, Any] = {
        "files": found,
        "error": error,
        "how": how or dict.fromkeys(_HOW, ""),
        "most": LARGER_BODY_BYTES[_AT],
        "releases": [it.name for it in releases],
    }
    return screen.page(
        "mapping_files.html", values, status=status_of(type(error)) if error else 200
    )
