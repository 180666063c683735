"""Files of editors as screens: sent, waited for, looked at, taken into a changeset, let go of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from app.editing.records import By
from app.editing.taking import Wish
from app.errors import status_of
from app.http.bounds import LARGER_BODY_BYTES
from app.http.posted import sent_with_files
from app.rendering.workbench.files import Asked, file_page
from app.routes.workbench.asking import EditingScreen, Screen
from taxonomy.errors import InvalidError
from taxonomy.sources.concept_table import CLEARED

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

_AT = "/workbench/changesets/imports"
router = APIRouter(prefix=_AT, include_in_schema=False)

_SECONDS_BETWEEN_LOOKS = "2"


@router.get("")
async def listed(screen: EditingScreen) -> Response:
    """One's files, and the form that sends one."""
    return await _list(screen)


@router.post("")
async def send(screen: EditingScreen) -> Response:
    """Keep a file, and go to it."""
    sent = await sent_with_files(screen.request)
    try:
        name, file = sent.chosen("file")
        kept = await screen.run(screen.app.files.keep, name, file, By(screen.actor, screen.now))
    except InvalidError as error:
        return await _list(screen, error)
    return screen.led(f"{_AT}/{kept.key}")


@router.get("/{number:int}")
async def one(
    screen: EditingScreen,
    number: int,
    base: Annotated[str, Query(max_length=64)] = "",
    overwrite: Annotated[str, Query(max_length=5)] = "",
    show: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """A file: how far it is, and then what it would change, and what stays and why."""
    asked = Asked(base, bool(overwrite), show, page)
    told = (screen.app.files, screen.app.desk, number, asked, By(screen.actor, screen.now))
    found = await screen.run(file_page, *told, screen.language.tag)
    answer = screen.page("file.html", {"found": found})
    if found.record.under_way:
        answer.headers["Refresh"] = _SECONDS_BETWEEN_LOOKS
    return answer


@router.post("/{number:int}/changeset")
async def take(screen: EditingScreen, number: int) -> Response:
    """Take a file into a new changeset, as it was looked at."""
    wish = Wish(
        title=screen.sent("title"),
        base=screen.sent("base"),
        overwrite=bool(screen.sent("overwrite")),
    )
    act = partial(
        screen.app.files.take,
        etags=tuple(filter(None, [screen.sent("etag")])),
        lenient=bool(screen.sent("lenient")),
    )
    await screen.run(act, number, wish, By(screen.actor, screen.now))
    return screen.led(f"{_AT}/{number}")


@router.post("/{number:int}/discarding")
async def discard(screen: EditingScreen, number: int) -> Response:
    """Let go of a file."""
    act = partial(screen.app.files.discard, etags=tuple(filter(None, [screen.sent("etag")])))
    await screen.run(act, number, By(screen.actor, screen.now))
    return screen.led(_AT)


async def _list(screen: Screen, error: InvalidError | None = None) -> Response:
    found = await screen.run(screen.app.files.kept, By(screen.actor, screen.now))
    most, mark = LARGER_BODY_BYTES[_AT], CLEARED
    values: dict[str, Any] = {"files": found, "error": error, "most": most, "cleared": mark}
    return screen.page("files.html", values, status=status_of(type(error)) if error else 200)
