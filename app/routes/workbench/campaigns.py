"""Campaigns of review, packages that come back, and the terms, as screens."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.responses import Response

from app.auth.roles import Scope
from app.editing.records import By
from app.errors import status_of
from app.http.acting import Translating
from app.http.carrying_files import carried, to_carry
from app.http.parts import NO_FILE
from app.http.posted import sent_with_files
from app.rendering.workbench.burning_down import burning_down
from app.reviewing import campaigns as use
from app.reviewing import steering
from app.reviewing.packages import take
from app.reviewing.reporting import Report, report_of
from app.reviewing.terms import forget, keep, terms_of
from app.routes.workbench.asking import AskedScreen
from taxonomy.errors import InvalidError, InvalidQueryError
from taxonomy.reviewing.terms import Term
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from app.http.services import Services

__all__ = ["router"]

router = APIRouter(prefix="/workbench/translations", include_in_schema=False)


@router.post("/campaigns")
async def begin(_: Translating, screen: AskedScreen) -> Response:
    """Begin a campaign, and go to its page."""
    asked = use.Asked(
        title=screen.sent("title"),
        lang=screen.sent("target"),
        kinds=tuple(screen.all_sent("kind")),
        deadline=_day(screen.sent("deadline")),
    )
    app, by = screen.app, By(screen.actor, screen.now)
    made = await screen.run(use.begin, app.parts.engine, app.review.scheme, asked, by)
    return screen.led(f"/workbench/translations/campaigns/{made.name}")


@router.get("/campaigns/{name}")
async def campaign(screen: AskedScreen, name: str, done: str = "") -> Response:
    """How far a campaign is: picture and table of its burn-down, who did what."""
    screen.actor.require(Scope.READ)
    found = await screen.run(_report, screen.app, name)
    values: dict[str, Any] = {
        "found": found,
        "drawn": burning_down(found.days, found.campaign.deadline),
        "done": done,
        "may_review": screen.actor.may(Scope.REVIEW, found.campaign.lang),
    }
    return screen.page("campaign.html", values)


@router.post("/campaigns/{name}")
async def change(_: Translating, screen: AskedScreen, name: str) -> Response:
    """Freeze a campaign, open it again, close it, or move its day."""
    act = partial(
        steering.change,
        state=screen.sent("state") or None,
        deadline=_day(screen.sent("deadline")),
        etags=tuple(filter(None, [screen.sent("etag")])),
    )
    by = By(screen.actor, screen.now)
    await screen.run(act, screen.app.review, name, by)
    return screen.led(f"/workbench/translations/campaigns/{name}?done=changed")


@router.get("/package")
async def package(screen: AskedScreen) -> Response:
    """The form for a file that comes back."""
    screen.actor.require(Scope.TRANSLATE)
    return screen.page("package.html", {"taken": None, "error": None, "file": "", "dry": True})


@router.post("/package")
async def take_(_: Translating, screen: AskedScreen) -> Response:
    """Say what a file would change, or propose it; findings stand in their rows."""
    sent = await sent_with_files(screen.request)
    name, file = sent.files.get("file", NO_FILE)
    data = file.read()
    if not name and sent.fields.get("carried"):
        name, data = sent.fields.get("name", "")[:200], carried(sent.fields["carried"])
    if not name:
        message = sentence("choose a file first")
        raise InvalidQueryError(message)
    dry, lenient = "try" in sent.fields, "lenient" in sent.fields
    act = partial(take, dry=dry, lenient=lenient)
    by = By(screen.actor, screen.now)
    values: dict[str, Any] = {"taken": None, "error": None, "file": name, "dry": dry}
    try:
        values["taken"] = await screen.run(act, screen.app.review, name, data, by)
        values |= {"carried": to_carry(data) if dry else "", "lenient": lenient}
    except InvalidError as error:
        values["error"] = error
        return screen.page("package.html", values, status=status_of(type(error)))
    return screen.page("package.html", values)


@router.get("/terms")
async def terms(screen: AskedScreen) -> Response:
    """The term base, and the form that keeps a term."""
    screen.actor.require(Scope.READ)
    found = await screen.run(terms_of, screen.app.parts.engine)
    return screen.page("terms.html", {"terms": found})


@router.post("/terms")
async def keep_(_: Translating, screen: AskedScreen) -> Response:
    """Keep a term, or take one away."""
    by, engine = By(screen.actor, screen.now), screen.app.parts.engine
    lang, source = screen.sent("target"), screen.sent("source")
    if screen.sent("forget"):
        await screen.run(forget, engine, lang, source, by)
        return screen.led("/workbench/translations/terms")
    forbidden = tuple(it.strip() for it in screen.sent("forbidden").splitlines() if it.strip())
    term = Term(lang, source, screen.sent("text"), forbidden, screen.sent("remark"))
    await screen.run(keep, engine, term, by)
    return screen.led("/workbench/translations/terms")


def _report(app: Services, name: str) -> Report:
    found = use.campaign_of(app.parts.engine, name)
    return report_of(app.review.now(), found, datetime.now(UTC).date())


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = sentence("%(word)r is no day: write it as 2026-12-20", word=text[:20])
        raise InvalidQueryError(message) from error
