"""How a screen of the workbench is asked for: who is signed in, their language, what they sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import anyio.to_thread
from fastapi import Depends, Request
from starlette.responses import Response

from app.auth.roles import Actor, Scope
from app.auth.sessions import SignedIn
from app.http.acting import SignedInHere
from app.http.dependencies import ServicesOfApp
from app.http.posted import FORM, fields
from app.http.services import Services
from app.web.workbench import screen_language, screen_page

if TYPE_CHECKING:
    from app.web.languages import Language

__all__ = [
    "AdministeringScreen",
    "AskedScreen",
    "EditingScreen",
    "MappingScreen",
    "PublishingScreen",
    "ReadingScreen",
    "Screen",
    "TranslatingScreen",
]

_MOST_FIELDS = 2000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A screen as somebody who is signed in asks for it; `fields` are those of the form that was sent."""

    request: Request
    app: Services
    session: SignedIn
    fields: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        """Who is signed in, with the grants of this moment."""
        return self.session.actor

    @property
    def language(self) -> Language:
        """The language of the interface."""
        return screen_language(self.request.scope, self.session)

    @property
    def now(self) -> datetime:
        """This second."""
        return datetime.now(UTC).replace(microsecond=0)

    def sent(self, name: str) -> str:
        """What the field of the form says, "" where it is not there."""
        return self.fields.get(name, [""])[-1]

    def all_sent(self, name: str) -> list[str]:
        """Every value of the field."""
        return self.fields.get(name, [])

    async def run(self, act: Callable[..., _T], *given: Any) -> _T:
        """What the use case gives, called in a thread."""
        return await anyio.to_thread.run_sync(act, *given)

    def page(self, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
        """The answer with the screen; `template` stands below `workbench/`."""
        return screen_page(
            self.request.scope, f"workbench/{template}", values, self.session, status=status
        )

    def led(self, path: str) -> Response:
        """To a screen, after what was sent was done (303, RFC 9110 §15.4.4)."""
        headers = {"Location": path, "Cache-Control": "no-store"}
        return Response(status_code=303, headers=headers)


async def _screen(request: Request, app: ServicesOfApp, session: SignedInHere) -> Screen:
    """The screen; SignInRequiredError, ForgedError."""
    posted = request.headers.get("content-type", "").startswith(FORM)
    sent = await fields(request, _MOST_FIELDS) if posted else {}
    return Screen(request=request, app=app, session=session, fields=sent)


AskedScreen = Annotated[Screen, Depends(_screen)]


def _allowed(scope: Scope) -> object:
    """The dependency that gives the screen where a role of the person allows this; RoleRequiredError."""

    async def allowed(screen: AskedScreen) -> Screen:
        screen.actor.require(scope)
        return screen

    return Depends(allowed)


ReadingScreen = Annotated[Screen, _allowed(Scope.READ)]
TranslatingScreen = Annotated[Screen, _allowed(Scope.TRANSLATE)]
EditingScreen = Annotated[Screen, _allowed(Scope.EDIT)]
MappingScreen = Annotated[Screen, _allowed(Scope.MAP)]
PublishingScreen = Annotated[Screen, _allowed(Scope.PUBLISH)]
AdministeringScreen = Annotated[Screen, _allowed(Scope.ADMINISTER)]
