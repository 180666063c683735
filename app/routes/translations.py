"""Translations for those who write and review them: queues, one of them whole, what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.http.acting import Reading, Translating
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.http.translation_examples import translation_example
from app.http.translation_parts import AskedUnits, UnitId, acting
from app.http.waiting import waited
from app.rendering.translations import (
    page_document,
    progress_document,
    proposal_document,
    unit_document,
    verdict_document,
    whole_document,
)
from app.reviewing import acting as acts
from app.reviewing.acting import Assignment
from app.reviewing.approving import approve, approve_many, preview
from app.reviewing.looking import whole
from app.reviewing.prefilling import prefill, proposals
from app.reviewing.queues import page_of, progress
from app.reviewing.records import Seen
from app.reviewing.undoing import undo
from app.wire import translation_questions as asked
from app.wire import translations as wire
from app.wire.translation_questions import UnitAct

if TYPE_CHECKING:
    from app.editing.records import By
    from app.reviewing.records import Entry
    from app.reviewing.review import Review

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/translations", tags=["translations"])

_WRITES = (409, 412, 413, 415, 428)


@router.get(
    "",
    operation_id="translations",
    responses=private_answers(wire.UnitList, translation_example("units")),
)
async def translations(
    app: ServicesOfApp,
    _: Reading,
    wanted: AskedUnits,
    cursor: Annotated[
        str,
        Query(
            description="`next` of the page before.",
            json_schema_extra={"pattern": "^([0-9a-f]{20})?$"},
        ),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=1000, description="Units of a page at most.")] = 100,
) -> Response:
    """The queue of a language, or a part of it, in the order in which it is worked through."""

    def listed() -> dict[str, Any]:
        board = app.review.now()
        return page_document(board, page_of(board, wanted, after=cursor, limit=limit))

    return private(await waited(app, listed))


@router.get(
    "/progress",
    operation_id="translation-progress",
    responses=private_answers(wire.TranslationProgress, translation_example("progress")),
)
async def progress_(app: ServicesOfApp, _: Reading) -> Response:
    """How far each language is."""

    def told() -> dict[str, Any]:
        board = app.review.now()
        return progress_document(board, progress(board))

    return private(await waited(app, told))


@router.post(
    "/approvals",
    operation_id="approve-translations",
    responses=private_answers(
        wire.ApprovalList, translation_example("approvals"), 409, 412, 413, 415
    ),
)
async def approvals(
    app: ServicesOfApp, actor: Translating, question: asked.ApprovalsQuestion
) -> Response:
    """Approve many, each as it was read: all of them, or none; or say first what would become of each."""
    seen = [Seen(it.id, it.etag) for it in question.items]
    by = acting(actor)
    if question.preview:
        verdicts = await waited(app, preview, app.review, seen, by)
        return private({"items": [verdict_document(it) for it in verdicts]})
    found = await waited(app, approve_many, app.review, seen, by)
    return private({"items": [unit_document(it) for it in found]})


@router.post(
    "/approvals/undoing",
    operation_id="undo-approvals",
    responses=private_answers(wire.ApprovalList, translation_example("assigned"), *_WRITES[:4]),
)
async def undoing(
    app: ServicesOfApp, actor: Translating, question: asked.UndoingQuestion
) -> Response:
    """Take approvals back, all of them or none: each unit stands again where it stood before."""
    seen = [Seen(it.id, it.etag) for it in question.items]
    found = await waited(app, undo, app.review, seen, acting(actor))
    return private({"items": [unit_document(it) for it in found]})


@router.post(
    "/prefills",
    operation_id="prefill-translations",
    responses=private_answers(wire.ApprovalList, translation_example("prefills"), 409, 413, 415),
)
async def prefills(
    app: ServicesOfApp, actor: Translating, question: asked.PrefillsQuestion
) -> Response:
    """Put official wording, or what the very same source was translated by, into what is missing.

    These count as machine texts until somebody has read them; with `preview` nothing is written.
    """
    if question.preview:
        found = await waited(app, proposals, app.review, app.officials, question.units)
    else:
        found = await waited(app, prefill, app.review, app.officials, question.units, acting(actor))
    return private({"items": [proposal_document(it) for it in found]})


@router.post(
    "/assignments",
    operation_id="assign-translations",
    responses=private_answers(wire.ApprovalList, translation_example("assigned"), 409, 413, 415),
)
async def assignments(
    app: ServicesOfApp, actor: Translating, question: asked.AssignmentsQuestion
) -> Response:
    """Say who is to get on with these units, of which organisation, and how urgently."""
    given = Assignment(
        to=question.to, organisation=question.organisation, priority=question.priority
    )
    found = await waited(app, acts.assign, app.review, question.units, given, acting(actor))
    return private({"items": [unit_document(it) for it in found]})


@router.get(
    "/{unit}",
    operation_id="translation",
    responses=private_answers(wire.WholeUnit, translation_example("whole")),
)
async def translation(app: ServicesOfApp, _: Reading, unit: UnitId) -> Response:
    """One unit whole: its texts, what helps with it, what is odd, who uses it, and its story."""
    _board, found = await waited(app, whole, app.review, app.officials, unit)
    return private(whole_document(found), found.entry.etag)


@router.put(
    "/{unit}/text",
    operation_id="write-translation",
    responses=private_answers(wire.TranslationUnit, translation_example("unit"), *_WRITES),
)
async def write(
    app: ServicesOfApp,
    actor: Translating,
    unit: UnitId,
    etags: IfMatch,
    question: asked.TextQuestion,
) -> Response:
    """Write a translation: a draft, a text for those who review, or one that a machine suggests."""
    by = acting(actor)
    step = {"save": acts.save, "suggest": acts.suggest}.get(question.step)
    act = (
        partial(step, app.review, unit, question.text, by, etags=etags)
        if step
        else partial(acts.submit, app.review, unit, by, text=question.text, etags=etags)
    )
    return _unit(await waited(app, act))


@router.delete(
    "/{unit}/text",
    operation_id="withdraw-translation",
    responses=private_answers(wire.TranslationUnit, translation_example("unit"), 409, 412, 428),
)
async def withdraw(
    app: ServicesOfApp, actor: Translating, unit: UnitId, etags: IfMatch
) -> Response:
    """Take back what was proposed: the unit stands again where its texts say."""
    act = partial(acts.withdraw, app.review, unit, acting(actor), etags=etags)
    return _unit(await waited(app, act))


@router.post(
    "/{unit}/acts",
    operation_id="act-on-translation",
    responses=private_answers(wire.TranslationUnit, translation_example("unit"), *_WRITES),
)
async def act_on(
    app: ServicesOfApp,
    actor: Translating,
    unit: UnitId,
    etags: IfMatch,
    question: asked.ActQuestion,
) -> Response:
    """Submit, approve, take an approval back, send back, flag or comment on a translation."""
    act = _ACTS[question.act]
    return _unit(await waited(app, act, app.review, unit, question.text, acting(actor), etags))


def _submit(review: Review, unit: str, _: str, by: By, etags: tuple[str, ...]) -> Entry:
    return acts.submit(review, unit, by, etags=etags)


def _approve(review: Review, unit: str, _: str, by: By, etags: tuple[str, ...]) -> Entry:
    return approve(review, unit, by, etags=etags)


def _undo(review: Review, unit: str, _: str, by: By, etags: tuple[str, ...]) -> Entry:
    return undo(review, [Seen(unit, it) for it in etags], by)[0]


def _send_back(review: Review, unit: str, text: str, by: By, etags: tuple[str, ...]) -> Entry:
    return acts.send_back(review, unit, text, by, etags=etags)


def _flag(review: Review, unit: str, text: str, by: By, etags: tuple[str, ...]) -> Entry:
    return acts.flag(review, unit, text, by, etags=etags)


def _unflag(review: Review, unit: str, _: str, by: By, etags: tuple[str, ...]) -> Entry:
    return acts.unflag(review, unit, by, etags=etags)


def _comment(review: Review, unit: str, text: str, by: By, _: tuple[str, ...]) -> Entry:
    return acts.comment(review, unit, text, by)


_ACTS: dict[UnitAct, Callable[..., Entry]] = {
    UnitAct.SUBMIT: _submit,
    UnitAct.APPROVE: _approve,
    UnitAct.UNDO: _undo,
    UnitAct.SEND_BACK: _send_back,
    UnitAct.FLAG: _flag,
    UnitAct.UNFLAG: _unflag,
    UnitAct.COMMENT: _comment,
}


def _unit(entry: Entry) -> Response:
    return private(unit_document(entry), entry.etag)
