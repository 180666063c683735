"""A document in the media type that was asked for."""

from __future__ import annotations

from collections.abc import Callable

import orjson

from app.rendering.concepts import Json, View
from taxonomy.formats import skos
from taxonomy.media_types import JSON_LD, TURTLE
from taxonomy.model import Concept

__all__ = ["Show", "rendered"]

Show = Callable[[View, Concept], Json]
"""How a kind of document is made in JSON."""


def rendered(view: View, concept: Concept, media_type: str, show: Show) -> bytes:
    """The bytes of a concept: `show` decides the JSON; the RDF variants say the concept itself."""
    if media_type == TURTLE:
        return skos.turtle(view.index, concept, view.public_url)
    if media_type == JSON_LD:
        return skos.json_ld(view.index, concept, view.public_url)
    return orjson.dumps(show(view, concept))
