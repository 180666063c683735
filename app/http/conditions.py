"""The header If-Match of a write: what the client has seen (RFC 9110 §13.1.1)."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Header

from app.refusals import PreconditionRequiredError
from taxonomy.errors import InvalidQueryError

__all__ = ["IfMatch"]

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


async def if_match(
    given: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The ETag of what was read, so that nobody writes over what they have not seen. Needed.",
            examples=['"0f3a5b7c9d1e2f4a6b8c-1"'],
        ),
    ] = None,
) -> tuple[str, ...]:
    """The entity tags; PreconditionRequiredError without any, InvalidQueryError for what is none."""
    if given is None or not given.strip():
        message = "send the header If-Match with the ETag of what you read"
        raise PreconditionRequiredError(message)
    if given.strip() == "*":
        return ("*",)
    found = [it.strip() for it in given.split(",")]
    if not all(_TAG.fullmatch(it) for it in found):
        message = "If-Match: entity tags in double quotes, with commas, or *"
        raise InvalidQueryError(message)
    return tuple(found)


IfMatch = Annotated[tuple[str, ...], Depends(if_match)]
