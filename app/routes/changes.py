"""What changed between two releases of a scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Annotated
from urllib.parse import urlencode

import anyio.to_thread
import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.comparing import Wanted
from app.http.about import About
from app.http.answering import answer, streamed
from app.http.dependencies import SchemeName, ServicesOfApp
from app.http.describing import answers
from app.http.examples import example
from app.http.negotiation import asking, best
from app.http.paging import AskedPage, PageQuery, cursor_of, list_id, place_of
from app.http.scheme_words import refuse_strangers
from app.http.services import Services
from app.library import ALIASES
from app.rendering.changes import page as rendered
from app.wire import changes as wire
from taxonomy import schemes
from taxonomy.changes import ChangeClass, ChangeType
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.formats.changes.as_csv import lines
from taxonomy.media_types import CSV, JSON
from taxonomy.model import Release
from taxonomy.versions import GRAMMAR
from taxonomy.vocabulary import Kind, Predicate, ReleaseStatus

__all__ = ["router"]

router = APIRouter(prefix="/v1/schemes/{scheme}", tags=["changes"])

CHUNK = 500
"""Lines of CSV made in one go, between which other requests get their turn."""
_PLAIN_CSV = CSV.partition(";")[0]
_VERSION = f"^({'|'.join(ALIASES)}|{GRAMMAR})$"


class Form(StrEnum):
    """The media types of the changes by the names that the query knows."""

    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Both:
    """From which release to which, and whether that will be the same two for ever."""

    before: Release
    after: Release
    pinned: bool


async def asked_releases(
    app: ServicesOfApp,
    scheme: SchemeName,
    before: Annotated[
        str | None,
        Query(
            alias="from",
            description="A version, `current` or `candidate`; left out, the one that `to` followed.",
            examples=["3.10"],
            json_schema_extra={"pattern": _VERSION},
        ),
    ] = None,
    after: Annotated[
        str,
        Query(
            alias="to",
            description="A version, `current` or `candidate`; it may be older than `from`.",
            examples=["3.11"],
            json_schema_extra={"pattern": _VERSION},
        ),
    ] = "current",
) -> Both:
    """The two releases that the query names; ReleaseNotFoundError where one is not public."""
    new = app.library.release(scheme, after)
    named = new.previous if before is None else before
    if named is None:
        message = f"{new.name} follows no release: say with from= which one to compare it with"
        raise ReleaseNotFoundError(message)
    old = app.library.release(scheme, named)
    return Both(old, new, pinned=not {before, after} & set(ALIASES))


async def wanted_changes(
    scheme: SchemeName,
    kind: Annotated[Kind | None, Query(description="Only of concepts of this kind.")] = None,
    change: Annotated[ChangeType | None, Query(description="Only of this type.")] = None,
    change_class: Annotated[
        ChangeClass | None, Query(alias="class", description="Only texts changed this deeply.")
    ] = None,
    predicate: Annotated[
        Predicate | None, Query(description="Only links by this predicate, moved ones too.")
    ] = None,
    concept: Annotated[
        str | None,
        Query(description="Only of the concept of this id, notation or URI.", max_length=2000),
    ] = None,
) -> Wanted:
    """The changes that the query asks for; InvalidQueryError for words of other schemes."""
    schemes.get(scheme)
    refuse_strangers(scheme, kind, predicate)
    return Wanted(kind, change, change_class, predicate, concept)


@router.get(
    "/changes",
    operation_id="changes",
    responses=answers(wire.ChangeList, example("changes"), 406, variants=(_PLAIN_CSV,)),
)
async def changes(
    request: Request,
    app: ServicesOfApp,
    both: Annotated[Both, Depends(asked_releases)],
    wanted: Annotated[Wanted, Depends(wanted_changes)],
    page: AskedPage,
    form: Annotated[
        Form | None, Query(alias="format", description="Instead of the header Accept.")
    ] = None,
) -> Response:
    """Every change from one release to another, by kind and code; as CSV all of them at once."""
    rows, summary = await anyio.to_thread.run_sync(_found, app, both, wanted, limiter=app.loading)
    if _media_type(request, form) == _PLAIN_CSV:
        return _table(request, both, rows)
    return _paged(request, both, page, rows, summary)


def _found(app: Services, both: Both, wanted: Wanted) -> tuple[Sequence[bytes], dict[str, int]]:
    """The wanted changes, and how many there are of each type wanted or not."""
    found = app.comparisons.get(app.parts.engine, both.before, both.after)
    rows = found.select(wanted)
    if wanted.concept is not None and not rows:
        rows = found.select(wanted._replace(concept=_id_of(app, both, wanted.concept)))
    return rows, dict(found.summary)


def _id_of(app: Services, both: Both, reference: str) -> str:
    """The id of the concept; ConceptNotFoundError where neither release holds it."""
    before, after = (app.library.get(it.scheme, it.version) for it in (both.before, both.after))
    found = after.find(reference) or before.find(reference)
    return (found or after.get(reference, app.library.held(both.after.scheme))).id


def _media_type(request: Request, form: Form | None) -> str:
    if form is None:
        return best(asking(request.scope).accept, (JSON, _PLAIN_CSV))
    return {Form.JSON: JSON, Form.CSV: _PLAIN_CSV}[form]


def _about(both: Both) -> About:
    """It is told for ever of two versions; a release that is not published may be told of otherwise."""
    published = {both.before.status, both.after.status} == {ReleaseStatus.PUBLISHED}
    return About(both.after, both.after.version, immutable=both.pinned and published)


def _paged(
    request: Request,
    both: Both,
    page: PageQuery,
    rows: Sequence[bytes],
    summary: dict[str, int],
) -> Response:
    about, address = _about(both), _address(request, both)
    asked = [it for it in address if it[0] not in ("cursor", "format", "limit")]
    name = list_id(about.release.scheme, both.before.digest, both.after.digest, sorted(asked))
    start = place_of(page.cursor, name, len(rows))
    end = start + page.limit
    content = rendered((both.before, both.after), summary, rows[start:end], len(rows))
    more = []
    if not both.pinned or "from" not in request.query_params:
        more.append((b"content-location", _written(request, address)))
    if end < len(rows):
        content["next"] = cursor_of(name, end)
        following = [*(it for it in address if it[0] != "cursor"), ("cursor", content["next"])]
        more.append((b"link", b'<%b>; rel="next"' % _written(request, following)))
    return answer(request, content, about, more=more)


def _address(request: Request, both: Both) -> list[tuple[str, str]]:
    """The query with both versions named, so that it asks the same for ever."""
    others = [it for it in request.query_params.multi_items() if it[0] not in ("from", "to")]
    return [("from", both.before.version), ("to", both.after.version), *others]


def _written(request: Request, query: Sequence[tuple[str, str]]) -> bytes:
    path: bytes = request.scope["raw_path"]
    return path + b"?" + urlencode(query, errors="replace").encode()


def _table(request: Request, both: Both, rows: Sequence[bytes]) -> Response:
    response = streamed(request, _about(both), _lines(both.after.scheme, rows), CSV)
    name = f"{both.after.scheme}-{both.before.version}-to-{both.after.version}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(scheme: str, rows: Sequence[bytes]) -> Iterator[bytes]:
    written = lines(map(orjson.loads, rows), schemes.get(scheme).languages)
    while chunk := "".join(islice(written, CHUNK)):
        yield chunk.encode()
