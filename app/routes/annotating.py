"""Concepts of a release in free text: one text as JSON, many as lines."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import anyio.to_thread
import orjson
from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.responses import Response
from typing_extensions import override

from app.errors import BodyTooLargeError
from app.http.answering import answer, streamed
from app.http.computing import computed
from app.http.dependencies import (
    AskedLanguage,
    Served,
    ServedRelease,
    served,
    services,
)
from app.http.describing import answers
from app.http.examples import example
from app.http.scheme_words import refuse_strangers
from app.rendering.annotating import document
from app.rendering.concepts import Json, View
from app.wire import annotating as wire
from taxonomy.annotating.engine import Annotator
from taxonomy.annotating.values import LARGEST_TEXT
from taxonomy.errors import InvalidQueryError, TaxonomyError
from taxonomy.media_types import NDJSON

__all__ = ["router"]

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

CHUNK = 20
"""Texts annotated in one go, between which other requests get their turn."""


class _ByMediaType(APIRoute):
    """A route that takes lines too: the framework reads bodies of one media type only."""

    @override
    def get_route_handler(self) -> Handler:
        """Lines go to a function of their own, all else to the route's."""
        one = super().get_route_handler()

        async def handle(request: Request) -> Response:
            given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            return await (_lines(request) if given == NDJSON else one(request))

        return handle


router = APIRouter(
    prefix="/v1/schemes/{scheme}/releases/{version}", tags=["texts"], route_class=_ByMediaType
)


@router.post(
    "/annotate",
    operation_id="annotate",
    responses=answers(wire.AnnotateAnswer, example("annotate"), 413, 415, variants=(NDJSON,)),
    openapi_extra={"requestBody": {"content": {NDJSON: {"schema": {"type": "string"}}}}},
)
async def annotate(
    request: Request,
    served: ServedRelease,
    question: wire.AnnotateQuestion,
    language: AskedLanguage,
) -> Response:
    """The concepts that a text names: where, by which label, and a score from 0 to 100.

    Places are Unicode code points of the text as it was sent. Without `lang` the language is detected;
    labels of every language count, those of another one less. `semantic` also finds what is named in other
    words, where the service knows what labels mean. Of NDJSON each line is a question, with
    an `id` if you like, and has its answer, or its error, on a line in the same order.
    """
    _refuse(served, question)
    annotator = await _annotator(served, semantic=question.semantic)
    made = await computed(served.services, _document, annotator, question, served.view(language))
    response = answer(request, made, served.about)
    response.headers["Cache-Control"] = "no-store"
    return response


async def _annotator(served: Served, *, semantic: bool = False) -> Annotator:
    """The annotator of the release, made in a thread where it is not in memory; SemanticUnavailableError."""
    app = served.services
    held = app.annotators.semantic if semantic else app.annotators
    found = held.find(served.index)
    if found is None:
        found = await anyio.to_thread.run_sync(held.get, served.index, limiter=app.loading)
    return found


def _document(annotator: Annotator, question: wire.AnnotateQuestion, view: View) -> Json:
    return document(annotator.annotate(question.text, question.question), question.text, view)


def _refuse(served: Served, question: wire.AnnotateQuestion) -> None:
    """InvalidQueryError for a kind that is another scheme's, BodyTooLargeError for a text that is too long."""
    for kind in question.kinds or ():
        refuse_strangers(served.scheme, kind, None)
    size = len(question.text.encode())
    if size > LARGEST_TEXT:
        message = f"the text has {size:,} bytes; at most {LARGEST_TEXT:,} are read: cut it"
        raise BodyTooLargeError(message)


async def _lines(request: Request) -> Response:
    app = await services(request)
    found = await served(app, request.path_params["scheme"], request.path_params["version"])
    body = await request.body()
    annotator = await _annotator(found)
    pieces = _answered(body, annotator, found)
    return streamed(request, found.about, pieces, NDJSON)


def _answered(body: bytes, annotator: Annotator, served: Served) -> Iterator[bytes]:
    """The answers to the lines of a body, some at a time; blank lines are passed over."""
    view = served.view()
    pieces: list[bytes] = []
    for number, line in enumerate(body.split(b"\n"), start=1):
        if line.strip():
            pieces.append(orjson.dumps(_line(line, number, annotator, served, view)) + b"\n")
        if len(pieces) >= CHUNK:
            yield b"".join(pieces)
            pieces = []
    yield b"".join(pieces)


def _line(line: bytes, number: int, annotator: Annotator, served: Served, view: View) -> Json:
    """The answer to a line, or what is wrong with it."""
    id: str | int | None = None
    try:
        question = wire.AnnotateLine.model_validate_json(line)
        id = question.id
        _refuse(served, question)
        if question.semantic:
            annotator = served.services.annotators.semantic.get(served.index)
        made = _document(annotator, question, view)
    except ValidationError as error:
        details = (f"{'.'.join(map(str, it['loc']))}: {it['msg']}" for it in error.errors())
        made = _error(InvalidQueryError("; ".join(details).removeprefix(": ")))
    except (TaxonomyError, BodyTooLargeError) as error:
        made = _error(error)
    return {"line": number, **({} if id is None else {"id": id}), **made}


def _error(error: TaxonomyError | BodyTooLargeError) -> Json:
    return {"error": {"code": error.code, "detail": error.detail}}
