"""For matching engines: profiles for competences or for other profiles, one question or many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.errors import BodyTooLargeError
from app.http.answering import PIECE_BYTES, asked_once, streamed
from app.http.computing import computed
from app.http.dependencies import AskedLanguage, Served, ServedRelease
from app.http.describing import answers
from app.http.examples import example
from app.http.negotiation import asking, best
from app.http.usage import note_concepts
from app.rendering.concepts import Json, View
from app.rendering.matching import matched
from app.wire import match_questions as questions
from app.wire import matching as wire
from taxonomy.errors import TaxonomyError
from taxonomy.matching.asking import Question, answer
from taxonomy.matching.demands import counted_kinds
from taxonomy.matching.matcher import Share
from taxonomy.matching.understanding import Foreign
from taxonomy.media_types import JSON, NDJSON
from taxonomy.vocabulary import Kind

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}", tags=["matching"])

MOST_TOLD = 200_000
"""Competences of a question × profiles in its answer: each of these says which of those are left over."""
MOST_TOGETHER = 100_000
"""Competences, and profiles of the answers, of all questions of one request."""


@router.post(
    "/match",
    operation_id="match",
    responses=answers(wire.MatchAnswer, example("match"), 413, 415),
)
async def match(
    request: Request,
    served: ServedRelease,
    question: questions.MatchQuestion,
    language: AskedLanguage,
) -> Response:
    """The profiles or occupations that competences, or another profile, lead to, best first, with reasons.

    The score is the part of the demand that is met (coverage) or how alike both are (similarity),
    0–100; essential and rare competences weigh more.
    """
    kinds = counted_kinds(served.scheme, question.kinds)
    _refuse_too_much(question, question.limit)
    view = served.view(language)
    body = await computed(served.services, _answered, request, served, question, kinds, view)
    return asked_once(request, body, JSON, served.about)


@router.post(
    "/match/batch",
    operation_id="match-batch",
    responses=answers(
        wire.MatchBatchAnswer, example("match-batch"), 406, 413, 415, variants=(NDJSON,)
    ),
)
async def match_batch(
    request: Request,
    served: ServedRelease,
    question: questions.MatchBatchQuestion,
    language: AskedLanguage,
) -> Response:
    """Many questions, each answered as by itself; as NDJSON one line a question.

    A question that has no answer says why and leaves the others theirs.
    """
    media_type = best(asking(request.scope).accept, (JSON, NDJSON))
    kinds = counted_kinds(served.scheme, question.kinds)
    _refuse_too_many(question)
    every, foreign = await computed(served.services, _prepared, request, served, question, kinds)
    view = served.view(language)
    answered = (
        {
            "question": place,
            **({} if named.id is None else {"id": named.id}),
            **_one(served, one, kinds, foreign, view),
        }
        for place, (named, one) in enumerate(zip(question.questions, every, strict=True))
    )
    body = _lines(answered) if media_type == NDJSON else _envelope(answered, served, len(every))
    return streamed(request, served.about, body, media_type)


def _question(asked: questions.Asked, counting: questions.Counting) -> Question:
    competences = asked.competences or ()
    return Question(
        ids=[it["id"] for it in competences],
        shares=[Share(it.get("weight", 1.0), it.get("level", 1.0)) for it in competences],
        profile=asked.profile,
        formula=counting.formula,
        limit=counting.limit,
    )


def _refuse_too_much(asked: questions.Asked, limit: int) -> None:
    told = len(asked.competences or ()) * limit
    if told > MOST_TOLD:
        message = (
            f"{told:,} competences × profiles in one answer; at most {MOST_TOLD:,}: lower the limit"
        )
        raise BodyTooLargeError(message)


def _refuse_too_many(question: questions.MatchBatchQuestion) -> None:
    for one in question.questions:
        _refuse_too_much(one, question.limit)
    competences = sum(len(it.competences or ()) for it in question.questions)
    profiles = len(question.questions) * question.limit
    for count, what in ((competences, "competences"), (profiles, "profiles in the answers")):
        if count > MOST_TOGETHER:
            message = f"{count:,} {what} of all questions; at most {MOST_TOGETHER:,} at once"
            raise BodyTooLargeError(message)


def _answered(
    request: Request,
    served: Served,
    asked: questions.MatchQuestion,
    kinds: frozenset[Kind],
    view: View,
) -> bytes:
    question = _question(asked, asked)
    foreign = _known(request, served, question.ids)
    return orjson.dumps(_document(served, question, kinds, foreign, view))


def _prepared(
    request: Request, served: Served, asked: questions.MatchBatchQuestion, kinds: frozenset[Kind]
) -> tuple[list[Question], Mapping[str, Foreign]]:
    """The questions; the matcher is made, and what the ids of other schemes are is known."""
    served.services.matchers.get(served.index, kinds)
    every = [_question(it, asked) for it in asked.questions]
    return every, _known(request, served, [it for one in every for it in one.ids])


def _known(request: Request, served: Served, ids: Sequence[str]) -> Mapping[str, Foreign]:
    """What the ids of other schemes are; which of this one are retired is noted."""
    note_concepts(request.scope, served.version, served.known(ids))
    return served.services.matchers.foreign(ids, served.index)


def _document(
    served: Served,
    question: Question,
    kinds: frozenset[Kind],
    foreign: Mapping[str, Foreign],
    view: View,
) -> Json:
    matcher = served.services.matchers.get(served.index, kinds)
    made = answer(served.index, matcher, kinds, question, foreign)
    return matched(view, made, served.services.shown.of(matcher))


def _one(
    served: Served,
    question: Question,
    kinds: frozenset[Kind],
    foreign: Mapping[str, Foreign],
    view: View,
) -> Json:
    try:
        return {"answer": _document(served, question, kinds, foreign, view)}
    except TaxonomyError as error:
        return {"problem": {"code": error.code, "title": error.title, "detail": error.detail}}


def _lines(answered: Iterator[Json]) -> Iterator[bytes]:
    return _pieces(orjson.dumps(it, option=orjson.OPT_APPEND_NEWLINE) for it in answered)


def _envelope(answered: Iterator[Json], served: Served, total: int) -> Iterator[bytes]:
    marks = chain((b'{"items":[',), repeat(b","))
    yield from _pieces(mark + orjson.dumps(it) for mark, it in zip(marks, answered, strict=False))
    yield b"]," + orjson.dumps({"total": total, "release": served.index.release.name})[1:]


def _pieces(answers: Iterator[bytes]) -> Iterator[bytes]:
    """Some answers at a time, between which other requests get their turn."""
    piece = b""
    for it in answers:
        piece += it
        if len(piece) >= PIECE_BYTES:
            yield piece
            piece = b""
    if piece:
        yield piece
