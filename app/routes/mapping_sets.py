"""Mapping sets: which there are, and what is said of one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.db.mapping_sets import SetRecord
from app.http.answering import answer, passing_answer
from app.http.computing import computed
from app.http.dependencies import ServicesOfApp
from app.http.describing import Answers, answers, refusals
from app.http.examples import example
from app.http.mapping_sides import own_sides
from app.http.services import Services
from app.rendering.mappings import set_document
from app.wire import mappings as wire
from taxonomy import media_types
from taxonomy.errors import NotFoundError
from taxonomy.formats.mapping_files import FILES, Known, PublishedSet

__all__ = ["SetName", "router"]

router = APIRouter(prefix="/v1/mapping-sets", tags=["mappings"])

SetName = Annotated[
    str,
    Path(
        description="Both releases: `{scheme}-{version}--{scheme}-{version}`.",
        examples=["competent-3.8--esco-1.0.3"],
    ),
]

FileName = Annotated[str, Path(description="Which file.", examples=["eures-occupations.csv"])]


class SeenFrom(StrEnum):
    """The side that a file is read from."""

    SUBJECT = "subject"
    OBJECT = "object"


@router.get(
    "",
    operation_id="mapping-sets",
    responses=answers(wire.MappingSetList, example("mapping-sets")),
)
async def mapping_sets(request: Request, app: ServicesOfApp) -> Response:
    """Every mapping set that is published, in its newest edition."""
    items = [set_document(it) for it in app.mappings.records()]
    return answer(request, {"items": items, "total": len(items)})


@router.get(
    "/{name}",
    operation_id="mapping-set",
    responses=answers(wire.MappingSet, example("mapping-set")),
)
async def mapping_set(request: Request, app: ServicesOfApp, name: SetName) -> Response:
    """One mapping set in its newest published edition."""
    return answer(request, set_document(app.mappings.record(name)))


_CSV = media_types.CSV.partition(";")[0]
_FILE: Answers = {
    200: {"description": "The file", "content": {_CSV: {}}},
    304: {"description": "What the header If-None-Match names is still the answer"},
    **refusals(),
}


@router.get(
    "/{name}/{file}",
    operation_id="mapping-set-file",
    responses=_FILE,
    response_class=Response,
)
async def mapping_set_file(
    request: Request,
    app: ServicesOfApp,
    name: SetName,
    file: FileName,
    seen_from: Annotated[
        SeenFrom, Query(description="From the object, broad becomes narrow.")
    ] = SeenFrom.SUBJECT,
) -> Response:
    """A mapping set as a file: SSSOM, SKOS, or a table of EURES; seen from either side."""
    record = app.mappings.record(name)
    if file not in FILES:
        message = f"{file[:80]!r} is no file of a mapping set; there are {', '.join(FILES)}"
        raise NotFoundError(message)
    made = await computed(app, _published, app, record)
    made = made.inverted() if seen_from is SeenFrom.OBJECT else made
    body = await computed(app, _written, made, file)
    attached = f'attachment; filename="{made.content.name}.{file}"'.encode()
    more = [
        (b"content-disposition", attached),
        (b"x-release", f"{record.subject.name}, {record.object.name}".encode()),
    ]
    return passing_answer(request, body, FILES[file].media_type, more=more)


def _published(app: Services, record: SetRecord) -> PublishedSet:
    """The edition with the concepts of both sides."""
    content, sides = app.mappings.content(record), own_sides(app, record)
    subjects, objects = (it.taxonomy.by_id if it else {} for it in sides)
    known = Known(subjects, objects, app.settings.public_url)
    return PublishedSet(content, record.edition, known)


def _written(made: PublishedSet, file: str) -> bytes:
    """The bytes of the file; NotFoundError where the set has nothing to say in it."""
    if not FILES[file].fits(made):
        message = f"{made.content.name} holds nothing that {file} tells of"
        raise NotFoundError(message)
    return FILES[file].write(made)
