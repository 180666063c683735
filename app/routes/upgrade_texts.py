"""The wordings of an incoming release for their reviewers, and tables to take away."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.db.upgrades import ItemFilter
from app.http.acting import Reading, Translating
from app.http.computing import computed
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.paging import AskedPage
from app.http.private import NO_STORE, private, private_answers
from app.http.upgrade_examples import upgrade_example
from app.http.upgrade_parts import UpgradeName, acting, behind, page_of
from app.rendering.upgrades import text_document
from app.upgrading.listing import items_of, upgrade_of
from app.upgrading.sheets import as_csv, as_xlsx
from app.upgrading.translations import (
    COMMENT,
    Remark,
    TextRecord,
    comments_table,
    remark,
    texts_of,
    texts_table,
)
from app.wire import upgrade_questions as asked
from app.wire import upgrades as wire
from taxonomy.media_types import CSV

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/upgrades", tags=["upgrades"])

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 2**31 - 1


class TextLanguage(StrEnum):
    """A language that wordings are checked in."""

    NL = "nl"
    FR = "fr"


class TextState(StrEnum):
    """What is said of a wording."""

    OPEN = "open"
    FINE = "fine"
    COMMENT = "comment"


class Table(StrEnum):
    """A table to take away."""

    DECISIONS_CSV = "decisions.csv"
    DECISIONS_XLSX = "decisions.xlsx"
    TEXTS_CSV = "texts.csv"
    TEXTS_XLSX = "texts.xlsx"
    COMMENTS_CSV = "comments.csv"
    COMMENTS_XLSX = "comments.xlsx"


@router.get(
    "/{name}/texts",
    operation_id="upgrade-texts",
    responses=private_answers(wire.TextList, upgrade_example("texts")),
)
async def texts(
    app: ServicesOfApp,
    _: Reading,
    name: UpgradeName,
    page: AskedPage,
    language: Annotated[TextLanguage | None, Query(description="Only in this language.")] = None,
    state: Annotated[TextState | None, Query(description="Only in this state.")] = None,
) -> Response:
    """The nl and fr wording of what is new or changed, with the English one."""
    key = (name, "texts", language, state)
    after, limit = behind(page, *key), page.limit + 1

    def listed() -> list[TextRecord]:
        engine = app.parts.engine
        return texts_of(engine, name, lang=language, state=state, after=after, limit=limit)

    found = await anyio.to_thread.run_sync(listed, limiter=app.loading)
    shown = [text_document(it) for it in found]
    return private(page_of(shown, [it.place for it in found], page, *key))


@router.put(
    "/{name}/texts/{number}",
    operation_id="remark-on-upgrade-text",
    responses=private_answers(wire.Text, upgrade_example("text"), *(409, 412, 413, 415, 428)),
)
async def remark_(
    app: ServicesOfApp,
    actor: Translating,
    name: UpgradeName,
    number: Annotated[int, Path(ge=0, le=_MOST, description="The number of a wording.")],
    etags: IfMatch,
    question: asked.RemarkQuestion,
) -> Response:
    """Say that a wording is fine, or comment on it and propose another one."""
    said = Remark(question.state, question.comment, question.proposal)
    by = acting(app, actor)

    def remarked() -> TextRecord:
        return remark(app.parts.engine, name, number, said, by, etags=etags)

    found = await anyio.to_thread.run_sync(remarked, limiter=app.loading)
    return private(text_document(found), found.etag)


@router.get(
    "/{name}/tables/{file}",
    response_class=Response,
    operation_id="upgrade-table",
    responses={
        **private_answers(None, None),
        200: {
            "description": "The table",
            "content": {CSV.partition(";")[0]: {}, _XLSX: {}},
        },
    },
)
async def table(
    app: ServicesOfApp,
    _: Reading,
    name: UpgradeName,
    file: Annotated[Table, Path(description="Which table, in which format.")],
    owner: Annotated[
        str | None, Query(description="Decisions: only of this owner.", max_length=200)
    ] = None,
) -> Response:
    """Decisions or wordings to be filled in, or the comments for those who translate the scheme."""
    body = await computed(app, _table, app, name, file, owner)
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{name}-{file}"'}
    return Response(body, media_type=_XLSX if file.endswith("xlsx") else CSV, headers=headers)


def _table(app: ServicesOfApp, name: str, file: Table, owner: str | None) -> bytes:
    engine, workbook = app.parts.engine, file.endswith(".xlsx")
    upgrade = upgrade_of(engine, name)
    if file.startswith("decisions"):
        found, _ = items_of(engine, name, ItemFilter(owner=owner))
        return (as_xlsx if workbook else as_csv)(upgrade, found)
    if file.startswith("texts"):
        return texts_table(name, texts_of(engine, name), workbook=workbook)
    release = upgrade.scheme, upgrade.to_version
    told = texts_of(engine, name, state=COMMENT)
    return comments_table(name, release, told, workbook=workbook)
