"""Mappings between two releases, both ways, and why one is there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from app.db import mapping_history
from app.db.mapping_sets import SetRecord
from app.db.session import reading
from app.http.answering import answer
from app.http.dependencies import AskedLanguage, ServicesOfApp
from app.http.describing import answers
from app.http.examples import example
from app.http.mapping_sides import AskedSides, releases_header, view_of
from app.http.paging import AskedPage, PageQuery, cursor_of, list_id, place_of
from app.http.services import Services
from app.mapping_shelf import Shelved
from app.rendering.mappings import MappingView, why
from app.wire import mappings as wire
from taxonomy.errors import MappingNotFoundError
from taxonomy.index import ReleaseIndex
from taxonomy.mapping import NO_TERM_FOUND, Mapping
from taxonomy.vocabulary import MappingPredicate, MappingState

__all__ = ["router"]

router = APIRouter(prefix="/v1/mappings", tags=["mappings"])

MappingId = Annotated[
    str,
    Path(
        description="The id of a mapping, the same through all releases.",
        examples=["0f3a5b7c9d1e2f4a6b8c"],
        json_schema_extra={"pattern": "^[0-9a-f]{20}$"},
    ),
]


class StateFilter(StrEnum):
    """Which mappings a list holds, by their state."""

    ACCEPTED = "accepted"
    STALE = "stale"
    SUGGESTED = "suggested"
    REJECTED = "rejected"
    ALL = "all"

    def passes(self, state: MappingState) -> bool:
        """Whether mappings in this state are listed."""
        return self is StateFilter.ALL or self.value == state.value


@dataclass(frozen=True, slots=True)
class Filter:
    """Which mappings: of which concepts, by which predicate, in which state."""

    subject_id: str | None
    object_id: str | None
    predicate: MappingPredicate | None
    state: StateFilter

    def select(self, view: MappingView) -> list[Mapping]:
        """The mappings of the set that pass, in order."""
        content = view.content
        found = content.mappings
        if self.subject_id is not None:
            found = tuple(content.by_subject.get(_id(view.subject, self.subject_id), ()))
        if self.object_id is not None:
            wanted_object = _id(view.object, self.object_id)
            found = tuple(it for it in found if it.object_id == wanted_object)
        return [
            it
            for it in found
            if self.predicate in (None, it.predicate) and self.state.passes(it.state)
        ]


def _id(index: ReleaseIndex | None, reference: str) -> str:
    """The id that an id, notation or URI stands for; ConceptNotFoundError where the release lacks it."""
    if index is None or reference == NO_TERM_FOUND:
        return reference
    return index.get(reference).id


async def mapping_filter(
    subject_id: Annotated[
        str | None,
        Query(description="Only of this subject: id, notation or URI.", max_length=300),
    ] = None,
    object_id: Annotated[
        str | None,
        Query(description="Only to this object: id, notation or URI.", max_length=300),
    ] = None,
    predicate: Annotated[
        MappingPredicate | None, Query(description="Only by this predicate.")
    ] = None,
    state: Annotated[
        StateFilter, Query(description="Accepted ones are true; others are listed on demand.")
    ] = StateFilter.ACCEPTED,
) -> Filter:
    """The mappings that the query asks for."""
    return Filter(subject_id, object_id, predicate, state)


@router.get("", operation_id="mappings", responses=answers(wire.MappingList, example("mappings")))
async def mappings(
    request: Request,
    app: ServicesOfApp,
    wanted: Annotated[Filter, Depends(mapping_filter)],
    page: AskedPage,
    language: AskedLanguage,
    asked: AskedSides,
) -> Response:
    """The mappings from one release to another; a set is read backwards where it was made so.

    `current` is the newest mapped release up to the current one; the answer names both releases.
    """
    shelved = await anyio.to_thread.run_sync(app.mappings.get, *asked, limiter=app.loading)
    view = await view_of(app, shelved, language)
    found = wanted.select(view)
    return _paged(request, page, shelved, view, found)


def _paged(
    request: Request,
    page: PageQuery,
    shelved: Shelved,
    view: MappingView,
    found: list[Mapping],
) -> Response:
    query = [it for it in parse_qsl(request.url.query) if it[0] not in ("cursor", "limit")]
    name = list_id(shelved.record.full_name, shelved.record.digest, shelved.turned, sorted(query))
    start = place_of(page.cursor, name, len(found))
    end = start + page.limit
    content = {
        "items": [view.mapping(it) for it in found[start:end]],
        "total": len(found),
        "subject": shelved.content.subject.name,
        "object": shelved.content.object.name,
        "mapping_set": shelved.record.full_name,
        "inverted": shelved.turned,
    }
    more = [releases_header(shelved)]
    if end < len(found):
        content["next"] = cursor_of(name, end)
        following = urlencode([*query, ("limit", str(page.limit)), ("cursor", content["next"])])
        more.append((b"link", f'<{request.url.path}?{following}>; rel="next"'.encode()))
    return answer(request, content, more=more)


@router.get(
    "/{id}",
    operation_id="mapping",
    responses=answers(wire.WhyMapping, example("mapping")),
)
async def mapping(
    request: Request, app: ServicesOfApp, id: MappingId, language: AskedLanguage
) -> Response:
    """One mapping and why it is there: source, evidence, reviewer, dates, and its history."""
    shelved, found = await anyio.to_thread.run_sync(_held, app, id, limiter=app.loading)
    view = await view_of(app, shelved, language)
    content = await anyio.to_thread.run_sync(
        _told, app, id, shelved.record, view.mapping(found), limiter=app.loading
    )
    return answer(request, content, more=[releases_header(shelved)])


def _held(app: Services, id: str) -> tuple[Shelved, Mapping]:
    """The set with the newest releases that holds the mapping; MappingNotFoundError."""
    for record in app.mappings.newest_first():
        content = app.mappings.content(record)
        found = content.by_id.get(id)
        if found is not None:
            return Shelved(record, content, turned=False), found
    message = f"no published mapping set holds a mapping {id[:80]!r}"
    raise MappingNotFoundError(message)


def _told(app: Services, id: str, record: SetRecord, shown: dict[str, object]) -> dict[str, object]:
    """What the record knows of the mapping, drafts left out."""
    with reading(app.parts.engine) as session:
        held = [it for it in mapping_history.occurrences(session, id) if it[0].status != "draft"]
        public = {it.full_name for it, _ in held}
        events = [it for it in mapping_history.events(session, id) if it.set_name in public]
    return why(shown, record, held, events)
