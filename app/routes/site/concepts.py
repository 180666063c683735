"""The page of a concept, whatever its kind and scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import anyio.to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.http.answering import passing_answer
from app.http.dependencies import ServedRelease
from app.http.usage import note_concepts
from app.rendering.concepts import View
from app.rendering.pages.addresses import concept_path, found
from app.rendering.pages.competences import Shown
from app.rendering.pages.concept import concept_page
from app.rendering.pages.described import described
from app.rendering.pages.mapped import Chosen, Mapped, mapped
from app.rendering.variants import rendered
from app.routes.site.asking import AskedPage, OnView
from app.routes.site.counterparts import content, other, sets
from app.routes.site.pictures import circle_of
from app.web.redirecting import moved
from taxonomy.media_types import JSON, JSON_LD, TURTLE
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from app.http.hot import Headers
    from app.rendering.pages.names import Reader
    from taxonomy.model import Concept

__all__ = ["CODES", "router"]

router = APIRouter(prefix="/{scheme:known}/{version}/concepts", include_in_schema=False)

GONE = 410
_FORMATS = {JSON: "JSON", TURTLE: "Turtle", JSON_LD: "JSON-LD"}
_ENDINGS = {"json": JSON, "ttl": TURTLE, "jsonld": JSON_LD}
CODES = {"isco-08": "isco", "rome": "rome"}
"""Systems of codes, and the schemes that explain them."""


@router.get("/{reference:path}.{ending:document}")
async def concept_document(
    request: Request, served: ServedRelease, reference: str, ending: str
) -> Response:
    """The concept as data, for whoever cannot send a header: as under `/v1`."""
    held = found(served.index, reference) or served.concept(reference)
    media_type = _ENDINGS[ending]
    view = served.view()
    body = await anyio.to_thread.run_sync(rendered, view, held, media_type, View.concept)
    note_concepts(request.scope, served.version, [held])
    return passing_answer(request, body, media_type, served.about)


@router.get("/{reference:path}")
async def concept(
    request: Request,
    asked: AskedPage,
    reference: str,
    show: Annotated[Shown, Query()] = Shown.BOTH,
) -> Response:
    """A concept with its names, texts, links and life; 410 where it is retired in this release."""
    served, reader = asked.served, asked.reader
    held = found(served.index, reference) or served.concept(reference)
    path = reader.path(held)
    if path != _own_path(asked, reference):
        return moved(request, path, 308)
    note_concepts(request.scope, served.version, [held])
    page = concept_page(
        reader,
        held,
        shown=show,
        releases=served.services.library.releases(served.scheme),
        others=_explaining(asked),
        mapped=[it for it in [await _mapped(asked, held, it) for it in sets(asked)] if it],
    )
    values = {
        "page": page,
        "described": described(reader, page),
        "documents": _documents(asked, held),
        "formats": _FORMATS,
        "circle": circle_of(asked, held),
        "takes_feedback": served.services.settings.feedback_per_hour > 0,
    }
    status = GONE if held.status is Status.RETIRED else 200
    return asked.page("concept.html", values, status=status, more=_links(asked, held))


def _own_path(asked: OnView, text: str) -> str:
    """The path of this request as pages write it."""
    return concept_path(asked.base, text)


def _explaining(asked: OnView) -> dict[str, Reader]:
    """Who reads the current releases of the schemes that explain codes."""
    library = asked.served.services.library
    current = {system: library.current(scheme) for system, scheme in CODES.items()}
    indexes = {
        system: library.find(release.scheme, "current")
        for system, release in current.items()
        if release
    }
    return {system: asked.reader_of(index, "current") for system, index in indexes.items() if index}


async def _mapped(asked: OnView, concept: Concept, choice: Chosen) -> Mapped | None:
    """The counterparts in a set."""
    found = await content(asked, choice)
    made = mapped(asked.reader, concept.id, choice, found, other(asked, choice))
    about = asked.served.about
    goes_on = about.immutable and choice.record.full_name not in about.release.mapping_sets
    return made._replace(matches=(), total=0) if made and goes_on else made


def _documents(asked: OnView, concept: Concept) -> list[tuple[str, str]]:
    """The media types of the concept's document, and where each is to be had by its address alone."""
    path = asked.reader.path(concept)
    return [(media_type, f"{path}.{ending}") for ending, media_type in _ENDINGS.items()]


def _links(asked: OnView, concept: Concept) -> Headers:
    """Links to the same concept as data, and to the files of its release."""
    told = [f'<{path}>; rel="alternate"; type="{it}"' for it, path in _documents(asked, concept)]
    told.append(f'</archive/{asked.served.index.release.name}/>; rel="collection"')
    return [(b"link", ", ".join(told).encode())]
