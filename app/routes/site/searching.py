"""The results page of a search, which every search box leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.http.scheme_words import refuse_strangers
from app.rendering.pages.results import Narrowed, Results, results
from app.routes.searching import typed
from app.routes.site.asking import AskedPage, OnView
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from app.rendering.pages.names import Reader
    from taxonomy.searching.answering import Searcher

__all__ = ["router", "searcher"]

router = APIRouter(prefix="/{scheme:known}/{version}", include_in_schema=False)


async def narrowed(
    kind: Annotated[Kind | None, Query()] = None,
    sector: Annotated[str, Query(max_length=100)] = "",
    digital: Annotated[str, Query(max_length=100)] = "",
    isco: Annotated[str, Query(pattern="^[0-9]?$")] = "",
) -> Narrowed:
    """What the query narrows the results down to."""
    return Narrowed(kind, sector, digital, isco)


@router.get("/search")
async def search(
    asked: AskedPage,
    wanted: Annotated[Narrowed, Depends(narrowed)],
    q: Annotated[str, Query()] = "",
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """The concepts that a question names, best first, with why each was found."""
    text = (await typed(q, None)).text
    refuse_strangers(asked.served.scheme, wanted.kind, None)
    found = await _found(asked, text, wanted, number) if text else None
    values = {
        "asked_text": text,
        "narrowed": wanted,
        "found": found,
        "near": asked.served.index.near(text) if found and not found.total else (),
    }
    return asked.page("search.html", values)


async def _found(asked: OnView, text: str, wanted: Narrowed, number: int) -> Results:
    made = await searcher(asked)
    return results(asked.reader, made, text, wanted, number, _groups(asked))


async def searcher(asked: OnView) -> Searcher:
    """What searches the release on view, made in a thread where it is not there yet."""
    services, index = asked.served.services, asked.served.index
    found = services.searchers.find(index)
    if found is None:
        found = await anyio.to_thread.run_sync(
            services.searchers.get, index, limiter=services.loading
        )
    return found


def _groups(asked: OnView) -> Reader | None:
    """Who reads the groups of ISCO, None where no release of it is served."""
    try:
        index = asked.served.services.library.find("isco", "current")
    except ReleaseNotFoundError:
        return None
    return asked.reader_of(index, "current") if index else None
