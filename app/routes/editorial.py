"""For editors: whose key this is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.auth import Role, Scope
from app.http.acting import Reading
from app.http.private import private, private_answers
from app.wire import editorial as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial", tags=["editorial"])

_ME = {"name": "Eva Peeters", "roles": ["editor"], "scopes": ["read", "edit"]}


@router.get("/me", operation_id="me", responses=private_answers(wire.Me, _ME))
async def me(actor: Reading) -> Response:
    """The person or partner whose key was sent, their roles, and what these allow."""
    return private(
        {
            "name": actor.name,
            "roles": [it for it in Role if it in actor.roles],
            "scopes": [it for it in Scope if actor.may(it)],
        }
    )
