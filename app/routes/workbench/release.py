"""The release desk as a screen: what the draft holds and lacks, its notes, and the way out."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from app.auth.roles import Scope
from app.context import Context
from app.editing import drafts, releasing
from app.editing.records import By
from app.rendering.workbench.readiness import readiness
from app.rendering.workbench.release import release_desk
from app.routes.workbench.asking import EditingScreen, PublishingScreen, ReadingScreen, Screen
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/release", include_in_schema=False)

SCHEME = "competent"


@router.get("")
async def desk(
    screen: ReadingScreen,
    place: Annotated[int, Query(ge=0, le=10**6)] = 0,
    done: str = "",
) -> Response:
    """The desk: findings, languages, mappings, changes, notes; to publish, for who may."""
    told = (screen.app.desk, screen.app.mappings, SCHEME, screen.language.tag, place)
    found = await screen.run(release_desk, *told)
    ready = await screen.run(
        readiness, screen.app.desk, screen.app.review, SCHEME, screen.now.date()
    )
    may = screen.actor.may(Scope.PUBLISH)
    values = {"found": found, "ready": ready, "done": done, "may": may}
    return screen.page("release.html", values)


@router.post("/notes")
async def notes(screen: PublishingScreen) -> Response:
    """Keep the release notes, and the day that is planned."""
    act = partial(
        drafts.describe_draft,
        notes={lang: screen.sent(f"note.{lang}") for lang in LANGUAGES},
        planned_for=_day(screen.sent("planned")),
        etags=tuple(filter(None, [screen.sent("etag")])),
    )
    await screen.run(act, screen.app.parts.engine, SCHEME, By(screen.actor, screen.now))
    return screen.led("/workbench/release?done=notes")


@router.post("/opening")
async def open_(screen: EditingScreen) -> Response:
    """Open the draft of the next release."""
    by = By(screen.actor, screen.now)
    await screen.run(drafts.open_draft, screen.app.parts.engine, SCHEME, by)
    return screen.led("/workbench/release")


@router.post("/publication")
async def publish(screen: PublishingScreen) -> Response:
    """Publish the draft, show it as a candidate, or make a candidate current."""
    by, how = By(screen.actor, screen.now), screen.sent("how")
    if how == "promote":
        act = partial(releasing.promote, _context(screen), SCHEME, screen.sent("version"), by)
    elif how in ("publish", "candidate"):
        act = partial(
            releasing.publish_draft,
            *(_context(screen), SCHEME, by),
            seen=screen.sent("seen"),
            candidate=how == "candidate",
        )
    else:
        message = sentence("nothing says what is to be published")
        raise InvalidQueryError(message)
    made = await screen.run(act)
    await screen.run(screen.app.library.refresh)
    return screen.led(f"/workbench/release?done={made.status}")


@router.post("/withdrawal")
async def withdraw(screen: PublishingScreen) -> Response:
    """Withdraw a release, for a reason that everybody reads."""
    told = (SCHEME, screen.sent("version"), screen.sent("reason"), By(screen.actor, screen.now))
    await screen.run(releasing.withdraw_release, _context(screen), *told)
    await screen.run(screen.app.library.refresh)
    return screen.led("/workbench/release?done=withdrawn")


def _context(screen: Screen) -> Context:
    parts = screen.app.parts
    return Context(screen.app.settings, parts.engine, parts.archive)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = sentence("%(word)r is no day: write it as 2026-12-15", word=text[:40])
        raise InvalidQueryError(message) from None
