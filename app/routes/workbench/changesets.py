"""Changesets as screens: the list, one with its changes and its talk, and a choice between two versions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from app.auth.roles import Scope
from app.db.changesets import STATES, Wanted
from app.editing import accepting, changesets, talking, undoing
from app.editing.changesets import Purpose
from app.editing.records import By, ChangesetRecord
from app.mentioning import colleagues
from app.rendering.workbench.changesets import changeset_page, list_of_changesets
from app.rendering.workbench.conflicts import conflict_page
from app.routes.workbench.asking import ReadingScreen, Screen, TranslatingScreen
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/changesets", include_in_schema=False)

_Text = Annotated[str, Query(max_length=200)]
SCHEME = "competent"


@router.get("")
async def listed(
    screen: ReadingScreen,
    state: _Text = "",
    author: _Text = "",
    text: _Text = "",
    before: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """The changesets that are asked for, and the form that begins one."""
    states = (state,) if state in STATES else ()
    wanted = Wanted(scheme=SCHEME, states=states, author=author, text=text)
    found = await screen.run(list_of_changesets, screen.app.desk, wanted, before)
    asked = {"state": state, "author": author, "text": text}
    may_import = screen.actor.may(Scope.EDIT)
    values = {"found": found, "asked": asked, "may_import": may_import}
    return screen.page("changesets.html", values)


@router.post("")
async def begin(screen: TranslatingScreen) -> Response:
    """Begin a changeset, and go to it."""
    purpose = Purpose(screen.sent("title"), screen.sent("reason"))
    by = By(screen.actor, screen.now)
    made = await screen.run(changesets.begin, screen.app.parts.engine, SCHEME, purpose, by)
    return screen.led(f"/workbench/changesets/{made.key}")


@router.get("/{key:int}")
async def one(
    screen: ReadingScreen,
    key: int,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """A changeset: what it changes, what checks find, what was said, what may be done."""
    told = (screen.app.desk, key, screen.actor, screen.language.tag, after)
    found = await screen.run(changeset_page, *told)
    others = await screen.run(colleagues, screen.app.parts.engine, screen.actor)
    return screen.page("changeset.html", {"found": found, "colleagues": others, "done": done})


@router.post("/{key:int}/moves")
async def move(screen: TranslatingScreen, key: int) -> Response:
    """Submit, take back, accept, send back, discard or undo; an undone one leads to the new one."""
    by, etags = By(screen.actor, screen.now), tuple(filter(None, [screen.sent("etag")]))
    act = _moves(screen, key, by, etags).get(screen.sent("move"))
    if act is None:
        message = sentence("nothing says what is to be done with the changeset")
        raise InvalidQueryError(message)
    moved = await screen.run(act)
    return screen.led(f"/workbench/changesets/{moved.key}")


@router.post("/{key:int}/comments")
async def comment(screen: ReadingScreen, key: int) -> Response:
    """Say something of a changeset."""
    by = By(screen.actor, screen.now)
    said = partial(talking.comment_on, screen.app.parts.engine, key, screen.sent("text"), by)
    await screen.run(said)
    return screen.led(f"/workbench/changesets/{key}#comments")


@router.post("/{key:int}/left")
async def leave(screen: TranslatingScreen, key: int) -> Response:
    """Take a concept out of the changeset."""
    by, ids = By(screen.actor, screen.now), screen.all_sent("concept")
    await screen.run(changesets.leave, screen.app.parts.engine, key, ids, by)
    return screen.led(f"/workbench/changesets/{key}")


@router.get("/{key:int}/conflicts/{id}")
async def conflict(screen: ReadingScreen, key: int, id: str) -> Response:
    """A concept that others changed too: both versions, field by field."""
    told = (screen.app.desk, key, id, screen.language.tag)
    return screen.page("conflict.html", {"found": await screen.run(conflict_page, *told)})


@router.post("/{key:int}/conflicts/{id}")
async def resolve(screen: TranslatingScreen, key: int, id: str) -> Response:
    """Keep, of each field, the words that were chosen."""
    mine = {
        name.removeprefix("choice."): values[-1] == "mine"
        for name, values in screen.fields.items()
        if name.startswith("choice.")
    }
    told = (key, (id, screen.sent("seen")), mine, By(screen.actor, screen.now))
    await screen.run(accepting.resolve, screen.app.parts.engine, *told)
    return screen.led(f"/workbench/changesets/{key}")


def _moves(
    screen: Screen, key: int, by: By, etags: tuple[str, ...]
) -> dict[str, Callable[[], ChangesetRecord]]:
    desk, engine, text = screen.app.desk, screen.app.parts.engine, screen.sent("text")
    return {
        "submit": partial(accepting.submit, desk, key, by, etags=etags),
        "accept": partial(accepting.accept, desk, key, by, etags=etags),
        "take-back": partial(changesets.take_back, engine, key, by, etags=etags),
        "send-back": partial(changesets.send_back, engine, key, text, by, etags=etags),
        "discard": partial(changesets.discard, engine, key, by, etags=etags),
        "undo": partial(
            undoing.undo, engine, key, by, concept_ids=screen.all_sent("concept") or None
        ),
    }
