"""Files that editors send: kept, read, looked at, taken into a changeset, let go of."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from app.editing.taking import Wish
from app.http.acting import Editing
from app.http.changeset_parts import now_by
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.describing import of_files
from app.http.import_examples import import_example
from app.http.paging import AskedPage, PageQuery
from app.http.private import private, private_answers
from app.http.services import Services
from app.http.upgrade_parts import behind, page_of
from app.http.waiting import waited
from app.rendering.imports import change_items, changes_summary, import_document, left_items
from app.wire import imports as wire

if TYPE_CHECKING:
    from app.auth.roles import Actor
    from app.filing.concepts import Looked
    from app.filing.records import ImportRecord
    from app.rendering.concepts import Json

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/changesets/imports", tags=["editing"])

_MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv",
    "application/zip",
    "application/octet-stream",
)
_WRITES = (409, 412, 413, 415, 428)
Number = Annotated[int, Path(description="The number of a file.", examples=[1], ge=1, le=2**31 - 1)]


class Sought(NamedTuple):
    """A part of a file that is looked at: as made from which release, whether it overwrites, which page."""

    base: str
    overwrite: bool | None
    page: PageQuery


async def _sought(
    page: AskedPage,
    base: Annotated[
        str,
        Query(description="The release that it was made from; else the last one.", max_length=64),
    ] = "",
    overwrite: Annotated[
        bool | None, Query(description="As if it might change approved texts.")
    ] = None,
) -> Sought:
    """What the query asks for."""
    return Sought(base, overwrite, page)


AskedSought = Annotated[Sought, Depends(_sought)]


@router.get(
    "",
    operation_id="imports",
    responses=private_answers(wire.ImportList, import_example("imports")),
)
async def listed(app: ServicesOfApp, actor: Editing) -> Response:
    """Your files that wait to be taken or discarded, and those that were taken lately."""
    found = await waited(app, app.files.kept, now_by(actor))
    return private({"items": [import_document(it, _now()) for it in found]})


@router.post(
    "",
    operation_id="send-import",
    responses=private_answers(wire.Import, import_example("import"), 409, 413, 415),
    openapi_extra=of_files(*_MEDIA_TYPES),
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
    return _shown(await waited(app, app.files.keep, name or "file.xlsx", data, now_by(actor)))


@router.get(
    "/{number}",
    operation_id="import",
    responses=private_answers(wire.Import, import_example("import")),
)
async def one(app: ServicesOfApp, actor: Editing, number: Number) -> Response:
    """How far the reading of a file is, and what was found in it."""
    return _shown(await waited(app, app.files.get, number, now_by(actor)))


@router.get(
    "/{number}/changes",
    operation_id="import-changes",
    responses=private_answers(wire.ImportChanges, import_example("changes"), 409),
)
async def changes(
    app: ServicesOfApp, actor: Editing, number: Number, sought: AskedSought
) -> Response:
    """What the file would change in the draft as it is now, field by field."""
    looked, start, most = await _looked(app, actor, sought, ("import-changes", number))
    items = change_items(looked, start, most)
    return _page(items, sought, start, ("import-changes", number), changes_summary(looked))


@router.get(
    "/{number}/left",
    operation_id="import-left",
    responses=private_answers(wire.ImportLeft, import_example("left"), 409),
)
async def left(app: ServicesOfApp, actor: Editing, number: Number, sought: AskedSought) -> Response:
    """What stays as it is although the file says otherwise, by row, and why."""
    looked, start, most = await _looked(app, actor, sought, ("import-left", number))
    items, codes = left_items(looked, start, most)
    return _page(items, sought, start, ("import-left", number), {"codes": codes})


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

    return _shown(await waited(app, taken))


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

    found = await waited(app, discarded)
    return private({"items": [import_document(it, _now()) for it in found]})


async def _looked(
    app: Services, actor: Actor, sought: Sought, name: tuple[str, int]
) -> tuple[Looked, int, int]:
    """What a file would lead to, from which place on it is told, and how much of it."""
    wish = Wish(title="", base=sought.base, overwrite=bool(sought.overwrite))
    start = behind(sought.page, *name, *sought[:2]) + 1
    looked = await waited(app, app.files.look, name[1], wish, now_by(actor))
    return looked, start, sought.page.limit + 1


def _page(
    items: list[Json], sought: Sought, start: int, name: tuple[str, int], more: Json
) -> Response:
    places = range(start, start + len(items))
    return private({**page_of(items, places, sought.page, *name, *sought[:2]), **more})


def _shown(found: ImportRecord) -> Response:
    return private(import_document(found, _now()), found.etag)


def _now() -> datetime:
    return datetime.now(UTC)
