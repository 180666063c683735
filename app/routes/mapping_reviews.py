"""The review of a mapping set for editors: what there is to judge, judging it, undoing, asking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.auth.roles import Actor
from app.http.acting import Mapping_, Reading
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.mapping_review_examples import review_example
from app.http.mapping_review_parts import AskedConcepts, ConceptId, SetName, by_now
from app.http.paging import AskedPage, cursor_of, list_id, place_of
from app.http.private import private, private_answers
from app.http.services import Services
from app.http.waiting import waited
from app.mapping_review.asking import answer, ask
from app.mapping_review.cases import case_of
from app.mapping_review.deciding import Wish, decide, put_off, undo
from app.mapping_review.opening import open_draft
from app.mapping_review.queue import board_of
from app.mapping_review.records import DecisionRecord
from app.rendering.mapping_reviews import (
    board_document,
    case_document,
    decision_document,
    entry_document,
    question_document,
)
from app.wire import mapping_review_questions as asked
from app.wire import mapping_reviews as wire
from taxonomy.choosing import Pick, Verdict

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/mapping-reviews/{name}", tags=["mapping reviews"])

_MOST = 2**31 - 1
_WRITES = (409, 412, 413, 415, 428)
_Number = Annotated[int, Path(ge=1, le=_MOST, description="The number of a question.")]


@router.get(
    "",
    operation_id="mapping-review",
    responses=private_answers(wire.MappingReview, review_example("review")),
)
async def review(app: ServicesOfApp, actor: Reading, name: SetName) -> Response:
    """How far the review of the set is, by queue and by kind."""
    return private(board_document(await waited(app, board_of, app.parts.engine, name, actor.name)))


@router.post(
    "/draft",
    operation_id="open-mapping-draft",
    responses=private_answers(wire.MappingReview, review_example("review"), 409),
)
async def draft(app: ServicesOfApp, actor: Mapping_, name: SetName) -> Response:
    """Open the draft of the set's next edition, where none is open."""
    await waited(app, open_draft, app.parts.engine, name, by_now(app, actor))
    return private(board_document(await waited(app, board_of, app.parts.engine, name, actor.name)))


@router.get(
    "/concepts",
    operation_id="reviewed-concepts",
    responses=private_answers(wire.ReviewedConcepts, review_example("concepts")),
)
async def concepts(
    app: ServicesOfApp, actor: Reading, name: SetName, wanted: AskedConcepts, page: AskedPage
) -> Response:
    """The concepts in the order of work: re-opened ones, then the likeliest, then those without a candidate."""
    board = await waited(app, board_of, app.parts.engine, name, actor.name)
    found = board.listed(wanted)
    key = list_id(board.record.full_name, repr(wanted))
    start = place_of(page.cursor, key, _MOST)
    end = start + page.limit
    content: dict[str, Any] = {
        "items": [entry_document(it) for it in found[start:end]],
        "total": len(found),
    }
    return private({**content, "next": cursor_of(key, end)} if end < len(found) else content)


@router.get(
    "/concepts/{id:path}/case",
    operation_id="mapping-case",
    responses=private_answers(wire.MappingCase, review_example("case")),
)
async def case(app: ServicesOfApp, _: Reading, name: SetName, id: ConceptId) -> Response:
    """One concept with its candidates, what changed, what people decided and asked."""
    found = await waited(app, case_of, app.parts.engine, name, id)
    return private(case_document(found), found.etag)


@router.put(
    "/concepts/{id:path}/decision",
    operation_id="decide-mapping",
    responses=private_answers(wire.MappingDecision, review_example("decision"), *_WRITES),
)
async def decide_(
    app: ServicesOfApp,
    actor: Mapping_,
    name: SetName,
    id: ConceptId,
    etags: IfMatch,
    question: asked.VerdictQuestion,
) -> Response:
    """Say what the concept is mapped to, or that nothing fits: in the draft of the set, at once."""
    wish = Wish(id, _verdict(question), etags)
    (found,) = await waited(app, decide, app.parts.engine, name, [wish], by_now(app, actor))
    return private(decision_document(found))


@router.delete(
    "/concepts/{id:path}/decision",
    operation_id="undo-mapping",
    responses=private_answers(wire.MappingDecision, review_example("decision"), 409, 412, 428),
)
async def undo_(
    app: ServicesOfApp, actor: Mapping_, name: SetName, id: ConceptId, etags: IfMatch
) -> Response:
    """Undo the last decision about the concept: one's own, or anybody's where one reviews."""
    return await _moved(app, partial(undo, etags=etags), name, id, actor)


@router.post(
    "/concepts/{id:path}/put-off",
    operation_id="put-off-mapping",
    responses=private_answers(wire.MappingDecision, review_example("decision"), 409, 412, 428),
)
async def put_off_(
    app: ServicesOfApp, actor: Mapping_, name: SetName, id: ConceptId, etags: IfMatch
) -> Response:
    """Leave the concept to others."""
    return await _moved(app, partial(put_off, etags=etags), name, id, actor)


@router.post(
    "/decisions",
    operation_id="decide-mappings",
    responses=private_answers(
        wire.MappingDecisions, review_example("decisions"), *(409, 412, 413, 415)
    ),
)
async def decide_many(
    app: ServicesOfApp, actor: Mapping_, name: SetName, question: asked.VerdictsQuestion
) -> Response:
    """Decide about many concepts, each named with the ETag it was read with: all of them, or none."""
    wishes = [Wish(it.concept, _verdict(it), (it.etag,)) for it in question.items]
    found = await waited(app, decide, app.parts.engine, name, wishes, by_now(app, actor))
    return private({"items": [decision_document(it) for it in found]})


@router.post(
    "/concepts/{id:path}/questions",
    operation_id="ask-about-mapping",
    responses=private_answers(wire.MappingQuestion, review_example("question"), 409, 413, 415),
)
async def ask_(
    app: ServicesOfApp, actor: Mapping_, name: SetName, id: ConceptId, question: asked.AskQuestion
) -> Response:
    """Ask a colleague, or anybody; the question stands in the queue until it is answered."""
    act = partial(ask, of=question.of)
    found = await waited(app, act, app.parts.engine, name, id, question.text, by_now(app, actor))
    return private(question_document(found))


@router.put(
    "/questions/{number}/answer",
    operation_id="answer-about-mapping",
    responses=private_answers(wire.MappingQuestion, review_example("question"), 409, 413, 415),
)
async def answer_(
    app: ServicesOfApp,
    actor: Mapping_,
    name: SetName,
    number: _Number,
    question: asked.ReplyQuestion,
) -> Response:
    """Answer a question, once."""
    by = by_now(app, actor)
    found = await waited(app, answer, app.parts.engine, name, number, question.text, by)
    return private(question_document(found))


async def _moved(
    app: Services, act: Callable[..., DecisionRecord], name: str, id: str, actor: Actor
) -> Response:
    found = await waited(app, act, app.parts.engine, name, id, by_now(app, actor))
    return private(decision_document(found))


def _verdict(question: asked.VerdictQuestion) -> Verdict:
    picks = tuple(Pick(it.object, it.predicate) for it in question.picks)
    return Verdict(picks=picks, reason=question.reason)
