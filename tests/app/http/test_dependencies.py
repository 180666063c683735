"""Tests of what routes are given."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.security.base import SecurityBase

from app.config import Settings
from app.main import create_app
from tests.app import butchers
from tests.app.serving import PUBLIC_URL


def given(routes: Iterable[Any]) -> Iterator[Any]:
    """Everything that the routes are given, and what that is given in turn."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from given(route.original_router.routes)
        elif hasattr(route, "dependant"):
            yield route.endpoint
            yield from below(route.dependant)


def below(dependant: Any) -> Iterator[Any]:
    for it in dependant.dependencies:
        yield it.call
        yield from below(it)


def test_no_request_waits_for_a_thread_to_be_given_something() -> None:
    app = create_app(Settings(public_url=PUBLIC_URL), butchers.shelf()).app
    calls = [*given(app.routes)]  # type: ignore[attr-defined]
    assert len(calls) > 100
    waiting = [
        it for it in calls if not (inspect.iscoroutinefunction(it) or isinstance(it, SecurityBase))
    ]
    assert waiting == []
