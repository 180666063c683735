"""Alembic's entry: one tree of migrations for SQLite and PostgreSQL."""

from alembic import context
from sqlalchemy import Connection

from app.config import Settings
from app.db import (  # noqa: F401 # their tables are the metadata's too
    changeset_tables,
    import_tables,
    mapping_review_tables,
    mapping_run_tables,
    mapping_tables,
    mention_tables,
    people_tables,
    translation_tables,
    upgrade_tables,
)
from app.db.session import opened
from app.db.tables import Base


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with opened(Settings().record_url).connect() as own:
        run(own)
        own.commit()
