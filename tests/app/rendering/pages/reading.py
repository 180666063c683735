"""A reader of a few concepts, for tests of what pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rendering.languages import Asked
from app.rendering.pages.names import Reader
from taxonomy.index import ReleaseIndex
from tests.app.serving import release
from tests.build import taxonomy

if TYPE_CHECKING:
    from taxonomy.model import Concept, Lifespan

__all__ = ["reader_of"]


def reader_of(
    *concepts: Concept,
    version: str = "1.0",
    lang: str = "nl",
    lives: dict[str, Lifespan] | None = None,
) -> Reader:
    """Somebody who reads these concepts as a release."""
    content = taxonomy(*concepts)
    index = ReleaseIndex.build(release(content, version), content, lives or {})
    return Reader(index, Asked(lang), f"/{content.scheme}/{version}")
