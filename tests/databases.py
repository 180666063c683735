"""Fixtures of databases: empty ones, of both kinds that the service runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.postgres import emptied, fresh_database, server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL

__all__ = ["database_url", "postgres_server", "postgres_url"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL server, for the tests that make databases themselves."""
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def _postgres_database(postgres_server: URL) -> Iterator[URL]:
    with fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def postgres_url(_postgres_database: URL) -> str:
    """The address of an empty PostgreSQL database."""
    return emptied(_postgres_database).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
