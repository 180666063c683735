"""A run of long work as a value: what it does, how far it is, how long it still takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from app.db.mapping_runs import RUNNING

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.mapping_run_tables import MappingRunRow

__all__ = ["RunKind", "RunRecord", "as_run", "is_alive"]

_SILENT = timedelta(minutes=5)
_SILENT_WHEN_STOPPED = timedelta(seconds=30)
"""A run that was not heard of for so long was killed with its process."""


class RunKind(StrEnum):
    """What is done: candidates for every unmapped concept, or an upgrade to a newer release."""

    SUGGEST = "suggest"
    UPGRADE = "upgrade"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run. `state`: running, done, stopped, failed; `alive` whether its process is heard of.

    `done` of `total` are concepts, `total` 0 while releases are read; `seconds_left` None where
    nothing was counted yet. `result` is what it made, `error` why it failed.
    """

    key: int
    kind: RunKind
    name: str
    asked: dict[str, Any]
    state: str
    alive: bool
    stopping: bool
    done: int
    total: int
    seconds_left: int | None
    result: dict[str, Any]
    error: str
    started_by: str
    organisation: str
    started_at: datetime
    ended_at: datetime | None


def as_run(row: MappingRunRow, now: datetime) -> RunRecord:
    """The run as a value, as it stands at this moment."""
    return RunRecord(
        key=row.key,
        kind=RunKind(row.kind),
        name=row.name,
        asked=row.asked,
        state=row.state,
        alive=is_alive(row, now),
        stopping=row.stopping,
        done=row.done,
        total=row.total,
        seconds_left=_seconds_left(row),
        result=row.result,
        error=row.error,
        started_by=row.started_by,
        organisation=row.organisation,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def is_alive(row: MappingRunRow, now: datetime) -> bool:
    """Whether the run goes on: it has not ended, and was heard of lately."""
    silent = _SILENT_WHEN_STOPPED if row.stopping else _SILENT
    return row.state == RUNNING and now - row.beat_at < silent


def _seconds_left(row: MappingRunRow) -> int | None:
    counted = row.done - row.first_done
    if row.first_at is None or counted <= 0:
        return None
    each = (row.beat_at - row.first_at).total_seconds() / counted
    return max(0, round(each * (row.total - row.done)))
