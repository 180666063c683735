"""Fixtures of databases: empty ones, of both kinds that the service runs on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from app.db import (  # noqa: F401 # tables of the metadata too
    changeset_tables,
    mapping_review_tables,
    mapping_tables,
    people_tables,
    schema,
    translation_tables,
    upgrade_tables,
)
from app.db.session import opened
from app.db.tables import Base
from tests.postgres import emptied, fresh_database, server, without_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL

__all__ = ["database_url", "migrated_url", "postgres_server", "postgres_url"]


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


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file at the newest migration, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "record.sqlite"
    engine = opened(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()  # the last connection brings what it wrote ahead into the file
    return path


@pytest.fixture(scope="session")
def _migrated_database(postgres_server: URL) -> Iterator[URL]:
    with fresh_database(postgres_server) as url:
        engine = opened(url.render_as_string(hide_password=False))
        schema.upgrade(engine)
        engine.dispose()
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The address of a database at the newest migration that holds nothing, on both.

    It is the same address for each test of a worker. Migrating an empty database would cost a test
    ten times what this does.
    """
    if request.param == "sqlite":
        empty: Path = request.getfixturevalue("_migrated_file")
        path = empty.with_name("in_use.sqlite")
        for end in ("", "-wal", "-shm"):  # new files, whoever still holds the old ones
            path.with_name(path.name + end).unlink(missing_ok=True)
        shutil.copyfile(empty, path)
        return f"sqlite:///{path}"
    url: URL = request.getfixturevalue("_migrated_database")
    return without_rows(url, Base.metadata).render_as_string(hide_password=False)
