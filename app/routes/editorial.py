"""For editors: whose key this is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.auth.roles import Role, Scope
from app.http.acting import Reading
from app.http.private import private, private_answers
from app.wire import editorial as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial", tags=["editorial"])

_ME = {
    "name": "Eva Peeters",
    "organisation": "VDAB",
    "roles": ["translator"],
    "scopes": ["read", "translate"],
    "languages": {"translate": ["fr", "de"], "review": []},
}


@router.get("/me", operation_id="me", responses=private_answers(wire.Me, _ME))
async def me(actor: Reading) -> Response:
    """The person or partner whose key was sent, their roles, and what these allow, for which languages."""
    return private(
        {
            "name": actor.name,
            "organisation": actor.organisation,
            "roles": [it for it in Role if it in actor.roles],
            "scopes": [it for it in Scope if actor.may(it) or actor.languages(it)],
            "languages": {it.value: actor.languages(it) for it in (Scope.TRANSLATE, Scope.REVIEW)},
        }
    )
