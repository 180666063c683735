"""Changesets for editors: begun, talked about, sent on, accepted, undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.editing import accepting, changesets, talking, undoing
from app.editing.changesets import Purpose
from app.editing.outlooks import outlook_of
from app.editing.records import By, ChangesetRecord
from app.http.acting import Reading, Translating
from app.http.changeset_examples import changeset_example
from app.http.changeset_parts import AskedChangesets, ChangesetNumber, now_by
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.paging import AskedPage
from app.http.private import private, private_answers
from app.http.services import Services
from app.http.upgrade_parts import behind, page_of
from app.http.waiting import waited
from app.rendering.changesets import (
    change_document,
    changeset_document,
    comments_document,
    outlook_document,
)
from app.wire import changeset_questions as asked
from app.wire import changesets as wire
from app.wire.changeset_questions import ChangesetMove as Move

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/changesets", tags=["editing"])

_MOST = 2**31 - 1
_WRITES = (409, 412, 413, 415, 428)


@router.get(
    "",
    operation_id="changesets",
    responses=private_answers(wire.ChangesetList, changeset_example("changesets")),
)
async def listed(
    app: ServicesOfApp, _: Reading, wanted: AskedChangesets, page: AskedPage
) -> Response:
    """The changesets, or some of them, the newest first."""
    key = ("changesets", repr(wanted))
    after = behind(page, *key)
    before = _MOST - after if after >= 0 else 0
    found, states = await waited(app, _listed(app, wanted, before, page.limit + 1))
    places = [_MOST - it.key for it in found]
    content = page_of([changeset_document(it) for it in found], places, page, *key)
    return private({**content, "states": states})


@router.post(
    "",
    operation_id="begin-changeset",
    responses=private_answers(wire.Changeset, changeset_example("changeset"), 413, 415),
)
async def begin(app: ServicesOfApp, actor: Translating, question: asked.BeginQuestion) -> Response:
    """Begin a changeset."""
    purpose = Purpose(question.title, question.reason)
    told = (question.scheme, purpose, now_by(actor))
    return _shown(await waited(app, changesets.begin, app.parts.engine, *told))


@router.get(
    "/{key}",
    operation_id="changeset",
    responses=private_answers(wire.Changeset, changeset_example("changeset")),
)
async def one(app: ServicesOfApp, _: Reading, key: ChangesetNumber) -> Response:
    """A changeset as it stands."""
    return _shown(await waited(app, changesets.changeset_of, app.parts.engine, key))


@router.patch(
    "/{key}",
    operation_id="describe-changeset",
    responses=private_answers(wire.Changeset, changeset_example("changeset"), *_WRITES),
)
async def describe(
    app: ServicesOfApp,
    actor: Translating,
    key: ChangesetNumber,
    etags: IfMatch,
    question: asked.DescribeQuestion,
) -> Response:
    """Title and reason of a changeset."""
    purpose, by = Purpose(question.title, question.reason), now_by(actor)

    def described() -> ChangesetRecord:
        return changesets.describe(app.parts.engine, key, purpose, by, etags=etags)

    return _shown(await waited(app, described))


@router.get(
    "/{key}/changes",
    operation_id="changeset-changes",
    responses=private_answers(wire.ChangedList, changeset_example("changes")),
)
async def changes(
    app: ServicesOfApp, _: Reading, key: ChangesetNumber, page: AskedPage
) -> Response:
    """What a changeset makes of each concept, field by field."""
    name = ("changes", key)
    after = behind(page, *name)

    def found() -> Any:
        return changesets.changes_of(
            app.parts.engine, key, after=max(after, 0), limit=page.limit + 1
        )

    rows, total = await waited(app, found)
    # a page begins with the concept that its cursor names, and the record is asked behind a number
    places = [0, *(it.concept_key + 1 for it in rows)]
    content = page_of([change_document(it) for it in rows], places, page, *name)
    return private({**content, "total": total})


@router.get(
    "/{key}/outlook",
    operation_id="changeset-outlook",
    responses=private_answers(wire.Outlook, changeset_example("outlook")),
)
async def outlook(app: ServicesOfApp, _: Reading, key: ChangesetNumber) -> Response:
    """What would become of a changeset now: findings, conflicts, how many people it needs."""
    return private(outlook_document(await waited(app, outlook_of, app.desk, key)))


@router.get(
    "/{key}/comments",
    operation_id="changeset-comments",
    responses=private_answers(wire.CommentList, changeset_example("comments")),
)
async def comments(app: ServicesOfApp, _: Reading, key: ChangesetNumber) -> Response:
    """What was said of a changeset."""
    found = await waited(app, talking.comments_of, app.parts.engine, key)
    return private({"items": comments_document(found)})


@router.post(
    "/{key}/comments",
    operation_id="comment-on-changeset",
    responses=private_answers(wire.CommentList, changeset_example("comments"), 413, 415),
)
async def comment(
    app: ServicesOfApp, actor: Reading, key: ChangesetNumber, question: asked.CommentQuestion
) -> Response:
    """Say something of a changeset, or of a concept in it."""

    def said() -> Any:
        return talking.comment_on(
            app.parts.engine, key, question.text, now_by(actor), concept_id=question.concept
        )

    return private({"items": comments_document(await waited(app, said))})


@router.post(
    "/{key}/moves",
    operation_id="move-changeset",
    responses=private_answers(wire.Changeset, changeset_example("changeset"), *_WRITES),
)
async def move(
    app: ServicesOfApp,
    actor: Translating,
    key: ChangesetNumber,
    etags: IfMatch,
    question: asked.ChangesetMoveQuestion,
) -> Response:
    """Submit, take back, accept, send back, discard or undo a changeset.

    Undoing answers with the new changeset that leads back.
    """
    by = now_by(actor)

    def moved() -> ChangesetRecord:
        return _MOVES[question.move](app, key, question.text, by, etags)

    return _shown(await waited(app, moved))


_MOVES: dict[Move, Callable[[Services, int, str, By, tuple[str, ...]], ChangesetRecord]] = {
    Move.SUBMIT: lambda app, key, _, by, etags: accepting.submit(app.desk, key, by, etags=etags),
    Move.ACCEPT: lambda app, key, _, by, etags: accepting.accept(app.desk, key, by, etags=etags),
    Move.TAKE_BACK: lambda app, key, _, by, etags: changesets.take_back(
        app.parts.engine, key, by, etags=etags
    ),
    Move.SEND_BACK: lambda app, key, text, by, etags: changesets.send_back(
        app.parts.engine, key, text, by, etags=etags
    ),
    Move.DISCARD: lambda app, key, _, by, etags: changesets.discard(
        app.parts.engine, key, by, etags=etags
    ),
    Move.UNDO: lambda app, key, _, by, __: undoing.undo(app.parts.engine, key, by),
}
"""What is done with a changeset, and what does it."""


def _listed(app: Services, wanted: Any, before: int, limit: int) -> Callable[[], Any]:
    asked_for = replace(wanted, scheme="")
    return lambda: changesets.changesets_of(app.parts.engine, asked_for, before=before, limit=limit)


def _shown(found: ChangesetRecord) -> Response:
    return private(changeset_document(found), found.etag)
