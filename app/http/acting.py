"""Who asks: the dependencies of every editorial route, and what OpenAPI says of them.

A program sends a key; a page of the workbench has its session in a cookie.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import anyio.to_thread
from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr

from app.auth.keys import authenticated
from app.auth.roles import Actor, Scope
from app.auth.sessions import Lasting, SignedIn, signed_in
from app.http.cookies import session_token
from app.http.dependencies import ServicesOfApp
from app.http.posted import (
    FORM,
    FORM_WITH_FILES,
    fields,
    is_from_here,
    sent_with_files,
)
from app.http.services import Services
from app.refusals import ForgedError, KeyRequiredError, SignInRequiredError
from taxonomy.sentences import sentence

__all__ = [
    "Administering",
    "Editing",
    "Mapping_",
    "Publishing",
    "Reading",
    "Reviewing",
    "SignedInHere",
    "Translating",
    "lasting",
]

CSRF_HEADER, CSRF_FIELD = "x-csrf-token", "csrf"
_MOST_FIELDS = 2000
_SAFE = ("GET", "HEAD", "OPTIONS")
_bearer = HTTPBearer(
    scheme_name="key",
    description="An API key of `competent keys add`, in the header `Authorization: Bearer …`; never in an address.",
    bearerFormat="competent_{prefix}_{secret}",
    auto_error=False,
)


def lasting(app: Services) -> Lasting:
    """How long sessions hold."""
    settings = app.settings
    return Lasting(
        timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    )


async def _signed_in(request: Request, app: ServicesOfApp) -> SignedIn:
    """Who is signed in; SignInRequiredError, ForgedError for a write that no page of the session sent."""
    token = session_token(request, secure=app.settings.secure)
    if token is None:
        message = sentence("you are not signed in")
        raise SignInRequiredError(message)
    found = await anyio.to_thread.run_sync(
        signed_in, app.parts.engine, token, datetime.now(UTC), lasting(app)
    )
    request.state.signed_in = found  # for the page of an error
    if request.method not in _SAFE:
        await _require_from_here(request, found)
    return found


async def _require_from_here(request: Request, session: SignedIn) -> None:
    """Return where the write bears the token of the session, and no browser says it comes from elsewhere."""
    given = request.headers.get(CSRF_HEADER, "")
    if not given and request.headers.get("content-type", "").startswith(FORM):
        given = (await fields(request, _MOST_FIELDS)).get(CSRF_FIELD, [""])[-1]
    if not given and request.headers.get("content-type", "").startswith(FORM_WITH_FILES):
        given = (await sent_with_files(request)).fields.get(CSRF_FIELD, "")
    if not is_from_here(request) or not session.is_mine(given):
        message = sentence(
            "this was not sent by a page of your session, so nothing was done: load the page again and repeat it"
        )
        raise ForgedError(message)


async def _actor(
    request: Request,
    app: ServicesOfApp,
    given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Actor:
    """Whose key the request bears, or whose session; KeyRequiredError, KeyRefusedError, SignInRequiredError."""
    if given is not None:
        return await anyio.to_thread.run_sync(
            authenticated, app.parts.engine, SecretStr(given.credentials), datetime.now(UTC)
        )
    if "authorization" not in request.headers and session_token(
        request, secure=app.settings.secure
    ):
        return (await _signed_in(request, app)).actor
    told = "another scheme than Bearer" if "authorization" in request.headers else "no key"
    message = f"{told} was sent: send the header Authorization: Bearer competent_…"
    raise KeyRequiredError(message)


def _allowed(scope: Scope) -> object:
    """The dependency that gives the actor where a role of theirs allows this; RoleRequiredError."""

    async def allowed(actor: Annotated[Actor, Depends(_actor)]) -> Actor:
        actor.require(scope)
        return actor

    return Depends(allowed)


SignedInHere = Annotated[SignedIn, Depends(_signed_in)]
Reading = Annotated[Actor, _allowed(Scope.READ)]
Translating = Annotated[Actor, _allowed(Scope.TRANSLATE)]
Editing = Annotated[Actor, _allowed(Scope.EDIT)]
Mapping_ = Annotated[Actor, _allowed(Scope.MAP)]
Reviewing = Annotated[Actor, _allowed(Scope.REVIEW)]
Publishing = Annotated[Actor, _allowed(Scope.PUBLISH)]
Administering = Annotated[Actor, _allowed(Scope.ADMINISTER)]
