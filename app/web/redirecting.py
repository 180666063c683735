"""From one address of a page to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from app.http.answering import SHORT

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["led", "moved"]


def led(address: str, status: int) -> Response:
    """To another address, its query and all."""
    return Response(status_code=status, headers={"Location": address, "Cache-Control": SHORT})


def moved(request: Request, path: str, status: int) -> Response:
    """To another path with the same query."""
    query = request.url.query
    return led(f"{path}?{query}" if query else path, status)
