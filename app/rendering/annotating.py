"""The concepts that were found in a text, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.rendering.concepts import Json, View
    from taxonomy.annotating.values import Annotated, Annotation

__all__ = ["document"]


def document(found: Annotated, text: str, view: View) -> Json:
    """The answer to one text."""
    return {
        "lang": found.lang,
        "lang_source": found.lang_source,
        "annotations": [_annotation(it, text, view) for it in found.annotations],
        "release": view.index.release.name,
    }


def _annotation(it: Annotation, text: str, view: View) -> Json:
    return {
        "start": it.start,
        "end": it.end,
        "text": text[it.start : it.end],
        "concept": view.brief(it.concept),
        "matched": {
            "text": it.label.text,
            "lang": it.label.lang,
            "type": it.label.type,
            "how": it.how,
        },
        "score": it.score,
    }
