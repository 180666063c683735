"""What a request waits for in a thread: the event loop goes on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import anyio.to_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.http.services import Services

__all__ = ["waited"]

T = TypeVar("T")


async def waited(app: Services, ask: Callable[..., T], *of: Any) -> T:
    """What it returns, in a thread of those that may wait for the record or for a release."""
    return await anyio.to_thread.run_sync(ask, *of, limiter=app.loading)
