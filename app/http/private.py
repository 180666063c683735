"""Answers to editors: kept by no cache, with an entity tag where what they show can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from starlette.responses import Response

from app.http.describing import Answers, answers
from taxonomy.media_types import JSON

if TYPE_CHECKING:
    from typing import Any

    from pydantic import BaseModel

    from app.rendering.concepts import Json

__all__ = ["NO_STORE", "private", "private_answers"]

NO_STORE = {"Cache-Control": "no-store", "Vary": "Authorization"}


def private(content: Json, etag: str = "", **more: str) -> Response:
    """The answer to a request with a key; `more` are its own headers, `_` for `-`."""
    headers = {**NO_STORE, **{name.replace("_", "-"): it for name, it in more.items()}}
    if etag:
        headers["ETag"] = etag
    return Response(
        orjson.dumps(content, option=orjson.OPT_UTC_Z), headers=headers, media_type=JSON
    )


def private_answers(
    model: type[BaseModel] | None, example: Any, *problems: int, description: str = "The answer"
) -> Answers:
    """As `answers`, of a route that needs a key: it is never answered with 304."""
    declared = answers(model, example, 400, 401, 403, *problems, description=description)
    del declared[304]
    return declared
