"""Signing in and out: the page for it, links that work once, and the end of a session."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

import anyio.to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.auth.people import set_language
from app.auth.sessions import end, end_everywhere, redeem, sessions_of
from app.auth.signing_in import Answer, Door, begin, finish
from app.http.acting import lasting
from app.http.cookies import BEGUN, SESSION, drop, keep, session_token, token_of
from app.http.dependencies import ServicesOfApp
from app.http.posted import fields, is_from_here
from app.refusals import ForgedError
from app.routes.workbench.asking import AskedScreen
from app.web.languages import NAMES
from app.web.workbench import screen_page
from taxonomy.errors import NotFoundError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from app.http.services import Services

__all__ = ["router"]

router = APIRouter(prefix="/workbench", include_in_schema=False)

HOME = "/workbench"
_Text = Annotated[str, Query(max_length=4000)]
_Target = Annotated[str, Query(alias="to", max_length=2000)]


def inside(path: str) -> str:
    """The path where it leads into the workbench, else that of the dashboard: no link leads a session elsewhere."""
    fine = path == HOME or path.startswith((f"{HOME}/", f"{HOME}?"))
    return path if fine and "\\" not in path and path.isprintable() else HOME


@router.get("/sign-in")
async def sign_in(
    request: Request, app: ServicesOfApp, to: _Target = HOME, out: str = ""
) -> Response:
    """The page that says how one signs in."""
    values = {"to": inside(to), "door": app.door, "out": out}
    return screen_page(request.scope, "workbench/sign_in.html", values, None)


@router.get("/sign-in/link")
async def link(request: Request, token: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The page behind a link that works once: a button, so that no program that looks at links uses it up."""
    return screen_page(request.scope, "workbench/sign_in_link.html", {"token": token}, None)


@router.post("/sign-in/link")
async def follow(request: Request, app: ServicesOfApp) -> Response:
    """Sign in with a link; LinkRefusedError."""
    sent = await fields(request)
    if not is_from_here(request):
        message = sentence("this was not sent by a page of ours, so nobody was signed in")
        raise ForgedError(message)
    given = sent.get("token", [""])[-1]
    session = await anyio.to_thread.run_sync(
        redeem, app.parts.engine, given, datetime.now(UTC), lasting(app)
    )
    response = _led(HOME)
    keep(response, SESSION, session, secure=app.settings.secure)
    return response


@router.get("/sign-in/provider")
async def to_provider(app: ServicesOfApp, to: _Target = HOME) -> Response:
    """To the identity provider; NotFoundError where there is none, ProviderUnavailableError."""
    address, browser = await anyio.to_thread.run_sync(
        begin, app.parts.engine, _door(app), inside(to), datetime.now(UTC)
    )
    response = _led(address)
    keep(response, BEGUN, browser, secure=app.settings.secure)
    return response


@router.get("/sign-in/callback")
async def from_provider(
    request: Request, app: ServicesOfApp, state: _Text = "", code: _Text = "", error: _Text = ""
) -> Response:
    """Sign in with what the provider answered; SignInRefusedError, ProviderUnavailableError."""
    secure = app.settings.secure
    browser = token_of(request, BEGUN, secure=secure)
    answer = Answer(state, code, browser.get_secret_value() if browser else "", error)
    session, target = await anyio.to_thread.run_sync(
        finish, app.parts.engine, _door(app), answer, datetime.now(UTC), lasting(app)
    )
    response = _led(inside(target))
    keep(response, SESSION, session, secure=secure)
    drop(response, BEGUN, secure=secure)
    return response


@router.get("/sign-out/provider")
async def out_of_provider(app: ServicesOfApp) -> Response:
    """To where one signs out of the provider too; else back to the page for signing in."""
    back = f"{app.settings.public_url}{HOME}/sign-in"
    address = await anyio.to_thread.run_sync(_door(app).provider.end_address, back)
    return _led(address or f"{HOME}/sign-in")


def _door(app: Services) -> Door:
    if app.door is None:
        message = sentence("this service has no identity provider: people sign in with links")
        raise NotFoundError(message)
    return app.door


@router.post("/sign-out")
async def sign_out(screen: AskedScreen) -> Response:
    """Sign out here, or everywhere."""
    app, now = screen.app, screen.now
    if screen.sent("everywhere"):
        await screen.run(end_everywhere, app.parts.engine, screen.session.person, now)
    else:
        token = session_token(screen.request, secure=app.settings.secure)
        if token:
            await screen.run(end, app.parts.engine, token, now)
    return _signed_out(app, screen.session.way)


def _signed_out(app: Services, way: str) -> Response:
    response = _led(f"{HOME}/sign-in?{urlencode({'out': way})}")
    drop(response, SESSION, secure=app.settings.secure)
    return response


@router.get("/me")
async def me(screen: AskedScreen) -> Response:
    """What the workbench knows of whoever is signed in, and where else they are."""
    found = await screen.run(sessions_of, screen.app.parts.engine, screen.session.person)
    return screen.page("me.html", {"sessions": found})


@router.post("/language")
async def choose_language(screen: AskedScreen) -> Response:
    """Keep the language of the interface, and show the screen again in it."""
    wanted = screen.sent("language")
    if wanted in NAMES:
        await screen.run(set_language, screen.app.parts.engine, screen.session.person, wanted)
    return screen.led(inside(screen.sent("to")))


def _led(path: str) -> Response:
    return Response(status_code=303, headers={"Location": path, "Cache-Control": "no-store"})
