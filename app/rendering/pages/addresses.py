"""Where pages stand: `/{scheme}/{version}/…`, and what a concept is called in them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["base", "concept_path", "found", "reference"]

_STEMS = {"esco": "http://data.europa.eu/esco/"}
"""What the ids of a scheme begin with, and addresses leave out: `skill/0005c151-…`."""


def base(scheme: str, version: str) -> str:
    """What the pages of a release begin with; the version may be an alias."""
    return f"/{scheme}/{version}"


def reference(index: ReleaseIndex, concept: Concept) -> str:
    """What addresses of pages call the concept; `found` leads back to it."""
    name = index.name(concept).strip() or concept.id
    short = name.removeprefix(_STEMS.get(concept.scheme, ""))
    return next((it for it in (short, name) if found(index, it) is concept), concept.id)


def found(index: ReleaseIndex, text: str) -> Concept | None:
    """The concept that an address calls so: by notation, in small letters too, id, URI, or id without its stem."""
    stem = _STEMS.get(index.release.scheme, "")
    names = (text, f"{stem}{text}", text.upper())
    return next((it for it in map(index.find, names) if it), None)


def concept_path(base: str, reference: str) -> str:
    """The path of a concept's page below the base of its release."""
    return f"{base}/concepts/{quote(reference, safe='/')}"
