"""Files of mappings that people send: kept, read, looked at, taken into the draft of a set, let go of."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from app.filing.mappings import Looked, Taking, asked_of
from app.http.acting import Mapping_
from app.http.changeset_parts import now_by
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.describing import of_files
from app.http.import_examples import MAPPINGS_FILE
from app.http.paging import AskedPage
from app.http.private import private, private_answers
from app.http.upgrade_parts import behind, page_of
from app.http.waiting import waited
from app.mapping_imports import Planned
from app.rendering.mapping_imports import mapping_import_document, plan_items, plan_summary
from app.wire import mapping_imports as wire
from taxonomy.findings import Finding, Severity
from taxonomy.mapping import Mapping, MappingSet, Side
from taxonomy.vocabulary import MappingPredicate, MappingState

if TYPE_CHECKING:
    from app.filing.records import ImportRecord

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/mapping-imports", tags=["mapping reviews"])

_MEDIA_TYPES = (
    "text/tab-separated-values",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/zip",
    "application/octet-stream",
)
_WRITES = (403, 409, 412, 413, 415, 428)
Number = Annotated[int, Path(description="The number of a file.", examples=[1], ge=1, le=2**31 - 1)]
_Release = Annotated[
    str,
    Query(description="Where the file does not tell it, such as competent/3.8.", max_length=130),
]


async def _reading(
    subject: _Release = "",
    object: _Release = "",  # noqa: A002 -- as the parameter is called
    direction: Annotated[
        Literal["", "2-to-1", "1-to-2"],
        Query(description="How the relation of a table of EURES reads, where the table misleads."),
    ] = "",
) -> dict[str, str]:
    """How the file is to be read."""
    return asked_of(subject, object, direction)


AskedReading = Annotated[dict[str, str], Depends(_reading)]
_SAID = Mapping(
    subject_id="6b1f0a52-0d61-4d8b-9f0e-2f7a1c3f1a10",
    predicate=MappingPredicate.NARROW,
    object_id="http://data.europa.eu/esco/occupation/7ab2d7a4-9d2a-4f6c-8f0d-1d1c5a5d0c11",
    state=MappingState.ACCEPTED,
    subject_label="Slager",
    object_label="islamitisch slager",
    source="BE_occupations.csv, row 14",
)
_GIVEN = MappingSet.of(Side("competent", "3.8"), Side("esco", "1.0.3"), [_SAID])
_NOTICED = Finding(
    severity=Severity.WARNING,
    code="concept-unknown",
    message="object http://data.europa.eu/esco/skill/1 is not in esco/1.0.3; kept as it stands",
)
_LOOKED = Looked(MAPPINGS_FILE, _GIVEN, Planned(None, [_SAID], 0, []), (_NOTICED,))
_ONE = mapping_import_document(MAPPINGS_FILE, MAPPINGS_FILE.created_at)
_CHANGES: dict[str, Any] = {"items": plan_items([_SAID]), **plan_summary(_LOOKED)}


@router.get(
    "",
    operation_id="mapping-imports",
    responses=private_answers(wire.MappingImportList, {"items": [_ONE]}),
)
async def listed(app: ServicesOfApp, actor: Mapping_) -> Response:
    """Your files of mappings that wait to be taken or discarded, and those that were taken lately."""
    return _listed(await waited(app, app.mapping_files.kept, now_by(actor)))


@router.post(
    "",
    operation_id="send-mapping-import",
    responses=private_answers(wire.MappingImport, _ONE, 409, 413, 415),
    openapi_extra=of_files(*_MEDIA_TYPES),
)
async def send(
    app: ServicesOfApp,
    request: Request,
    actor: Mapping_,
    asked: AskedReading,
    name: Annotated[
        str, Query(description="What the file is called; its ending counts.", max_length=200)
    ] = "file.tsv",
) -> Response:
    """Send a set in SSSOM/TSV, a table of EURES, or a zip of such tables, to be read and looked at.

    It is kept for you for 14 days, or until you take or discard it. The same file twice is one.
    """
    data = io.BytesIO(await request.body())
    keep = partial(app.mapping_files.send, asked=asked)
    return _shown(await waited(app, keep, name or "file.tsv", data, now_by(actor)))


@router.get(
    "/{number}",
    operation_id="mapping-import",
    responses=private_answers(wire.MappingImport, _ONE),
)
async def one(app: ServicesOfApp, actor: Mapping_, number: Number) -> Response:
    """How far the reading of a file is, and what was found in it."""
    return _shown(await waited(app, app.mapping_files.get, number, now_by(actor)))


@router.get(
    "/{number}/changes",
    operation_id="mapping-import-changes",
    responses=private_answers(wire.MappingImportChanges, _CHANGES, 409),
)
async def changes(
    app: ServicesOfApp,
    actor: Mapping_,
    number: Number,
    page: AskedPage,
    act: Annotated[
        Literal["added", "unlisted"],
        Query(description="What it adds, or what an earlier file listed and it does not."),
    ] = "added",
) -> Response:
    """What the file would make of the newest edition of its set as it is now."""
    looked = await waited(app, app.mapping_files.look, number, now_by(actor))
    name = ("mapping-import-changes", number, act)
    start = behind(page, *name) + 1
    found = looked.plan.added if act == "added" else looked.plan.unlisted
    items = plan_items(found[start : start + page.limit + 1])
    content = page_of(items, range(start, start + len(items)), page, *name)
    return private({**content, **plan_summary(looked)})


@router.post(
    "/{number}/draft",
    operation_id="take-mapping-import",
    responses=private_answers(wire.MappingImport, _ONE, *_WRITES),
)
async def take(
    app: ServicesOfApp,
    actor: Mapping_,
    number: Number,
    etags: IfMatch,
    question: wire.TakeMappingsQuestion,
) -> Response:
    """Take the file into the draft of its set: it is `taking`, and then `taken` and names the set."""
    wish = Taking(stated=question.stated, replace_=question.replace)
    act = partial(app.mapping_files.take, etags=etags, lenient=question.lenient)
    return _shown(await waited(app, act, number, wish, now_by(actor)))


@router.delete(
    "/{number}",
    operation_id="discard-mapping-import",
    responses=private_answers(wire.MappingImportList, {"items": [_ONE]}, 409, 412, 428),
)
async def discard(app: ServicesOfApp, actor: Mapping_, number: Number, etags: IfMatch) -> Response:
    """Let go of a file; those that are left are told."""
    by = now_by(actor)

    def discarded() -> list[ImportRecord]:
        app.mapping_files.discard(number, by, etags=etags)
        return app.mapping_files.kept(by)

    return _listed(await waited(app, discarded))


def _listed(found: list[ImportRecord]) -> Response:
    return private({"items": [mapping_import_document(it, datetime.now(UTC)) for it in found]})


def _shown(found: ImportRecord) -> Response:
    return private(mapping_import_document(found, datetime.now(UTC)), found.etag)
