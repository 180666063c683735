"""The release desk as a screen: what the draft holds and lacks, its schedule, its notes, and the way out."""

from __future__ import annotations

from collections import Counter
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
from app.windows import LONGEST_DAYS, proposed_end, usual_end
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import EllipsisType

    from starlette.responses import Response

    from taxonomy.model import Release

__all__ = ["router"]

router = APIRouter(prefix="/workbench/release", include_in_schema=False)

SCHEME = "competent"


@router.get("")
async def desk(
    screen: ReadingScreen,
    place: Annotated[int, Query(ge=0, le=10**6)] = 0,
    done: str = "",
) -> Response:
    """The desk: schedule, findings, languages, mappings, changes, notes; to publish, for who may."""
    told = (screen.app.desk, screen.app.mappings, SCHEME, screen.language.tag, place)
    found = await screen.run(release_desk, *told)
    days = screen.app.settings.candidate_days
    when = (screen.now.date(), days)
    ready = await screen.run(readiness, screen.app.desk, screen.app.review, SCHEME, when)
    planned = found.draft.planned_for if found.draft else None
    values = {
        "found": found,
        "ready": ready,
        "done": done,
        "asked": _asked(screen),
        "may": screen.actor.may(Scope.PUBLISH),
        "usual": days,
        "until": proposed_end(planned, screen.now, days),
        "today": screen.now.date(),
        "furthest": usual_end(screen.now, LONGEST_DAYS),
    }
    return screen.page("release.html", values)


@router.post("/notes")
async def notes(screen: PublishingScreen) -> Response:
    """Keep the release notes."""
    told = {lang: screen.sent(f"note.{lang}") for lang in LANGUAGES}
    return await _described(screen, partial(drafts.describe_draft, notes=told), "notes")


@router.post("/plan")
async def plan(screen: PublishingScreen) -> Response:
    """Plan the draft for a day, or for none."""
    day, why = _day(screen.sent("planned")), screen.sent("reason")
    act = partial(drafts.describe_draft, plan=(day, why))
    return await _described(screen, act, "planned")


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
        told = (SCHEME, screen.sent("version"), by, screen.sent("reason"))
        return await _acted(screen, partial(releasing.promote, _context(screen), *told))
    until: date | EllipsisType | None = None
    if how == "candidate":
        until = _day(screen.sent("until")) or ...
    elif how != "publish":
        message = sentence("nothing says what is to be published")
        raise InvalidQueryError(message)
    told_of = (_context(screen), SCHEME, by)
    act = partial(releasing.publish_draft, *told_of, seen=screen.sent("seen"), until=until)
    return await _acted(screen, act)


@router.post("/window")
async def move(screen: PublishingScreen) -> Response:
    """Move the day on which a candidate is to become current, for a reason that everybody reads."""
    day = _day(screen.sent("until"))
    if day is None:
        message = sentence("nothing says on which day it is to become current")
        raise InvalidQueryError(message)
    name, why = (
        (SCHEME, screen.sent("version")),
        (screen.sent("reason"), bool(screen.sent("earlier"))),
    )
    by = By(screen.actor, screen.now)
    act = partial(releasing.move_day, _context(screen), name, day, by, why=why)
    return await _acted(screen, act, "rescheduled")


@router.post("/abandonment")
async def give_up(screen: PublishingScreen) -> Response:
    """Give a candidate up, for a reason that everybody reads."""
    told = (SCHEME, screen.sent("version"), screen.sent("reason"), By(screen.actor, screen.now))
    return await _acted(screen, partial(releasing.give_up, _context(screen), *told), "abandoned")


@router.post("/withdrawal")
async def withdraw(screen: PublishingScreen) -> Response:
    """Withdraw a release, for a reason that everybody reads."""
    told = (SCHEME, screen.sent("version"), screen.sent("reason"), By(screen.actor, screen.now))
    return await _acted(screen, partial(releasing.withdraw_release, _context(screen), *told))


async def _described(screen: Screen, act: Callable[..., object], done: str) -> Response:
    """Say something of the draft, where nobody else did since it was looked at."""
    etags = tuple(filter(None, [screen.sent("etag")]))
    by = By(screen.actor, screen.now)
    await screen.run(partial(act, etags=etags), screen.app.parts.engine, SCHEME, by)
    return screen.led(f"/workbench/release?done={done}")


async def _acted(screen: Screen, act: Callable[[], Release | None], done: str = "") -> Response:
    """Do something that everybody sees at once, and say what was done."""
    made = await screen.run(act)
    await screen.run(screen.app.library.refresh)
    return screen.led(f"/workbench/release?done={done or (made and made.status)}")


def _asked(screen: Screen) -> dict[str, int]:
    """Version → how many answers this process gave of that release since it began."""
    told: Counter[str] = Counter()
    for it, count in screen.app.traffic.usage.releases.items():
        if it.scheme == SCHEME:
            told[it.version] += count
    return dict(told)


def _context(screen: Screen) -> Context:
    parts = screen.app.parts
    return Context(screen.app.settings, parts.engine, parts.archive)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = sentence("%(word)r is no day: write it as 2026-12-15", word=text[:40])
        raise InvalidQueryError(message) from None
