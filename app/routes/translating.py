"""For applications that exchange codes with others: ids of one scheme in another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.errors import BodyTooLargeError
from app.http.about import About
from app.http.answering import streamed
from app.http.computing import computed
from app.http.dependencies import ServicesOfApp
from app.http.describing import answers
from app.http.examples import example
from app.http.negotiation import asking, best
from app.http.services import Services
from app.rendering.translating import item, summary
from app.wire import translating as wire
from taxonomy.formats.cells import row
from taxonomy.formats.translations import columns, lines
from taxonomy.media_types import CSV, JSON, NDJSON
from taxonomy.translation import Question, Translated, Translation
from taxonomy.vocabulary import MappingPredicate

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["mappings"])

CHUNK = 200
"""Ids rendered in one go, between which other requests get their turn."""
_PLAIN_CSV = CSV.partition(";")[0]


@router.post(
    "/translate",
    operation_id="translate",
    responses=answers(
        wire.TranslateAnswer, example("translate"), 406, 413, 415, variants=(_PLAIN_CSV, NDJSON)
    ),
)
async def translate(
    request: Request, app: ServicesOfApp, question: wire.TranslateQuestion
) -> Response:
    """The ids of one scheme in another, over published mappings: directly, or in a chain of up to three.

    A chain never claims more than its weakest step, and every target says by which path. As NDJSON
    one line an id, as CSV one row a target.
    """
    media_type = best(asking(request.scope).accept, (JSON, NDJSON, _PLAIN_CSV))
    if len(question.ids) > wire.MOST_TRANSLATED:
        message = (
            f"{len(question.ids):,} ids; at most {wire.MOST_TRANSLATED:,} are translated at once"
        )
        raise BodyTooLargeError(message)
    made = await computed(app, _translation, app, question)
    body = {JSON: _document, NDJSON: _lines, _PLAIN_CSV: _table}[media_type](made)
    sent = CSV if media_type == _PLAIN_CSV else media_type
    response = streamed(request, _about(app, made), body, sent)
    response.headers["X-Release"] = f"{made.start.name}, {made.end.name}"
    if media_type == _PLAIN_CSV:
        name = "-to-".join(f"{it.scheme}-{it.version}" for it in (made.start, made.end))
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _translation(app: Services, question: wire.TranslateQuestion) -> Translation:
    start = app.translators.side(question.from_, "from")
    end = app.translators.side(question.to, "to")
    wanted = Question(
        states=frozenset(question.states),
        predicates=frozenset(question.predicates or MappingPredicate),
        min_confidence=question.min_confidence,
    )
    return app.translators.get(start, end).translate(question.ids, start, end, wanted)


def _about(app: Services, made: Translation) -> About | None:
    """The release that the answer leads to, None where the service does not hold it."""
    if made.target is None:
        return None
    release = app.library.release(*made.end)
    return About(release, release.version, immutable=False)


def _document(made: Translation) -> Iterator[bytes]:
    """The counts, then the items."""
    yield orjson.dumps(summary(made))[:-1] + b',"items":['
    mark = b""
    for piece in _pieces(made, lambda it: orjson.dumps(item(it, made)), b","):
        yield mark + piece
        mark = b","
    yield b"]}"


def _lines(made: Translation) -> Iterator[bytes]:
    return _pieces(made, lambda it: orjson.dumps(item(it, made), option=orjson.OPT_APPEND_NEWLINE))


def _table(made: Translation) -> Iterator[bytes]:
    yield f"{row(columns(made))}\n".encode()
    yield from _pieces(made, lambda it: "".join(lines(it, made)).encode())


def _pieces(
    made: Translation, show: Callable[[Translated], bytes], between: bytes = b""
) -> Iterator[bytes]:
    """The answers, some at a time; what is asked again is shown as it was before."""
    shown: dict[str, bytes] = {}
    answers = iter(made.items)
    while chunk := list(islice(answers, CHUNK)):
        for it in chunk:
            if it.asked not in shown:
                shown[it.asked] = show(it)
        yield between.join(shown[it.asked] for it in chunk)
