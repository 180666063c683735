"""For those who run the service: is it alive, is it ready, which software, how much traffic."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import orjson
from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from app.http.dependencies import ServicesOfApp
from app.http.describing import Answers, answers, refusals
from app.http.examples import example
from app.http.services import Services
from app.rendering.concepts import Json
from app.wire import operations as wire
from taxonomy.errors import UnavailableError
from taxonomy.media_types import JSON

__all__ = ["router"]

router = APIRouter(tags=["operations"])

_UNCACHED = {"Cache-Control": "no-store"}
_ALIVE = {"type": "object", "properties": {"status": {"const": "alive"}}}
_USAGE = {
    "releases": [{"scheme": "competent", "version": "3.8", "asked": "pinned", "requests": 120}],
    "retired": [
        {"scheme": "competent", "version": "3.11", "id": "…", "notation": "SK-12", "requests": 7}
    ],
}
_METRICS: Answers = {
    200: {
        "description": "Prometheus text format",
        "content": {"text/plain": {"example": "competent_http_requests_total 1.0"}},
    }
}


@router.get(
    "/livez",
    operation_id="alive",
    responses={
        **refusals(),
        200: {
            "description": "The process answers",
            "content": {JSON: {"schema": _ALIVE, "example": {"status": "alive"}}},
        },
    },
)
async def alive() -> Response:
    """Whether the process answers at all."""
    return _json({"status": "alive"}, 200)


@router.get(
    "/readyz",
    operation_id="ready",
    responses={
        **answers(wire.Readiness, example("ready")),
        503: {
            "description": "Nothing can be served, or the record or the archive is away",
            "model": wire.Readiness,
        },
    },
)
async def ready(app: ServicesOfApp) -> Response:
    """Which releases are served, and what fails: 503 where nothing serves or a part is away."""
    content = await run_in_threadpool(_readiness, app)
    return _json(content, 200 if content["ready"] else 503)


@router.get(
    "/version",
    operation_id="version",
    responses=answers(wire.Version, {"name": "competent", "version": "0.1.0", "api": "v1"}),
)
async def software() -> Response:
    """Which software answers."""
    return _json({"name": "competent", "version": _version(), "api": "v1"}, 200)


@router.get(
    "/metrics",
    operation_id="metrics",
    response_class=PlainTextResponse,
    responses={**refusals(), **_METRICS},
)
async def metrics(app: ServicesOfApp) -> Response:
    """The traffic of this worker."""
    headers = {**_UNCACHED, "Content-Type": CONTENT_TYPE_LATEST}
    return Response(generate_latest(app.metrics), headers=headers)


@router.get("/usage", operation_id="usage", responses=answers(wire.Usage, _USAGE))
async def usage(app: ServicesOfApp) -> Response:
    """Which releases and retired concepts this worker was asked for: who is still behind."""
    counted = app.traffic.usage
    releases = sorted(counted.releases.items(), key=lambda it: (-it[1], it[0]))
    content = {
        "releases": [{**it._asdict(), "requests": count} for it, count in releases],
        "retired": [{**it._asdict(), "requests": count} for it, count in counted.most_asked()],
    }
    return _json(content, 200)


def _readiness(app: Services) -> Json:
    status = app.library.status()
    failures = [{"name": it.release, "reason": it.reason} for it in status.failures]
    failures += [
        {"name": name, "reason": f"{error.code}: {error.detail}"}
        for name, error in app.watch.failures()
    ]
    away = False
    try:
        app.parts.ping()
    except UnavailableError as error:
        away = True
        failures.append({"name": error.code, "reason": error.detail})
    serving = {
        scheme: {"version": release.version, "digest": release.digest}
        for scheme, release in status.serving.items()
    }
    return {"ready": bool(serving) and not away, "serving": serving, "failures": failures}


def _json(content: Json, status: int) -> Response:
    return Response(orjson.dumps(content), status, headers=_UNCACHED, media_type=JSON)


def _version() -> str:
    try:
        return version("competent")
    except PackageNotFoundError:
        return "unknown"
