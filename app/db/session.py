"""Opening the record: one engine per process, one transaction per unit of work."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.orm import Session

from taxonomy.errors import InvalidQueryError, RecordBusyError, StaleChangeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection as SQLiteConnection

__all__ = ["opened", "ping", "reading", "reads", "translated", "writing"]

_NO_RIGHT, _NO_SCHEMA = "42501", "3F000"
"""PostgreSQL's insufficient_privilege and invalid_schema_name (appendix A of its manual)."""


def opened(url: str, busy_seconds: float = 10.0) -> Engine:
    """The engine of the record at this address; SQLite gets WAL and foreign keys.

    A writer waits `busy_seconds` for another one before RecordBusyError. No error repeats the values
    of a statement: the secrets of webhooks are among them. InvalidQueryError where the address names
    no database, or one in memory, which would be lost with the process.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            _require_file(parsed)
            engine = create_engine(
                url, hide_parameters=True, connect_args={"timeout": busy_seconds}
            )
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_on_sqlite)
            return engine
        return create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=40,  # as many as the thread pool has threads
            connect_args={
                "connect_timeout": max(2, round(busy_seconds)),
                "options": _options(parsed, f"-c lock_timeout={round(busy_seconds * 1000)}"),
            },
        )
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        message = (
            "COMPETENT_DATABASE_URL is not an address of a database: write "
            "sqlite:///path/to/file or postgresql+psycopg://user:password@host:5432/name, with "
            "%2F, %3A and %40 for a slash, a colon and an at sign in the password"
        )
        raise InvalidQueryError(message) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one transaction: it commits when left normally and rolls back on any error."""
    with translated(), Session(engine) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one consistent state and writes nothing."""
    options: dict[str, Any] = {"competent_reads": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with (
        translated(),
        engine.connect().execution_options(**options) as connection,
        Session(connection) as session,
    ):
        yield session


def reads(session: Session) -> bool:
    """Whether the session is one of `reading`: all it sees is committed."""
    return bool(session.connection().get_execution_options().get("competent_reads"))


def ping(engine: Engine) -> None:
    """Return when the record answers; RecordBusyError when it does not."""
    with reading(engine) as session:
        session.execute(text("select 1"))


@contextmanager
def translated() -> Iterator[None]:
    """Turn what a driver raises for a busy, full or absent database into errors of ours."""
    try:
        yield
    except IntegrityError as error:
        message = "somebody else wrote the same at the same time; nothing was written: try again"
        raise StaleChangeError(message) from error
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
        if isinstance(error.orig, Exception) and _is_of_its_state(error):
            message = (
                f"the database cannot be used now ({reason}); nothing was written: try again, or "
                "look at COMPETENT_DATABASE_URL, the rights on the database, and its disk"
            )
            raise RecordBusyError(message) from error
        raise


def _is_of_its_state(error: DBAPIError) -> bool:
    """Whether the state of the database, or of its address, is the reason, and no statement is."""
    if error.connection_invalidated or type(error) in (
        *(OperationalError, InterfaceError),
        DatabaseError,  # as such, not what is derived from it: the file is no database, or damaged
    ):
        return True
    # psycopg has no state of SQL to tell where it refuses an address before it asks the server
    state = getattr(error.orig, "sqlstate", "")
    return isinstance(error, ProgrammingError) and state in (None, _NO_RIGHT, _NO_SCHEMA)


def _options(url: URL, ours: str) -> str:
    """The options of PostgreSQL's session: those of the address count last."""
    given = url.query.get("options", ())
    return " ".join((ours, *((given,) if isinstance(given, str) else given)))


def _require_file(url: URL) -> None:
    name = url.database or ":memory:"
    if ":memory:" in name or url.query.get("mode") == "memory":
        message = (
            "COMPETENT_DATABASE_URL names a database in memory, which keeps nothing: write "
            "sqlite:///path/to/file"
        )
        raise InvalidQueryError(message)


def _prepare_sqlite(connection: SQLiteConnection, _record: object) -> None:
    # SQLAlchemy must send BEGIN itself: the driver's own comes too late for a write lock.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma synchronous = full")
    cursor.execute("pragma foreign_keys = on")
    cursor.execute("pragma cache_size = -65536")
    cursor.close()


def _begin_on_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: a transaction that reads first and writes later would fail
    # instead of waiting when another writer came between.
    reads = connection.get_execution_options().get("competent_reads")
    connection.exec_driver_sql("begin" if reads else "begin immediate")
