"""Previews: a concept on the very page that the public is going to see, made from a draft or a changeset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query

from app.editing.changesets import changeset_of
from app.editing.viewing import view_of
from app.rendering.languages import Asked, asked
from app.rendering.pages.addresses import base
from app.rendering.pages.competences import Shown
from app.rendering.pages.concept import concept_page
from app.rendering.pages.described import described
from app.rendering.pages.mapped import chosen, mapped
from app.rendering.pages.names import Reader
from app.rendering.workbench.preview import preview_index
from app.routes.site.concepts import CODES
from app.routes.site.pictures import circled
from app.routes.workbench.asking import ReadingScreen, Screen
from app.routes.workbench.changing import SCHEME
from app.web.frame import Frame
from app.web.workbench import screen_language, screen_page
from taxonomy.schemes import SCHEMES

if TYPE_CHECKING:
    from typing import Any

    from starlette.responses import Response

    from app.rendering.pages.mapped import Mapped
    from taxonomy.model import Concept

__all__ = ["router"]

router = APIRouter(prefix="/workbench/preview/{changeset:int}", include_in_schema=False)

_Number = Annotated[int, Path(ge=0, le=2**31 - 1)]
_Tag = Annotated[str | None, Query(max_length=40)]


@router.get("/concepts/{reference:path}")
async def concept(
    screen: ReadingScreen,
    changeset: _Number,
    reference: str,
    show: Annotated[Shown, Query()] = Shown.BOTH,
    lang: _Tag = None,
    content: _Tag = None,
) -> Response:
    """The page of a concept as the changeset (0: the draft) would make it; kept and found by nobody."""
    session = None if lang else screen.session
    tag = screen_language(screen.request.scope, session).tag
    reading = asked(content, None) or Asked(tag)
    values = await screen.run(_page, screen, (changeset, reference), show, reading)
    response = screen_page(screen.request.scope, "concept.html", values, session)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@router.get("/{rest:path}")
async def elsewhere(screen: ReadingScreen, changeset: _Number, rest: str) -> Response:
    """Where a preview leads out of: the same page of the current release."""
    del changeset
    query = urlencode(screen.request.query_params.multi_items())
    return screen.led(f"/{SCHEME}/current/{rest.lstrip('/')}{'?' if query else ''}{query}")


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is public beside the draft, as the same person reads it: other schemes, and mappings to them."""

    screen: Screen
    reading: Asked

    def reader(self, scheme: str) -> Reader | None:
        """Who reads the current release of another scheme; None where none is served."""
        library, settings = self.screen.app.library, self.screen.app.settings
        if library.current(scheme) is None:
            return None
        index = library.get(scheme, "current")
        return Reader(index, self.reading, base(scheme, "current"), settings.public_url)

    def mapped(self, reader: Reader, concept: Concept) -> list[Mapped]:
        """What the concept is mapped to now, as its page is going to tell it."""
        shelf, version = self.screen.app.mappings, reader.index.release.version
        found = [
            mapped(reader, concept.id, it, shelf.content(it.record, turned=it.turned), other)
            for it in chosen(shelf.newest_first(), SCHEME, version)
            for other in (self.reader(it.other),)
        ]
        return [it for it in found if it]


def _page(screen: Screen, at: tuple[int, str], show: Shown, reading: Asked) -> dict[str, Any]:
    changeset, reference = at
    library, settings = screen.app.library, screen.app.settings
    view = view_of(screen.app.desk, changeset or None)
    made = preview_index(view, library)
    at_preview = f"/workbench/preview/{changeset}"
    reader = Reader(made, reading, at_preview, settings.public_url)
    held = view.get(reference)
    known = [it for it in library.releases(SCHEME) if it.version != made.release.version]
    beside = _Beside(screen, reading)
    codes = {system: it for system, scheme in CODES.items() if (it := beside.reader(scheme))}
    page = concept_page(
        reader,
        held,
        shown=show,
        releases=[*known, made.release],
        others=codes,
        mapped=beside.mapped(reader, held),
    )
    digcomp = beside.reader("digcomp")
    title = changeset_of(screen.app.parts.engine, changeset).title if changeset else ""
    frame = Frame(
        SCHEMES[SCHEME],
        made.release,
        library.current(SCHEME),
        "current",
        at_preview,
        f"/concepts/{reference}",
        on_view=True,
        releases=library.releases(SCHEME)[::-1],
        shelves=(),
    )
    return {
        "page": page,
        "described": described(reader, page),
        "documents": [],
        "formats": {},
        "circle": circled(reader, digcomp, held) if digcomp else None,
        "takes_feedback": False,
        "content_lang": reading.lang,
        "frame": frame,
        "preview": {"changeset": changeset, "title": title, "concept": held.id},
    }
