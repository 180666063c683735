"""Files that editors send: kept, read, looked at, taken into a changeset, let go of."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import anyio.to_thread
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.editing.taking import Wish
from app.http.acting import Editing
from app.http.changeset_parts import now_by
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.import_examples import import_example
from app.http.paging import AskedPage, PageQuery
from app.http.private import private, private_answers
from app.http.services import Services
from app.http.upgrade_parts import behind, page_of
from app.rendering.imports import change_items, changes_summary, import_document, left_items
from app.wire import imports as wire

if TYPE_CHECKING:
    from app.auth.roles import Actor
    from app.editing.files import Looked
    from app.editing.import_records import ImportRecord

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/changesets/imports", tags=["editing"])

T = TypeVar("T")
_MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv",
    "application/zip",
    "application/octet-stream",
)
_WRITES = (409, 412, 413, 415, 428)
Number = Annotated[int, Path(description="The number of a file.", examples=[1], ge=1, le=2**31 - 1)]
Base = Annotated[
    str, Query(description="The release that it was made from; else the last one.", max_length=64)
]
Overwrite = Annotated[bool | None, Query(description="As if it might change approved texts.")]


@router.get(
    "",
    operation_id="imports",
    responses=private_answers(wire.ImportList, import_example("imports")),
)
async def listed(app: ServicesOfApp, actor: Editing) -> Response:
    """Your files that wait to be taken or discarded, and those that were taken lately."""
    found = await _asked(app, app.files.kept, now_by(actor))
    return private({"items": [import_document(it, _now()) for it in found]})


@router.post(
    "",
    operation_id="send-import",
    responses=private_answers(wire.Import, import_example("import"), 409, 413, 415),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                it: {"schema": {"type": "string", "format": "binary"}} for it in _MEDIA_TYPES
            },
        }
    },
)
async def send(
    app: ServicesOfApp,
    request: Request,
    actor: Editing,
    name: Annotated[
        str, Query(description="What the file is called; its ending counts.", max_length=200)
    ] = "file.xlsx",
) -> Response:
    """Send a release workbook, a table of concepts (.xlsx, .csv) or a csv.zip, to be read and looked at.

    It is kept for you for 14 days, or until you take or discard it. The same file twice is one.
    """
    data = io.BytesIO(await request.body())
    return _shown(await _asked(app, app.files.keep, name or "file.xlsx", data, now_by(actor)))


@router.get(
    "/{number}",
    operation_id="import",
    responses=private_answers(wire.Import, import_example("import")),
)
async def one(app: ServicesOfApp, actor: Editing, number: Number) -> Response:
    """How far the reading of a file is, and what was found in it."""
    return _shown(await _asked(app, app.files.get, number, now_by(actor)))


@router.get(
    "/{number}/changes",
    operation_id="import-changes",
    responses=private_answers(wire.ImportChanges, import_example("changes"), 409),
)
async def changes(
    app: ServicesOfApp,
    actor: Editing,
    number: Number,
    page: AskedPage,
    base: Base = "",
    overwrite: Overwrite = None,
) -> Response:
    """What the file would change in the draft as it is now, field by field."""
    looked = await _looked(app, actor, number, base, overwrite)
    name = ("import-changes", number, base, overwrite)
    start = _start(page, name)
    items = change_items(looked, start, page.limit + 1)
    content = page_of(items, range(start, start + len(items)), page, *name)
    return private({**content, **changes_summary(looked)})


@router.get(
    "/{number}/left",
    operation_id="import-left",
    responses=private_answers(wire.ImportLeft, import_example("left"), 409),
)
async def left(
    app: ServicesOfApp,
    actor: Editing,
    number: Number,
    page: AskedPage,
    base: Base = "",
    overwrite: Overwrite = None,
) -> Response:
    """What stays as it is although the file says otherwise, by row, and why."""
    looked = await _looked(app, actor, number, base, overwrite)
    name = ("import-left", number, base, overwrite)
    start = _start(page, name)
    items, codes = left_items(looked, start, page.limit + 1)
    content = page_of(items, range(start, start + len(items)), page, *name)
    return private({**content, "codes": codes})


@router.post(
    "/{number}/changeset",
    operation_id="take-import",
    responses=private_answers(wire.Import, import_example("import"), *_WRITES),
)
async def take(
    app: ServicesOfApp,
    actor: Editing,
    number: Number,
    etags: IfMatch,
    question: wire.TakeImportQuestion,
) -> Response:
    """Take the file into a new changeset: it is `taking`, and then `taken` and names the changeset."""
    wish = Wish(title=question.title, base=question.base, overwrite=question.overwrite)

    def taken() -> ImportRecord:
        return app.files.take(number, wish, now_by(actor), etags=etags, lenient=question.lenient)

    return _shown(await _asked(app, taken))


@router.delete(
    "/{number}",
    operation_id="discard-import",
    responses=private_answers(wire.ImportList, import_example("imports"), 409, 412, 428),
)
async def discard(app: ServicesOfApp, actor: Editing, number: Number, etags: IfMatch) -> Response:
    """Let go of a file; those that are left are told."""
    by = now_by(actor)

    def discarded() -> list[ImportRecord]:
        app.files.discard(number, by, etags=etags)
        return app.files.kept(by)

    found = await _asked(app, discarded)
    return private({"items": [import_document(it, _now()) for it in found]})


def _start(page: PageQuery, name: tuple[object, ...]) -> int:
    return behind(page, *name) + 1


async def _looked(
    app: Services,
    actor: Actor,
    number: int,
    base: str,
    overwrite: bool | None,  # noqa: FBT001 -- as it was asked
) -> Looked:
    wish = Wish(title="", base=base, overwrite=bool(overwrite))
    return await _asked(app, app.files.look, number, wish, now_by(actor))


def _shown(found: ImportRecord) -> Response:
    return private(import_document(found, _now()), found.etag)


def _now() -> datetime:
    return datetime.now(UTC)


async def _asked(app: Services, ask: Callable[..., T], *of: Any) -> T:
    """What the record says, in a thread of those that may wait for it."""
    return await anyio.to_thread.run_sync(ask, *of, limiter=app.loading)
