"""Long work on mappings for editors: starting it, looking how far it is, stopping it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.http.acting import Mapping_, Reading
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.http.services import Services
from app.http.waiting import waited
from app.mapping_runs.records import RunKind, RunRecord
from app.mapping_runs.starting import (
    Suggesting,
    begin,
    run_of,
    runs_of,
    start_suggesting,
    start_upgrade,
    stop,
)
from app.rendering.mapping_runs import run_document
from app.upgrading.opening import Asked
from app.wire import mapping_runs as wire
from app.wire.upgrade_questions import OpenQuestion
from taxonomy.mapping import Side

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/mapping-runs", tags=["mapping reviews"])

_Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="The number of a run.")]
_EXAMPLE = run_document(
    RunRecord(
        key=7,
        kind=RunKind.SUGGEST,
        name="competent-3.11--esco-1.2.0",
        asked={"subject": "competent/3.11", "object": "esco/1.2.0", "kinds": [], "most": 5},
        state="running",
        alive=True,
        stopping=False,
        done=4000,
        total=10496,
        seconds_left=31,
        result={},
        error="",
        started_by="Eva Peeters",
        organisation="VDAB",
        started_at=datetime(2026, 11, 29, 9, 12, 44, tzinfo=UTC),
        ended_at=None,
    )
)


def _accepted() -> Any:
    declared = private_answers(wire.MappingRun, _EXAMPLE, 404, 409, 413, 415)
    return {202 if code == 200 else code: it for code, it in declared.items()}


@router.get(
    "",
    operation_id="mapping-runs",
    responses=private_answers(wire.MappingRuns, {"items": [_EXAMPLE], "total": 1}),
)
async def runs(app: ServicesOfApp, _: Reading) -> Response:
    """The last runs, the newest first."""
    found = await waited(app, runs_of, app.parts.engine, _now())
    return private({"items": [run_document(it) for it in found], "total": len(found)})


@router.post(
    "/suggestions",
    operation_id="suggest-mappings-of-scheme",
    status_code=202,
    responses=_accepted(),
)
async def suggestions(
    app: ServicesOfApp, actor: Mapping_, question: wire.SuggestQuestion
) -> Response:
    """Begin to suggest mappings of every concept that has none; a run that was cut short goes on."""
    sides = Side(*question.subject.split("/")), Side(*question.object.split("/"))
    wanted = Suggesting(*sides, question.kinds, question.candidates)
    found = await waited(app, start_suggesting, app.parts.engine, wanted, actor, _now())
    return await _begun(app, found)


@router.post(
    "/upgrades", operation_id="open-upgrade-in-time", status_code=202, responses=_accepted()
)
async def upgrades(app: ServicesOfApp, actor: Mapping_, question: OpenQuestion) -> Response:
    """Begin to open the upgrade to a release; the same as opening it, for those who do not wait."""
    scheme, _, version = question.subject.partition("/")
    wanted = Asked(
        scheme=question.scheme,
        version=question.version,
        from_version=question.from_,
        subject=Side(scheme, version) if version else None,
    )
    found = await waited(app, start_upgrade, app.parts.engine, wanted, actor, _now())
    return await _begun(app, found)


@router.get(
    "/{number}",
    operation_id="mapping-run",
    responses=private_answers(wire.MappingRun, _EXAMPLE, 404),
)
async def run(app: ServicesOfApp, _: Reading, number: _Number) -> Response:
    """One run: how far it is, and how long it still takes."""
    return private(run_document(await waited(app, run_of, app.parts.engine, number, _now())))


@router.delete(
    "/{number}",
    operation_id="stop-mapping-run",
    responses=private_answers(wire.MappingRun, _EXAMPLE, 404, 409),
)
async def stop_(app: ServicesOfApp, actor: Mapping_, number: _Number) -> Response:
    """Stop a run; what it wrote stays, and the same run goes on from there."""
    return private(run_document(await waited(app, stop, app.parts.engine, number, actor, _now())))


async def _begun(app: Services, started: RunRecord) -> Response:
    await waited(app, begin, app.parts.engine, started)
    answer = private(run_document(started), Location=f"/v1/editorial/mapping-runs/{started.key}")
    answer.status_code = 202
    return answer


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
