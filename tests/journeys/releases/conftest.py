"""The service over the real releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.config import Settings
from app.context import Context
from tests.app.serving import Client, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.journeys.real import Home


@pytest.fixture(scope="session")
def real_client(competent: Home) -> Iterator[Client]:
    """A client of the service over the real releases."""
    context = Context.open(Settings(home=competent.path))
    with serving(context) as client:
        yield client
    context.engine.dispose()


@pytest.fixture(scope="session")
def ask(real_client: Client) -> Callable[[str], Any]:
    """What the service answers to a path below `/v1/schemes`."""

    def answered(path: str) -> Any:
        answer = real_client.get(f"/v1/schemes/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    return answered
