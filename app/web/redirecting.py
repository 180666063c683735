"""From one address of a page to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from app.http.answering import SHORT

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["moved"]


def moved(request: Request, path: str, status: int) -> Response:
    """To another path with the same query."""
    query = request.url.query
    headers = {"Location": f"{path}?{query}" if query else path, "Cache-Control": SHORT}
    return Response(status_code=status, headers=headers)
