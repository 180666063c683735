"""Starting long work on mappings, looking at it, and stopping it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from app.auth.roles import About, Scope
from app.db import audit, mapping_runs, releases
from app.db.mapping_run_tables import MappingRunRow
from app.db.mapping_runs import RUNNING
from app.db.session import reading, writing
from app.mapping_runs.records import RunKind, as_run, is_alive
from app.upgrading.opening import pair_of, require_unpublished
from taxonomy.errors import ConflictError, InvalidQueryError, ReleaseNotFoundError
from taxonomy.mapping import MappingSet, Side
from taxonomy.schemes import SCHEMES
from taxonomy.sentences import sentence
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from app.auth.roles import Actor
    from app.mapping_runs.records import RunRecord
    from app.upgrading.opening import Asked
    from taxonomy.vocabulary import Kind

__all__ = [
    "Suggesting",
    "begin",
    "held_releases",
    "run_of",
    "runs_of",
    "start_suggesting",
    "start_upgrade",
    "stop",
]

MOST_CANDIDATES = 20
_LISTED = 20


class Suggesting(NamedTuple):
    """From and to which release mappings are suggested; of these kinds, else of those that the set maps; so many for each concept."""

    subject: Side
    object: Side
    kinds: Sequence[Kind] = ()
    most: int = 5


def start_suggesting(engine: Engine, wanted: Suggesting, by: Actor, at: datetime) -> RunRecord:
    """The run that suggests mappings, written down; `begin` begins it.

    RoleRequiredError, ReleaseNotFoundError, InvalidQueryError, ConflictError where one goes on for
    the same set.
    """
    by.require(Scope.MAP)
    if wanted.subject.scheme == wanted.object.scheme:
        message = sentence(
            "mappings lead from one scheme to another, and both are %(scheme)s",
            scheme=wanted.object.scheme,
        )
        raise InvalidQueryError(message)
    if not 0 < wanted.most <= MOST_CANDIDATES:
        message = sentence(
            "1 to %(most)d candidates of a concept are kept, and not %(count)d",
            most=MOST_CANDIDATES,
            count=wanted.most,
        )
        raise InvalidQueryError(message)
    _require_releases(engine, (wanted.subject, wanted.object))
    asked = {
        "subject": wanted.subject.name,
        "object": wanted.object.name,
        "kinds": [it.value for it in wanted.kinds],
        "most": wanted.most,
    }
    name = MappingSet.of(wanted.subject, wanted.object, ()).name
    return _started(engine, RunKind.SUGGEST, name, asked, (by, at))


def start_upgrade(engine: Engine, wanted: Asked, by: Actor, at: datetime) -> RunRecord:
    """The run that opens the upgrade, written down; errors as `start_suggesting`, MappingSetNotFoundError."""
    by.require(Scope.MAP)
    pair = pair_of(engine, wanted)
    _require_releases(engine, pair)
    require_unpublished(engine, pair)
    asked = {
        "scheme": wanted.scheme,
        "version": wanted.version,
        "from": wanted.from_version,
        "subject": wanted.subject.name if wanted.subject else "",
    }
    name = MappingSet.of(*pair, ()).name
    return _started(engine, RunKind.UPGRADE, name, asked, (by, at))


def begin(engine: Engine, run: RunRecord) -> None:
    """Begin the run in a process of its own, that ends with this one: others are not kept waiting."""
    record = {"COMPETENT_DATABASE_URL": engine.url.render_as_string(hide_password=False)}
    process = subprocess.Popen(  # noqa: S603 # no shell, and nothing of a request is in it but a number
        [sys.executable, "-m", "app.mapping_runs", str(run.key)],
        env=os.environ | record,
        stdin=subprocess.DEVNULL,
    )
    threading.Thread(target=process.wait, daemon=True).start()  # else it would stay a zombie


def stop(engine: Engine, key: int, by: Actor, at: datetime) -> RunRecord:
    """The run, which ends at the next concept; what it wrote stays. NotFoundError, ConflictError where it has ended."""
    by.require(Scope.MAP)
    with writing(engine) as session:
        row = mapping_runs.hold(session, key)
        if row.state != RUNNING:
            message = sentence(
                "the run %(number)d has ended already: %(state)s", number=key, state=row.state
            )
            raise ConflictError(message)
        row.stopping = True
        audit.record(session, by.act("mapping-run-stopped", _about(row), at))
        return as_run(row, at)


def run_of(engine: Engine, key: int, at: datetime) -> RunRecord:
    """The run of this number; NotFoundError."""
    with reading(engine) as session:
        return as_run(mapping_runs.get(session, key), at)


def runs_of(engine: Engine, at: datetime) -> list[RunRecord]:
    """The last runs, the newest first."""
    with reading(engine) as session:
        return [as_run(it, at) for it in mapping_runs.latest(session, most=_LISTED)]


def held_releases(engine: Engine) -> list[Side]:
    """The releases that the record holds, drafts included, scheme by scheme, the newest first."""
    with reading(engine) as session:
        return [
            Side(scheme, it.version)
            for scheme in SCHEMES
            for it in reversed(releases.every(session, scheme))
            if it.status != ReleaseStatus.WITHDRAWN.value
        ]


def _started(
    engine: Engine, kind: RunKind, name: str, asked: dict[str, Any], told: tuple[Actor, datetime]
) -> RunRecord:
    by, at = told
    with writing(engine) as session:
        for it in mapping_runs.running(session, name):
            if is_alive(it, at):
                message = sentence(
                    "%(name)s started the same at %(time)s UTC: it goes on",
                    name=it.started_by,
                    time=f"{it.started_at:%H:%M}",
                )
                raise ConflictError(message)
            it.state, it.ended_at = mapping_runs.STOPPED, it.beat_at
        row = MappingRunRow(
            kind=kind.value,
            name=name,
            asked=asked,
            state=RUNNING,
            stopping=False,
            done=0,
            total=0,
            first_at=None,
            first_done=0,
            result={},
            error="",
            started_by=by.name,
            organisation=by.organisation,
            started_at=at,
            beat_at=at,
            ended_at=None,
        )
        mapping_runs.add(session, row)
        act = by.act("mapping-run-started", _about(row), at, change=(None, {"kind": kind, **asked}))
        audit.record(session, act)
        return as_run(row, at)


def _about(row: MappingRunRow) -> About:
    return About("mapping-set", row.name)


def _require_releases(engine: Engine, sides: Iterable[Side]) -> None:
    """Return where the record holds every one of the releases."""
    with reading(engine) as session:
        lost = [it for it in sides if releases.find(session, *it) is None]
    if lost:
        message = sentence(
            "the record holds no %(release)s: import it first", release=lost[0].name[:120]
        )
        raise ReleaseNotFoundError(message)
