"""What every route of one document does: find it, render it once, answer with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio.to_thread

from app.http.answering import kept_answer
from app.http.negotiation import VARIANTS, asking, best
from app.http.paging import paged
from app.http.usage import note_concepts
from app.rendering.variants import Show, rendered
from taxonomy.errors import ConceptNotFoundError, NotFoundError
from taxonomy.media_types import JSON
from taxonomy.vocabulary import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import Request
    from starlette.responses import Response

    from app.http.dependencies import Served
    from app.http.paging import PageQuery
    from app.rendering.languages import Asked
    from taxonomy.mapping import MappingSet
    from taxonomy.model import Concept

__all__ = ["document", "held_kind", "listed", "of_kind"]


async def document(
    request: Request,
    served: Served,
    concept: Concept,
    language: Asked | None,
    show: Show,
    mapped: Sequence[MappingSet] = (),
) -> Response:
    """The answer with this concept in the media type that the request likes best."""
    media_type = best(asking(request.scope).accept, VARIANTS)
    view = served.view(language, mapped)
    if media_type == JSON:
        body = rendered(view, concept, media_type, show)
    else:
        body = await anyio.to_thread.run_sync(rendered, view, concept, media_type, show)
    note_concepts(request.scope, served.version, [concept])
    revision = served.index.revision(concept).removeprefix("sha256:")
    return kept_answer(request, served, body, media_type, revision)


def listed(
    request: Request, served: Served, kind: Kind, page: PageQuery, language: Asked | None
) -> Response:
    """One page of the active concepts of a kind; NotFoundError where the scheme has none."""
    found = served.index.listed(held_kind(served.scheme, kind))
    return paged(request, served, page, found, served.view(language).summary)


def of_kind(served: Served, reference: str, kind: Kind) -> Concept:
    """The concept of that kind; NotFoundError where the scheme has none, ConceptNotFoundError else."""
    held_kind(served.scheme, kind)
    concept = served.concept(reference)
    if concept.kind is not kind:
        message = f"{reference[:200]!r} is a {concept.kind}, not a {kind}: see …/concepts/"
        raise ConceptNotFoundError(message)
    return concept


def held_kind(scheme: str, kind: Kind) -> Kind:
    """The kind; NotFoundError names the schemes that hold it where this one does not."""
    if kind in KINDS.get(scheme, ()):
        return kind
    holders = [name for name, kinds in KINDS.items() if kind in kinds]
    message = f"{scheme} holds no concepts of the kind {kind}; see {', '.join(holders)}"
    raise NotFoundError(message)
