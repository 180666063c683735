"""The record's schema: bringing a database to the newest migration."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.db.session import translated
from taxonomy.errors import ConflictError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["is_current", "upgrade"]

_MIGRATIONS = Path(__file__).parents[2] / "migrations"
_LOCK = 7_265_138_117  # any number, the same in every process: PostgreSQL's advisory lock


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest migration; safe when several processes start at once.

    ConflictError where a newer program has migrated it further than this one knows.
    """
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
    with translated(), engine.connect() as connection:
        return _at_head(connection)


def _at_head(connection: Connection) -> bool:
    known, newest = _revisions()
    standing = set(MigrationContext.configure(connection).get_current_heads())
    unknown = standing - known
    if unknown:
        message = (
            f"the record stands at migration {', '.join(sorted(unknown))}, which this program does "
            "not know: a newer one has used it; start that one, or restore the backup made before"
        )
        raise ConflictError(message)
    return standing == newest


@cache
def _revisions() -> tuple[frozenset[str], frozenset[str]]:
    """Every migration that this program knows, and the newest; their files are read once."""
    scripts = ScriptDirectory.from_config(_config())
    known = frozenset(it.revision for it in scripts.walk_revisions())
    return known, frozenset(scripts.get_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
