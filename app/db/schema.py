"""The record's schema: bringing a database to the newest migration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.db.session import translated

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["is_current", "upgrade"]

_MIGRATIONS = Path(__file__).parents[2] / "migrations"
_LOCK = 7_265_138_117  # any number, the same in every process: PostgreSQL's advisory lock


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest migration; safe when several processes start at once."""
    with translated(), engine.connect() as connection:
        if _at_head(connection):
            return
        connection.rollback()
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("select pg_advisory_xact_lock(:n)"), {"n": _LOCK})
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest migration."""
    with engine.connect() as connection:
        return _at_head(connection)


def _at_head(connection: Connection) -> bool:
    heads = set(ScriptDirectory.from_config(_config()).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == heads


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
