"""The release desk over HTTP: a draft is published, a candidate moved, a release withdrawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import anyio.to_thread
from fastapi import APIRouter, Path
from starlette.responses import Response

from app.context import Context
from app.editing import releasing
from app.http.acting import Publishing
from app.http.changeset_examples import changeset_example
from app.http.changeset_parts import DraftScheme, now_by
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.http.services import Services
from app.rendering.releases import release_summary
from app.wire.catalogue import ReleaseSummary
from app.wire.release_questions import (
    PublicationQuestion,
    ReleaseMove,
    ReleaseMoveQuestion,
    ShownAs,
)
from taxonomy.errors import InvalidQueryError
from taxonomy.versions import GRAMMAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.editing.records import By
    from taxonomy.model import Release

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial", tags=["editing"])

ExactVersion = Annotated[
    str,
    Path(
        description="A version, written as text.",
        examples=["3.12"],
        json_schema_extra={"pattern": f"^{GRAMMAR}$"},
    ),
]
_ANSWERS = private_answers(
    ReleaseSummary, changeset_example("release"), 404, 409, 412, 413, 415, 422
)


@router.post("/drafts/{scheme}/publication", operation_id="publish-draft", responses=_ANSWERS)
async def publish(
    app: ServicesOfApp, actor: Publishing, scheme: DraftScheme, question: PublicationQuestion
) -> Response:
    """Publish the draft, or show it as a candidate until the day on which it is to become current."""
    until = (question.until or ...) if question.shown_as is ShownAs.CANDIDATE else None
    if question.until and question.shown_as is ShownAs.RELEASE:
        message = "`until` is of a candidate: a release becomes current at once"
        raise InvalidQueryError(message)
    told = (_context(app), scheme, now_by(actor))
    act = partial(releasing.publish_draft, *told, seen=question.seen, until=until)
    return await _acted(app, act)


@router.post("/releases/{scheme}/{version}/moves", operation_id="move-release", responses=_ANSWERS)
async def move(
    app: ServicesOfApp,
    actor: Publishing,
    scheme: DraftScheme,
    version: ExactVersion,
    question: ReleaseMoveQuestion,
) -> Response:
    """Promote a candidate, move its day or give it up; withdraw a release."""
    act = _move(_context(app), (scheme, version), now_by(actor), question)
    return await _acted(app, act)


def _move(
    context: Context, name: tuple[str, str], by: By, asked: ReleaseMoveQuestion
) -> Callable[[], Release]:
    if asked.move is ReleaseMove.RESCHEDULE:
        if asked.until is None:
            message = "nothing says on which day it is to become current (`until`)"
            raise InvalidQueryError(message)
        why = asked.reason, asked.earlier
        return partial(releasing.move_day, context, name, asked.until, by, why=why)
    if asked.until or asked.earlier:
        message = "`until` and `earlier` go with `reschedule`"
        raise InvalidQueryError(message)
    if asked.move is ReleaseMove.PROMOTE:
        return partial(releasing.promote, context, *name, by, asked.reason)
    act = releasing.give_up if asked.move is ReleaseMove.ABANDON else releasing.withdraw_release
    return partial(act, context, *name, asked.reason, by)


async def _acted(app: Services, act: Callable[[], Release]) -> Response:
    """The release as it is now, which this worker shows at once."""
    made = await anyio.to_thread.run_sync(act, limiter=app.loading)
    await anyio.to_thread.run_sync(app.library.refresh, limiter=app.loading)
    return private(release_summary(made))


def _context(app: Services) -> Context:
    return Context(app.settings, app.parts.engine, app.parts.archive)
