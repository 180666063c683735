"""For applications that move to another release: what their ids became, and what that means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.http.about import About
from app.http.answering import streamed
from app.http.computing import computed
from app.http.dependencies import SchemeName, ServicesOfApp, served
from app.http.describing import Answers, answers
from app.http.examples import example
from app.http.negotiation import asking, best
from app.http.services import Services
from app.rendering.concepts import Json
from app.rendering.migration import conversion, impacts, summary
from app.wire import migration as wire
from taxonomy.fates import Fate
from taxonomy.formats.patches import json_patch, table
from taxonomy.media_types import CSV, JSON, JSON_PATCH
from taxonomy.migration import Migration, migrate

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}", tags=["migration"])

CHUNK = 100
"""Ids rendered in one go, between which other requests get their turn."""
_PLAIN_CSV = CSV.partition(";")[0]
_ENDINGS = {_PLAIN_CSV: "csv", JSON_PATCH: "patch.json"}


def _impact_answers() -> Answers:
    declared = answers(wire.ImpactAnswer, example("impact"), 406, 413, 415, variants=(_PLAIN_CSV,))
    schema = {"type": "array", "items": wire.PatchOperation.model_json_schema()}
    declared[200]["content"][JSON_PATCH] = {"schema": schema}
    return declared


@router.post(
    "/convert",
    operation_id="convert",
    responses=answers(wire.ConvertAnswer, example("convert"), 413, 415),
)
async def convert(
    request: Request, app: ServicesOfApp, scheme: SchemeName, question: wire.ConvertQuestion
) -> Response:
    """The ids of one release in another: kept, renamed, replaced, split, merged or gone."""
    migration = await _migration(app, scheme, question)
    body = _envelope(migration, conversion)
    return streamed(request, _about(app, migration), body, JSON)


@router.post("/impact", operation_id="impact", responses=_impact_answers())
async def impact(
    request: Request, app: ServicesOfApp, scheme: SchemeName, question: wire.ImpactQuestion
) -> Response:
    """What of what an application uses changed from one release to another, and how.

    As CSV one row an id; as JSON Patch what turns the list of ids as asked into that of the target.
    """
    media_type = best(asking(request.scope).accept, (JSON, _PLAIN_CSV, JSON_PATCH))
    migration = await _migration(app, scheme, question)
    body = _bodies(migration, question, app.settings.public_url)[media_type]()
    sent = CSV if media_type == _PLAIN_CSV else media_type
    response = streamed(request, _about(app, migration), body, sent)
    if media_type in _ENDINGS:
        name = f"{scheme}-{migration.before.release.version}-to-{migration.after.release.version}"
        disposition = f'attachment; filename="{name}.{_ENDINGS[media_type]}"'
        response.headers["Content-Disposition"] = disposition
    return response


def _bodies(
    migration: Migration, question: wire.ImpactQuestion, public_url: str
) -> dict[str, Callable[[], Iterator[bytes]]]:
    return {
        JSON: lambda: _envelope(migration, impacts(migration, public_url)),
        _PLAIN_CSV: lambda: (line.encode() for line in table(migration)),
        JSON_PATCH: lambda: _array(iter(json_patch(migration.fates, distinct=question.distinct))),
    }


async def _migration(app: Services, scheme: str, question: wire.ConvertQuestion) -> Migration:
    before = await served(app, scheme, question.from_)
    after = await served(app, scheme, question.to)
    return await computed(app, migrate, before.index, after.index, question.ids)


def _about(app: Services, migration: Migration) -> About:
    """The release that the answer leads to, as the catalogue knows it now."""
    target = migration.after.release
    release = app.library.release(target.scheme, target.version)
    return About(release, release.version, immutable=False)


def _envelope(migration: Migration, show: Callable[[Fate], Json]) -> Iterator[bytes]:
    """The counts, then the items."""
    yield orjson.dumps(summary(migration))[:-1] + b',"items":'
    yield from _array(show(it) for it in migration.fates)
    yield b"}"


def _array(values: Iterator[Any]) -> Iterator[bytes]:
    """The values as one JSON array, in pieces."""
    marks = chain((b"[",), iter(lambda: b",", None))
    while chunk := list(islice(values, CHUNK)):
        yield next(marks) + b",".join(orjson.dumps(it) for it in chunk)
    mark = next(marks)
    yield b"[]" if mark == b"[" else b"]"
