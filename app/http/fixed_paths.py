"""Paths that stand as they are beside others with a name in their place: which methods they take."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from fastapi.routing import APIRoute
from starlette.responses import Response

from app.errors import MethodNotAllowedError, problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastapi import APIRouter
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["FixedPaths"]

_BELOW = "/v1/editorial/"
_ORDER = ("GET", "POST", "PUT", "PATCH", "DELETE")


class FixedPaths:
    """Answers 405 for a method that such a path does not take, and OPTIONS with those that it does.

    Else `PATCH …/changesets/imports` would be the one of a changeset that is called "imports".
    """

    def __init__(self, app: ASGIApp, routers: Iterable[APIRouter]) -> None:
        self._app = app
        taken: defaultdict[str, set[str]] = defaultdict(set)
        for route in (it for router in routers for it in router.routes):
            if isinstance(route, APIRoute) and "{" not in route.path:
                taken[route.path] |= route.methods or set()
        self._taken = {
            path: ", ".join(it for it in _ORDER if it in methods)
            for path, methods in taken.items()
            if path.startswith(_BELOW)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the routes answer whatever the path takes."""
        taken = self._taken.get(scope["path"]) if scope["type"] == "http" else None
        method = scope.get("method")
        if taken is None or method in taken.split(", "):
            await self._app(scope, receive, send)
        elif method == "OPTIONS":
            answer = Response(status_code=204, headers={"Allow": f"{taken}, OPTIONS"})
            await answer(scope, receive, send)
        else:
            message = f"{scope['path'][:200]!r} does not take {method}"
            refused = MethodNotAllowedError(message, {"Allow": taken})
            await problem(scope, refused)(scope, receive, send)
