"""Fixtures of the service's tests: a record and an archive, both real, both empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from app.config import Settings
from app.context import Context
from tests.app import butchers
from tests.app.serving import Client, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings over an empty database, once on SQLite and once on PostgreSQL, and an empty folder."""
    return Settings(home=tmp_path / "home", database_url=SecretStr(database_url))


@pytest.fixture
def context(settings: Settings) -> Iterator[Context]:
    """The open parts of a process."""
    opened = Context.open(settings)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """A client of a running service over the butchers of `tests/app/butchers.py`; read only."""
    with serving(butchers.shelf()) as running:
        yield running
