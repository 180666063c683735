"""What the address of a queue of translations asks for: forms send what is left empty too."""

from __future__ import annotations

from collections.abc import Container
from typing import Annotated, Any

import anyio.to_thread
from fastapi import Depends, Path, Request

from app.http.dependencies import ServicesOfApp
from app.reviewing.queues import Wanted
from app.reviewing.scoping import scope_of
from taxonomy.errors import InvalidQueryError, NotFoundError
from taxonomy.reviewing.states import State
from taxonomy.reviewing.units import FIELDS, TARGETS
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind

__all__ = ["AskedQueue"]

_LONGEST = 200
_DIGITS = 10
_KNOWN: dict[str, Container[str]] = {
    "state": {"open", *(it.value for it in State)},
    "kind": {it.value for it in Kind},
    "field": FIELDS,
    "priority": "0123",
    "flagged": ("yes", "no"),
    "left": ("yes",),
}
_FREE = ("assignee", "organisation", "text")


async def _asked(
    request: Request, app: ServicesOfApp, target: Annotated[str, Path(max_length=2)]
) -> Wanted:
    """The queue; NotFoundError for a language that is not translated into, InvalidQueryError."""
    if target not in TARGETS:
        message = sentence(
            "translations are in %(lang)s, not in %(word)r", lang=tuple(TARGETS), word=target
        )
        raise NotFoundError(message)
    told: dict[str, Any] = {
        name: request.query_params.get(name, "").strip() for name in (*_KNOWN, *_FREE)
    }
    for name, known in _KNOWN.items():
        if told[name] and told[name] not in known:
            message = sentence("%(name)s: %(word)r is not known", name=name, word=told[name][:40])
            raise InvalidQueryError(message)
    campaign = request.query_params.get("campaign", "")[:_LONGEST]
    changeset = request.query_params.get("changeset", "").strip()
    number = int(changeset) if changeset.isdecimal() and len(changeset) < _DIGITS else None
    if changeset and number is None:
        message = sentence("changeset: %(word)r is no number", word=changeset[:40])
        raise InvalidQueryError(message)
    found, touched = await anyio.to_thread.run_sync(scope_of, app.parts.engine, campaign, number)
    return Wanted(
        lang=target,
        **{name: told[name][:_LONGEST] for name in (*_KNOWN, *_FREE) if name != "left"},
        campaign=found,
        changeset=number,
        touched=touched,
        left=told["left"] == "yes",
    )


AskedQueue = Annotated[Wanted, Depends(_asked)]
