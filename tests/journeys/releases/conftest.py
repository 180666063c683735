"""The real releases, published once for every journey, and the service over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.config import Settings
from app.context import Context
from tests.app.serving import Client, serving
from tests.journeys.releases.real import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def competent(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Home:
    """The command line over a home into which every real release was published."""
    home = Home(tmp_path_factory.mktemp("real"))
    home.fill(shared_data)
    return home


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
