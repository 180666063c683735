"""Who asks: the dependencies of every editorial route, and what OpenAPI says of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import anyio.to_thread
from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr

from app.auth.keys import authenticated
from app.auth.roles import Actor, Scope
from app.http.dependencies import ServicesOfApp
from app.refusals import KeyRequiredError

__all__ = [
    "Administering",
    "Editing",
    "Mapping_",
    "Publishing",
    "Reading",
    "Reviewing",
    "Translating",
]

_bearer = HTTPBearer(
    scheme_name="key",
    description="An API key of `competent keys add`, in the header `Authorization: Bearer …`; never in an address.",
    bearerFormat="competent_{prefix}_{secret}",
    auto_error=False,
)


async def _actor(
    request: Request,
    app: ServicesOfApp,
    given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Actor:
    """Whose key the request bears; KeyRequiredError, KeyRefusedError."""
    if given is None:
        told = "another scheme than Bearer" if "authorization" in request.headers else "no key"
        message = f"{told} was sent: send the header Authorization: Bearer competent_…"
        raise KeyRequiredError(message)
    return await anyio.to_thread.run_sync(
        authenticated, app.parts.engine, SecretStr(given.credentials), datetime.now(UTC)
    )


def _allowed(scope: Scope) -> object:
    """The dependency that gives the actor where a role of theirs allows this; RoleRequiredError."""

    async def allowed(actor: Annotated[Actor, Depends(_actor)]) -> Actor:
        actor.require(scope)
        return actor

    return Depends(allowed)


Reading = Annotated[Actor, _allowed(Scope.READ)]
Translating = Annotated[Actor, _allowed(Scope.TRANSLATE)]
Editing = Annotated[Actor, _allowed(Scope.EDIT)]
Mapping_ = Annotated[Actor, _allowed(Scope.MAP)]
Reviewing = Annotated[Actor, _allowed(Scope.REVIEW)]
Publishing = Annotated[Actor, _allowed(Scope.PUBLISH)]
Administering = Annotated[Actor, _allowed(Scope.ADMINISTER)]
