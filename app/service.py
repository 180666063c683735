"""The application as a server starts it: everything from the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.context import Context
from app.main import create_app

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["application"]


def application() -> ASGIApp:
    """The service on the record and archive that the environment names."""
    context = Context.open()
    return create_app(context.settings, context)
