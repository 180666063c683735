"""Concepts of a release: one, a list, the reverse look-up, many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from app.http.answering import streamed
from app.http.dependencies import AskedLanguage, Served, ServedRelease
from app.http.describing import answers
from app.http.examples import example
from app.http.line_shape import AskedShape, refuse_shape
from app.http.negotiation import asking, best
from app.http.paging import AskedPage, paged
from app.http.scheme_words import refuse_strangers
from app.http.usage import note_concepts
from app.rendering.concepts import View
from app.rendering.lines import CHUNK, LineShape, lines
from app.routes.documents import document
from app.wire import concepts as wire
from taxonomy.errors import InvalidQueryError
from taxonomy.index import Usage
from taxonomy.media_types import JSON, JSON_LD, NDJSON, TURTLE
from taxonomy.model import Concept
from taxonomy.vocabulary import Kind, Predicate, Status

__all__ = ["ConceptReference", "router"]

router = APIRouter(prefix="/v1/schemes/{scheme}/releases/{version}", tags=["concepts"])

ConceptReference = Annotated[
    str, Path(description="Id, notation or percent-encoded URI.", examples=["SK-12", "OP-10"])
]


class StatusFilter(StrEnum):
    """Which concepts a list holds."""

    ACTIVE = "active"
    RETIRED = "retired"
    ALL = "all"

    @property
    def status(self) -> Status | None:
        """The status that passes, None where any does."""
        return None if self is StatusFilter.ALL else Status(self.value)


@dataclass(frozen=True, slots=True)
class ReverseLookUp:
    """Which links: to which concept, by which predicate."""

    linked_to: str | None
    predicate: Predicate | None


async def reverse_look_up(
    linked_to: Annotated[
        str | None,
        Query(
            description="Who links to this concept (id, notation or URI), also through a competence."
        ),
    ] = None,
    predicate: Annotated[
        Predicate | None, Query(description="Only links by this predicate; needs linked_to.")
    ] = None,
) -> ReverseLookUp:
    """The links that the query asks for; InvalidQueryError for a predicate alone."""
    if predicate and linked_to is None:
        message = "predicate needs linked_to: say which concept the links lead to"
        raise InvalidQueryError(message)
    return ReverseLookUp(linked_to, predicate)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which concepts: their kind, status, URI, and what they link to."""

    kind: Kind | None
    status: StatusFilter
    uri: str | None
    links: ReverseLookUp

    def passes(self, concept: Concept) -> bool:
        """Whether the concept is one of those asked for, whatever its URI."""
        wanted = self.status.status
        return self.kind in {None, concept.kind} and wanted in {None, concept.status}


async def concept_filter(
    links: Annotated[ReverseLookUp, Depends(reverse_look_up)],
    kind: Annotated[Kind | None, Query(description="Only concepts of this kind.")] = None,
    status: Annotated[
        StatusFilter, Query(description="Retired ones are listed on demand.")
    ] = StatusFilter.ACTIVE,
    uri: Annotated[str | None, Query(description="Only the concept of this URI.")] = None,
) -> Filter:
    """The concepts that the query asks for."""
    return Filter(kind, status, uri, links)


@router.get(
    "/concepts",
    operation_id="concepts",
    responses=answers(wire.ConceptList, example("concepts"), 406, variants=(NDJSON,)),
)
async def concepts(
    request: Request,
    served: ServedRelease,
    wanted: Annotated[Filter, Depends(concept_filter)],
    page: AskedPage,
    language: AskedLanguage,
    shape: AskedShape,
) -> Response:
    """Concepts in the natural order of their notations, or those that link to one.

    As NDJSON all of them at once, a whole concept a line, whatever `limit` says.
    """
    refuse_strangers(served.scheme, wanted.kind, wanted.links.predicate)
    if best(asking(request.scope).accept, (JSON, NDJSON)) == NDJSON:
        view = served.view(language, await served.fixed_mappings())
        found = _subjects(served, wanted)
        return streamed(request, served.about, lines(view, found, shape), NDJSON)
    refuse_shape(shape)
    view = served.view(language)
    if wanted.links.linked_to is not None:
        return paged(request, served, page, _usages(served, wanted), view.usage)
    return paged(request, served, page, _listed(served, wanted), view.summary)


def _usages(served: Served, wanted: Filter) -> Sequence[Usage]:
    """The links to the concept that the filter names."""
    target = served.concept(wanted.links.linked_to or "")
    usages = served.index.linked_to(target.id, wanted.links.predicate)
    return [it for it in usages if wanted.passes(it.subject)]


def _subjects(served: Served, wanted: Filter) -> Sequence[Concept]:
    """The concepts of a list, each once."""
    if wanted.links.linked_to is None:
        return _listed(served, wanted)
    return list({it.subject.id: it.subject for it in _usages(served, wanted)}.values())


def _listed(served: Served, wanted: Filter) -> Sequence[Concept]:
    if wanted.uri is None:
        return served.index.listed(wanted.kind, wanted.status.status)
    found = served.index.find(wanted.uri) if "/" in wanted.uri else None
    return [found] if found and wanted.passes(found) else []


# Before the route of one concept, whose path would match too, so that Allow names POST.
@router.post(
    "/concepts/batch",
    operation_id="batch",
    responses=answers(wire.BatchAnswer, example("batch"), 406, 413, 415, variants=(NDJSON,)),
)
async def batch(
    request: Request, served: ServedRelease, question: wire.BatchQuestion, language: AskedLanguage
) -> Response:
    """Many concepts, each once, in the order asked for; what is unknown is listed, not fatal."""
    media_type = best(asking(request.scope).accept, (JSON, NDJSON))
    found: dict[str, Concept] = {}
    unknown: dict[str, None] = {}
    for reference in question.ids:
        concept = served.index.find(reference)
        if concept:
            found[concept.id] = concept
        else:
            unknown[reference] = None
    note_concepts(request.scope, served.version, found.values())
    view = served.view(language)
    shown = _lines if media_type == NDJSON else _envelope
    body = shown(view, list(found.values()), list(unknown))
    return streamed(request, served.about, body, media_type)


@router.get(
    "/concepts/{id:path}",
    operation_id="concept",
    responses=answers(wire.Concept, example("concept"), 406, variants=(JSON_LD, TURTLE)),
)
async def concept(
    request: Request, served: ServedRelease, id: ConceptReference, language: AskedLanguage
) -> Response:
    """One concept, active or retired, with its links."""
    return await document(request, served, served.concept(id), language, View.concept)


def _lines(view: View, found: Sequence[Concept], unknown: list[str]) -> Iterator[bytes]:
    """A concept a line; the last line lists what is unknown."""
    yield from lines(view, found, LineShape())
    yield orjson.dumps({"unknown": unknown}) + b"\n"


def _envelope(view: View, found: Sequence[Concept], unknown: list[str]) -> Iterator[bytes]:
    rest = {"unknown": unknown, "total": len(found), "release": view.index.release.name}
    yield b'{"items":['
    between = chain([b""], iter(lambda: b",", None))
    waiting = iter(found)
    while chunk := list(islice(waiting, CHUNK)):
        yield next(between) + b",".join(orjson.dumps(view.concept(it)) for it in chunk)
    yield b"]," + orjson.dumps(rest)[1:]
