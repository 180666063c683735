"""Doing a run: what it is asked for, while it tells how far it is and looks whether it is to stop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.auth.roles import Actor
from app.db import mapping_runs
from app.db.session import reading, writing
from app.mapping_runs.records import RunKind
from app.suggestion_runs import Wanted, run_suggestions
from app.upgrading.opening import Asked, open_upgrade
from taxonomy.errors import TaxonomyError
from taxonomy.mapping import Side
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.db.mapping_run_tables import MappingRunRow

__all__ = ["Progress", "work"]

_EVERY = 1.0
"""Seconds between two words about how far a run is."""


class _StoppedError(Exception):
    """Somebody stopped the run."""


class Progress:
    """Tells the record how far a run is, once a second at most; raises where the run is to stop."""

    def __init__(self, engine: Engine, key: int) -> None:
        self._engine = engine
        self._key = key
        self._told: datetime | None = None

    def __call__(self, done: int, of: int) -> None:
        """So many of so many are done."""
        now = datetime.now(UTC)
        if self._told and done < of and (now - self._told).total_seconds() < _EVERY:
            return
        self._told = now
        with writing(self._engine) as session:
            row = mapping_runs.hold(session, self._key)
            if row.first_at is None:
                row.first_at, row.first_done = now, done
            row.done, row.total, row.beat_at = done, of, now
            stopping = row.stopping
        if stopping:
            raise _StoppedError


def work(engine: Engine, key: int) -> str:
    """How the run ended: done, stopped or failed; the record says so too, with what it made.

    What nobody foresaw is raised, and the run has failed.
    """
    with reading(engine) as session:
        row = mapping_runs.get(session, key)
        session.expunge_all()
    state, result, error = mapping_runs.FAILED, dict[str, Any](), "the program failed: see its log"
    try:
        result = _WAYS[RunKind(row.kind)](engine, row, Progress(engine, key))
        state, error = mapping_runs.DONE, ""
    except _StoppedError:
        state, error = mapping_runs.STOPPED, ""
    except TaxonomyError as failure:
        error = str(failure)
    finally:
        with writing(engine) as session:
            row = mapping_runs.hold(session, key)
            row.state, row.result, row.error = state, result, error
            row.beat_at = row.ended_at = datetime.now(UTC)
    return state


def _suggest(engine: Engine, row: MappingRunRow, progress: Progress) -> dict[str, Any]:
    asked = row.asked
    found = run_suggestions(
        engine,
        Side(*asked["subject"].split("/")),
        Side(*asked["object"].split("/")),
        Wanted([Kind(it) for it in asked["kinds"]], asked["most"]),
        at=row.started_at,
        progress=progress,
    )
    return {"suggested": found.suggested, "nothing": found.nothing, "concepts": found.concepts}


def _upgrade(engine: Engine, row: MappingRunRow, progress: Progress) -> dict[str, Any]:
    asked = row.asked
    subject = Side(*asked["subject"].split("/")) if asked["subject"] else None
    wanted = Asked(
        scheme=asked["scheme"],
        version=asked["version"],
        from_version=asked["from"],
        subject=subject,
    )
    by = Actor(row.started_by, row.organisation)
    found = open_upgrade(engine, wanted, by=by, at=row.started_at, progress=progress)
    return {"items": found.record.items, "added": found.added, "inherited": found.inherited}


_WAYS: dict[RunKind, Callable[[Engine, MappingRunRow, Progress], dict[str, Any]]] = {
    RunKind.SUGGEST: _suggest,
    RunKind.UPGRADE: _upgrade,
}
