"""Search in a release: by what people type, whole or not yet whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import anyio.to_thread
import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.http.answering import kept_answer
from app.http.dependencies import AskedLanguage, Served, ServedRelease
from app.http.describing import answers
from app.http.examples import example
from app.http.negotiation import asking, best
from app.http.scheme_words import refuse_strangers
from app.rendering.languages import Asked
from app.rendering.searching import found
from app.wire import searching as wire
from taxonomy.errors import InvalidQueryError
from taxonomy.forms import Gender
from taxonomy.media_types import JSON
from taxonomy.searching.answering import LEAST_SCORE, LONGEST_QUESTION, Question, Searcher
from taxonomy.text import normalise_label
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from taxonomy.searching.answering import Match

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}", tags=["search"])

MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, tidy, and how the question goes on."""

    text: str
    kind: Kind | None
    limit: int


async def typed(
    q: Annotated[
        str,
        Query(
            description=f"What people type: words, a code, a URI; at most {LONGEST_QUESTION} characters.",
            examples=["slagr"],
        ),
    ],
    kind: Annotated[Kind | None, Query(description="Only concepts of this kind.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_FOUND, description="Concepts at most.")] = 10,
) -> Typed:
    """The question; InvalidQueryError where it is longer than anything that people look for."""
    text = normalise_label(q)
    if len(text) > LONGEST_QUESTION:
        message = (
            f"q has {len(text):,} characters; at most {LONGEST_QUESTION} are looked for: "
            "texts are read by annotate"
        )
        raise InvalidQueryError(message)
    return Typed(text, kind, limit)


AskedText = Annotated[Typed, Depends(typed)]


@router.get("/search", operation_id="search", responses=answers(wire.Found, example("search"), 406))
async def search(
    request: Request,
    served: ServedRelease,
    asked: AskedText,
    language: AskedLanguage,
    min_score: Annotated[
        float, Query(ge=0, le=100, description="Below this score nothing is told.")
    ] = LEAST_SCORE,
    form: Annotated[
        Gender | None, Query(description="Name each concept in this form too, where it has one.")
    ] = None,
) -> Response:
    """Concepts by their names, codes and URIs, best first; nothing good is an empty list.

    A score of 100 is the name itself. Accents, case, hyphens, gender and plural do not count, typos
    and words left out count a little, and names in another language than `lang` come after.
    """
    question = _question(served, asked, language, min_score)
    return await _answered(request, served, question, language, Searcher.search, form)


@router.get(
    "/suggest", operation_id="suggest", responses=answers(wire.Found, example("suggest"), 406)
)
async def suggest(
    request: Request, served: ServedRelease, asked: AskedText, language: AskedLanguage
) -> Response:
    """As search, for somebody who is still typing: names that begin with `q` come first."""
    question = _question(served, asked, language, LEAST_SCORE)
    return await _answered(request, served, question, language, Searcher.suggest)


def _question(served: Served, asked: Typed, language: Asked | None, min_score: float) -> Question:
    refuse_strangers(served.scheme, asked.kind, None)
    kinds = frozenset({asked.kind} if asked.kind else ())
    return Question(asked.text, language.lang if language else "", kinds, asked.limit, min_score)


async def _answered(
    request: Request,
    served: Served,
    question: Question,
    language: Asked | None,
    look: Callable[[Searcher, Question], list[Match]],
    form: Gender | None = None,
) -> Response:
    best(asking(request.scope).accept, (JSON,))
    services = served.services
    searcher = services.searchers.find(served.index)
    if searcher is None:
        searcher = await anyio.to_thread.run_sync(
            services.searchers.get, served.index, limiter=services.loading
        )
    body = orjson.dumps(found(served.view(language), question, look(searcher, question), form))
    return kept_answer(request, served, body, JSON, "")
