"""Where somebody who asked for what is not there may go instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.rendering.languages import Asked
from app.rendering.pages.names import Reader
from app.web.frame import Frame, frame, parts_of
from app.web.links import CONTENT, Links
from taxonomy.errors import ConceptNotFoundError, ReleaseNotFoundError
from taxonomy.schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Scope

    from app.library import Library
    from app.refusals import ServiceError
    from app.rendering.pages.names import Item
    from app.web.languages import Language
    from taxonomy.errors import TaxonomyError

__all__ = ["Ways", "ways"]

_LONGEST_NAME = 100


class Ways(NamedTuple):
    """Concepts that are written alike, the first release that knows it, where and how to look again."""

    alike: Sequence[Item] = ()
    first: str = ""
    there: str = ""
    current: str = ""
    asked: str = ""


def ways(scope: Scope, error: TaxonomyError | ServiceError, language: Language) -> Ways:
    """What may have been meant, in the release on view, with names in the language of the content."""
    library: Library = scope["app"].state.services.library
    if isinstance(error, ReleaseNotFoundError):
        scheme, _, rest = parts_of(scope["path"])
        known = scheme in SCHEMES and library.current(scheme)
        return Ways(current=f"/{scheme}/current/{rest}" if known else "")
    if not isinstance(error, ConceptNotFoundError):
        return Ways()
    around = frame(library, scope["path"])
    content = dict(Links.of(scope, "").chosen).get(CONTENT, language.tag)
    alike = _alike(library, around, error.suggestions, Asked(content))
    if not around.on_view:
        return Ways(alike)
    first, name = error.first_release, around.rest.rpartition("/concepts/")[2]
    there = around.there(first) if first else ""
    return Ways(alike, first, there, asked=name if len(name) < _LONGEST_NAME else "")


def _alike(library: Library, around: Frame, names: Sequence[str], asked: Asked) -> list[Item]:
    """The concepts of these notations; none where their release is not in memory."""
    if around.scheme is None:
        return []
    index = library.find(around.scheme.id, around.asked)
    if index is None:
        return []
    reader = Reader(index, asked, around.base)
    return [reader.item(it) for it in map(index.find, names) if it]
