"""What may be meant by a word that no dictionary has, for programs and for the screen of a translation."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.http.acting import Reading
from app.http.computing import computed
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.reviewing.looking import corrections
from app.wire import translations as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/translations", tags=["translations"])

_EXAMPLE: dict[str, Any] = {
    "lang": "fr",
    "word": "découpper",
    "spelling": "checked",
    "corrections": ["découper", "découpler"],
}


@router.get(
    "/spelling",
    operation_id="correct-word",
    responses=private_answers(wire.CorrectedWord, _EXAMPLE),
)
async def spelling(
    app: ServicesOfApp,
    _: Reading,
    lang: Annotated[Literal["fr", "de", "en"], Query(description="The language of the word.")],
    word: Annotated[str, Query(description="One word as it stands in a text.", max_length=100)],
) -> Response:
    """Up to five words that may be meant, the likeliest first; none where the word is known."""
    state, found = await computed(app, corrections, app.review, lang, word)
    return private({"lang": lang, "word": word, "spelling": state, "corrections": found})
