"""Mentions for programs: what others said to whoever asks, and that it was seen."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Query
from starlette.responses import Response

from app.db.mentions import MentionRecord
from app.http.acting import Reading
from app.http.dependencies import ServicesOfApp
from app.http.paging import AskedPage
from app.http.private import private, private_answers
from app.http.upgrade_parts import behind, page_of
from app.mentioning import colleagues, mentions_of, see_mentions
from app.wire import mentions as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/mentions", tags=["editorial"])

_SAID = MentionRecord(
    17,
    datetime(2026, 11, 28, 9, 12, 44, tzinfo=UTC),
    "Eva Peeters",
    *("changeset", "12", "/workbench/changesets/12#comments"),
    "@Luc Dubois, how do you say this in French?",
)


def _document(it: MentionRecord) -> dict[str, Any]:
    return {
        "number": it.number,
        "at": it.at,
        "author": it.author,
        "about": it.about,
        "id": it.about_id,
        "text": it.text,
        "seen_at": it.seen_at,
        "links": {"screen": it.path},
    }


@router.get(
    "",
    operation_id="mentions",
    responses=private_answers(wire.MentionList, {"items": [_document(_SAID)], "unseen": 1}),
)
async def mentions(
    app: ServicesOfApp,
    actor: Reading,
    page: AskedPage,
    *,
    new: Annotated[bool, Query(description="Only what was not seen yet.")] = False,
) -> Response:
    """What others said to the person or partner whose key was sent, the newest first."""
    key = ("mentions", actor.name, new)
    # the cursor names the first of the page, and their numbers count down
    before = behind(page, *key) + 2 if page.cursor else 0
    ask = partial(mentions_of, new=new, before=before, limit=page.limit + 1)
    found, unseen = await anyio.to_thread.run_sync(
        ask, app.parts.engine, actor, limiter=app.loading
    )
    shown = [_document(it) for it in found]
    content = page_of(shown, [it.number for it in found], page, *key)
    return private({**content, "unseen": unseen})


@router.get(
    "/people",
    operation_id="people-to-mention",
    responses=private_answers(
        wire.ColleagueList, {"items": [{"name": "Luc Dubois", "organisation": "Forem"}]}
    ),
)
async def people(app: ServicesOfApp, actor: Reading) -> Response:
    """Whom a comment may call by `@` and their name, without whoever asks."""
    found = await anyio.to_thread.run_sync(colleagues, app.parts.engine, actor, limiter=app.loading)
    return private({"items": [it._asdict() for it in found]})


@router.post(
    "/seen",
    operation_id="see-mentions",
    responses=private_answers(wire.MentionList, {"items": [], "unseen": 0}, 404, 413, 415),
)
async def see(app: ServicesOfApp, actor: Reading, question: wire.SeenQuestion) -> Response:
    """Say that mentions were seen, or all of them; the answer has what is left unseen."""
    now = datetime.now(UTC).replace(microsecond=0)

    def seen() -> tuple[list[MentionRecord], int]:
        see_mentions(app.parts.engine, actor, now, question.numbers)
        return mentions_of(app.parts.engine, actor, new=True, limit=100)

    found, unseen = await anyio.to_thread.run_sync(seen, limiter=app.loading)
    return private({"items": [_document(it) for it in found], "unseen": unseen})
