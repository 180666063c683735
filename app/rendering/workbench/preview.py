"""A concept as the public is going to see it: the draft, or what a changeset makes of it, as a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rendering.concepts import View as PublicView

if TYPE_CHECKING:
    from app.editing.viewing import View
    from app.library import Library
    from app.rendering.concepts import Json
    from taxonomy.index import ReleaseIndex

__all__ = ["preview_document", "preview_index"]


def preview_index(view: View, library: Library) -> ReleaseIndex:
    """The release that the draft would be with what the changeset makes of it."""
    held = view.held
    current = library.find(held.taxonomy.scheme, "current") if _served(view, library) else None
    lifespans = current.lifespans if current else {}
    if not view.changes and not lifespans:
        return held.index
    return view.indexed(lifespans)


def preview_document(view: View, library: Library, reference: str, public_url: str) -> Json:
    """The concept as the public API would tell it; ConceptNotFoundError."""
    concept = view.get(reference)
    return PublicView(preview_index(view, library), public_url).concept(concept)


def _served(view: View, library: Library) -> bool:
    """Whether a release of the scheme is public, whose lives of concepts go on in the preview."""
    return library.current(view.held.taxonomy.scheme) is not None
