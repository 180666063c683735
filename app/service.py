"""The application as a server starts it: everything from the environment."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from app.context import Context
from app.main import create_app

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["application"]

_COLLECTIONS = (2_000, 10, 100)
"""When objects are searched for cycles: all of them seldom, because that holds up every request."""


def application() -> ASGIApp:
    """The service on the record and archive that the environment names."""
    gc.set_threshold(*_COLLECTIONS)
    context = Context.open()
    return create_app(context.settings, context)
