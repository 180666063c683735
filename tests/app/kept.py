"""What many tests begin with: made once by a worker, and put back for each test that wants it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select, text

from app.db import (  # noqa: F401 # tables of the metadata too
    changeset_tables,
    import_tables,
    mapping_review_tables,
    mapping_tables,
    people_tables,
    translation_tables,
    upgrade_tables,
)
from app.db.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.context import Context

__all__ = ["Kept"]

_RECORD = shutil.ignore_patterns("competent.sqlite*")


@dataclass(frozen=True)
class _State:
    """The rows of a record, how far its sequences had counted, and the folder beside it."""

    rows: dict[Table, list[dict[str, Any]]]
    counted: list[dict[str, Any]]
    home: Path


@dataclass
class Kept:
    """Records and archives as functions left them that had filled empty ones.

    Importing and publishing takes a tenth of a second a release; putting rows and files back takes a
    few milliseconds. A function must fill an empty record with default settings alike each time.
    """

    folder: Path
    states: dict[tuple[str, str, str], _State] = field(default_factory=dict)

    def fill(self, context: Context, by: Callable[[Context], None]) -> None:
        """Fill an empty record, and its archive in the home, as this function does."""
        key = (context.engine.dialect.name, by.__module__, by.__qualname__)
        if key in self.states:
            _put_back(context, self.states[key])
        else:
            by(context)
            self.states[key] = _saved(context, self.folder / str(len(self.states)))


def _saved(context: Context, folder: Path) -> _State:
    shutil.copytree(context.settings.home, folder, ignore=_RECORD)
    with context.engine.connect() as connection:
        rows = {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in Base.metadata.sorted_tables
        }
        counted = (
            "select sequencename as name, last_value as at from pg_sequences where last_value > 0"
        )
        if connection.dialect.name != "postgresql":
            return _State(rows, [], folder)
        return _State(
            rows, [dict(it) for it in connection.execute(text(counted)).mappings()], folder
        )


def _put_back(context: Context, state: _State) -> None:
    shutil.copytree(state.home, context.settings.home, dirs_exist_ok=True)
    with context.engine.begin() as connection:
        for table, rows in state.rows.items():
            if rows:
                connection.execute(table.insert(), rows)
        if state.counted:
            connection.execute(text("select setval(:name, :at)"), state.counted)
