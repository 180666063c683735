"""What changed between two releases of a scheme, as a page and as a table; all of it from memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlencode

import anyio.to_thread
import orjson
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.comparing import Wanted
from app.http.answering import streamed
from app.http.dependencies import served
from app.http.scheme_words import refuse_strangers
from app.rendering.pages.addresses import base
from app.rendering.pages.changed import Sifted, changed, wanted_places
from app.rendering.pages.changed_lines import Turn
from app.routes.changes import CHUNK
from app.routes.site.asking import AskedPage, OnView
from app.web.redirecting import led
from taxonomy import schemes
from taxonomy.changes import ChangeClass
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.formats.changes.as_csv import lines
from taxonomy.media_types import CSV
from taxonomy.vocabulary import Kind, ReleaseStatus

if TYPE_CHECKING:
    from app.comparing import Changes
    from taxonomy.model import Release

__all__ = ["router"]

router = APIRouter(prefix="/{scheme:known}/{version}", include_in_schema=False)


async def sifted(
    what: Annotated[Turn | None, Query()] = None,
    kind: Annotated[Kind | None, Query()] = None,
    depth: Annotated[ChangeClass | None, Query()] = None,
    concept: Annotated[str | None, Query(max_length=2000)] = None,
) -> Sifted:
    """What the query asks to see of the changes."""
    return Sifted(what, kind, depth, concept)


Wish = Annotated[Sifted, Depends(sifted)]
Earlier = Annotated[str | None, Query(alias="from", max_length=100)]


@router.get("/changes")
async def changes(
    asked: AskedPage,
    wish: Wish,
    earlier: Earlier = None,
    later: Annotated[str | None, Query(alias="to", max_length=100)] = None,
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """What a release changed against another one, its previous one where the query names none."""
    refuse_strangers(asked.served.scheme, wish.kind, None)
    place = _place(asked, earlier, later)
    if place:
        return led(place, 307)
    before = _before(asked, earlier)
    values: dict[str, Any] = {"wish": wish, "found": None, "only": None}
    if before is not None:
        found = await _changes(asked, before)
        chosen = _by_id(wish, found, asked)
        earlier_base = base(before.scheme, before.version)
        made = await anyio.to_thread.run_sync(
            changed, found, chosen, number, asked.reader, earlier_base
        )
        only = made.concepts[0].item if chosen.concept and made.concepts else None
        values |= {"found": made, "only": only}
    return asked.page("changes.html", {"before": before, **values})


@router.get("/changes.csv")
async def table(asked: AskedPage, wish: Wish, earlier: Earlier = None) -> Response:
    """The same changes as a table, one change a row, all of them at once."""
    refuse_strangers(asked.served.scheme, wish.kind, None)
    about = asked.served.about
    before = _before(asked, earlier)
    if before is None:
        message = (
            f"{about.release.name} follows no release: say with from= which one to compare it with"
        )
        raise ReleaseNotFoundError(message)
    found = await _changes(asked, before)
    rows = [found.rows[it] for it in wanted_places(found, _by_id(wish, found, asked))]
    response = streamed(asked.request, about, _written(about.release.scheme, rows), CSV)
    name = f"{about.release.scheme}-{before.version}-to-{about.release.version}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _place(asked: OnView, earlier: str | None, later: str | None) -> str:
    """The address that says what was asked for in the usual way; empty where this one does.

    A chooser names both releases in the query. What is not published yet is never the earlier one.
    """
    scheme, library = asked.served.scheme, asked.served.services.library
    before = library.release(scheme, earlier) if earlier is not None else None
    if later is not None:
        return _address(asked, later, before.version if before else None)
    if before is None:
        return ""
    here = asked.served.about.release
    if before.status is ReleaseStatus.CANDIDATE and here.status is not ReleaseStatus.CANDIDATE:
        return _address(asked, before.version, here.version)
    return (
        ""
        if before.version == earlier
        else _address(asked, asked.served.asked_version, before.version)
    )


def _address(asked: OnView, later: str, earlier: str | None) -> str:
    rest = [it for it in asked.request.query_params.multi_items() if it[0] not in ("from", "to")]
    query = urlencode([*([("from", earlier)] if earlier else []), *rest])
    path = f"{base(asked.served.scheme, quote(later, safe=''))}/changes"
    return f"{path}?{query}" if query else path


def _before(asked: OnView, earlier: str | None) -> Release | None:
    """The release to compare with; None where the query names none and the one on view is the first."""
    release, library = asked.served.about.release, asked.served.services.library
    named = release.previous if earlier is None else earlier
    return library.release(release.scheme, named) if named else None


async def _changes(asked: OnView, before: Release) -> Changes:
    """What changed since a release: as the archive tells it, else as the two in memory differ.

    The archive tells what a release changed against its previous one, so that this need not be loaded.
    """
    services, after = asked.served.services, asked.served.about.release
    comparisons, archive = services.comparisons, services.parts.archive
    found = await anyio.to_thread.run_sync(
        comparisons.published, archive, before, after, limiter=services.loading
    )
    if found is not None:
        return found
    old = (await served(services, before.scheme, before.version)).index
    return await anyio.to_thread.run_sync(
        comparisons.between, old, asked.served.index, limiter=services.loading
    )


def _by_id(wish: Sifted, found: Changes, asked: OnView) -> Sifted:
    """The wish with the concept by its id; ConceptNotFoundError where nothing is known of it."""
    if wish.concept is None or found.places(Wanted(concept=wish.concept)):
        return wish
    return replace(wish, concept=asked.served.concept(wish.concept).id)


def _written(scheme: str, rows: Sequence[bytes]) -> Iterator[bytes]:
    written = lines(map(orjson.loads, rows), schemes.get(scheme).languages)
    while chunk := "".join(islice(written, CHUNK)):
        yield chunk.encode()
