"""For matching engines: profiles for competences or for other profiles, one question or many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.errors import BodyTooLargeError
from app.http.answering import passing_answer, streamed
from app.http.computing import computed
from app.http.dependencies import AskedLanguage, Served, ServedRelease
from app.http.describing import answers
from app.http.examples import example
from app.http.negotiation import asking, best
from app.rendering.concepts import Json, View
from app.rendering.matching import matched
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

CHUNK = 20
"""Questions answered in one go, between which other requests get their turn."""
MOST_TOGETHER = 100_000
"""Competences, and profiles of the answers, of all questions of one request."""


@router.post(
    "/match",
    operation_id="match",
    responses=answers(wire.MatchAnswer, example("match"), 413, 415),
)
async def match(
    request: Request, served: ServedRelease, question: wire.MatchQuestion, language: AskedLanguage
) -> Response:
    """The profiles or occupations that competences, or another profile, lead to, best first, with reasons.

    The score is the part of the demand that is met (coverage) or how alike both are (similarity),
    0–100; essential and rare competences weigh more.
    """
    kinds = counted_kinds(served.scheme, question.kinds)
    asked = _question(question, question)
    body = await computed(served.services, _answered, served, asked, kinds, served.view(language))
    return passing_answer(request, body, JSON, served.about)


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
    question: wire.MatchBatchQuestion,
    language: AskedLanguage,
) -> Response:
    """Many questions, each answered as by itself; as NDJSON one line a question.

    A question that has no answer says why and leaves the others theirs.
    """
    media_type = best(asking(request.scope).accept, (JSON, NDJSON))
    kinds = counted_kinds(served.scheme, question.kinds)
    _refuse_too_many(question)
    every = [_question(it, question) for it in question.questions]
    foreign = await computed(served.services, _prepared, served, every, kinds)
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


def _question(asked: wire.Asked, counting: wire.Counting) -> Question:
    competences = asked.competences or ()
    return Question(
        ids=[it.id for it in competences],
        shares=[Share(it.weight, it.level) for it in competences],
        profile=asked.profile,
        formula=counting.formula,
        limit=counting.limit,
    )


def _refuse_too_many(question: wire.MatchBatchQuestion) -> None:
    competences = sum(len(it.competences or ()) for it in question.questions)
    profiles = len(question.questions) * question.limit
    for count, what in ((competences, "competences"), (profiles, "profiles in the answers")):
        if count > MOST_TOGETHER:
            message = f"{count:,} {what} of all questions; at most {MOST_TOGETHER:,} at once"
            raise BodyTooLargeError(message)


def _answered(served: Served, question: Question, kinds: frozenset[Kind], view: View) -> bytes:
    matchers = served.services.matchers
    foreign = matchers.foreign(question.ids, served.index)
    return orjson.dumps(_document(served, question, kinds, foreign, view))


def _prepared(
    served: Served, questions: list[Question], kinds: frozenset[Kind]
) -> Mapping[str, Foreign]:
    """The matcher is made, and what the ids of other schemes are is known."""
    matchers = served.services.matchers
    matchers.get(served.index, kinds)
    return matchers.foreign((it for one in questions for it in one.ids), served.index)


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
    while chunk := list(islice(answered, CHUNK)):
        yield b"".join(orjson.dumps(it, option=orjson.OPT_APPEND_NEWLINE) for it in chunk)


def _envelope(answered: Iterator[Json], served: Served, total: int) -> Iterator[bytes]:
    yield b'{"items":['
    mark = b""
    while chunk := list(islice(answered, CHUNK)):
        yield mark + b",".join(map(orjson.dumps, chunk))
        mark = b","
    yield b"]," + orjson.dumps({"total": total, "release": served.index.release.name})[1:]
