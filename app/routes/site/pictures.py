"""Pictures of a release or of one profile: each as a page with its table, alone as SVG, and as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.http.answering import SHORT, passing_answer
from app.http.usage import note_release
from app.rendering.archive import shelf
from app.rendering.pages import figures as told
from app.rendering.pages.addresses import found
from app.rendering.pages.figures import Figures, Name
from app.routes.site.asking import AskedPage, OnView
from app.routes.site.browsing import groups_of
from app.web import chart
from app.web.drawing import barred, circle, line, tree
from app.web.pages import drawing
from taxonomy import schemes
from taxonomy.errors import NotFoundError, ReleaseNotFoundError
from taxonomy.media_types import CSV
from taxonomy.versions import Version
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rendering.archive import Listed
    from app.rendering.pages.names import Reader
    from taxonomy.model import Concept

__all__ = ["circle_of", "circled", "router"]

router = APIRouter(prefix="/{scheme:known}/{version}/pictures", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it was asked for: its figures, and the concept that it is of."""

    asked: OnView
    figures: Figures
    concept: Concept | None

    @property
    def values(self) -> dict[str, Any]:
        """What the templates of the picture need."""
        drawn = _drawn(self.asked, self.figures)
        return _values(self.asked.reader, self.figures, self.concept, drawn)


async def shown(
    asked: AskedPage, name: Name, of: Annotated[str, Query(max_length=2000)] = ""
) -> Shown:
    """The picture that the path names; NotFoundError where the release has none of that name."""
    concept = (found(asked.served.index, of) or asked.served.concept(of)) if of else None
    if name not in _names(asked, concept):
        message = f"{asked.served.index.release.name} has no picture {name!r} of {of[:80]!r}"
        raise NotFoundError(message)
    return Shown(asked, _figures(asked, name, concept), concept)


@router.get("")
async def pictures(asked: AskedPage) -> Response:
    """The pictures that there are of the release."""
    return asked.page("pictures.html", {"pictures": _names(asked, None)})


@router.get("/{name}.svg")
async def alone(picture: Annotated[Shown, Depends(shown)]) -> Response:
    """The picture alone, which other pages may show; NotFoundError where there is nothing to draw."""
    asked, values = picture.asked, {**picture.values, "alone": True}
    if values["drawn"] is None:
        message = f"{asked.served.index.release.name} tells no figures to draw"
        raise NotFoundError(message)
    note_release(asked.request.scope, asked.served.about)
    return drawing(asked.request, "drawn.html", values, lang=asked.lang)


@router.get("/{name}.csv")
async def table(picture: Annotated[Shown, Depends(shown)]) -> Response:
    """The figures behind the picture."""
    body = "".join(told.table(picture.figures)).encode()
    return passing_answer(picture.asked.request, body, CSV, picture.asked.served.about)


@router.get("/{name}")
async def page(picture: Annotated[Shown, Depends(shown)]) -> Response:
    """The picture with its table."""
    of_others = picture.figures.name in (Name.ISCO, Name.DIGITAL)  # whose releases may be followed
    more = [(b"cache-control", SHORT.encode())] if of_others else []
    return picture.asked.page("picture.html", picture.values, more=more)


def _names(asked: OnView, concept: Concept | None) -> Sequence[Name]:
    """The pictures of the release, or those of a concept of it."""
    index = asked.served.index
    has = {
        Name.GROWTH: concept is None,
        Name.ISCO: concept is None and _groups(asked) is not None,
        Name.SECTORS: concept is None and bool(index.listed(Kind.SECTOR)),
        Name.DIGITAL: bool(index.listed(Kind.DIGITAL_SKILL)) and _is_profile(concept),
        Name.SETS: concept is not None and concept.kind is Kind.PROFILE,
        Name.LIFE: concept is not None,
    }
    return [name for name, there in has.items() if there]


def _is_profile(concept: Concept | None) -> bool:
    return concept is None or concept.kind is Kind.PROFILE


def _figures(asked: OnView, name: Name, concept: Concept | None) -> Figures:
    reader, library = asked.reader, asked.served.services.library
    releases = library.releases(asked.served.scheme)
    groups = _groups(asked)
    if name is Name.ISCO and groups:
        return told.by_isco(groups, reader)
    if name is Name.SECTORS:
        return told.by_sector(reader)
    if name is Name.DIGITAL:
        return told.digital(reader, _digcomp(asked), concept)
    if concept is None:
        return told.growth(_series(asked))
    if name is Name.SETS:
        return told.by_set(reader, concept)
    return told.through_releases(reader, concept, releases)


def _series(asked: OnView) -> Sequence[Listed]:
    """The releases up to the one on view, so that its page stays true when others follow."""
    release, library = asked.served.about.release, asked.served.services.library
    version = Version.parse(release.version)
    earlier = [
        it for it in library.releases(release.scheme) if Version.parse(it.version) <= version
    ]
    return shelf(schemes.get(release.scheme), earlier, release).series


def _drawn(asked: OnView, figures: Figures) -> Any:
    """The shapes; of growth those of the chart, None where there is nothing to draw."""
    if figures.name is Name.GROWTH:
        return chart.drawn(_series(asked))
    if figures.name is Name.ISCO:
        return tree(figures)
    if figures.name is Name.LIFE:
        return line(figures)
    return _shape(figures)


def _shape(figures: Figures) -> Any:
    """The circle of DigComp, or bars where it has no rings."""
    rings = figures.name is Name.DIGITAL and any(it.depth for it in figures.rows)
    return circle(figures) if rings else barred(figures)


def _groups(asked: OnView) -> Reader | None:
    try:
        index, version = groups_of(asked)
    except NotFoundError:
        return None
    return asked.reader_of(index, version)


def circle_of(asked: OnView, concept: Concept) -> dict[str, Any] | None:
    """What the page of a concept shows of the circle of DigComp; None where it has no place in it."""
    framework = asked.reader if asked.served.scheme == "digcomp" else _digcomp(asked)
    return circled(asked.reader, framework, concept) if framework else None


def circled(reader: Reader, framework: Reader, concept: Concept) -> dict[str, Any] | None:
    """As `circle_of`, of whoever reads the concept and DigComp."""
    figures = told.lit(reader, framework, concept)
    return _values(reader, figures, concept, _shape(figures)) if figures else None


def _values(
    reader: Reader, figures: Figures, concept: Concept | None, drawn: Any
) -> dict[str, Any]:
    """What the templates of a picture need."""
    return {
        "name": figures.name,
        "figures": figures,
        "of": reader.item(concept) if concept else None,
        "drawn": drawn,
        "alone": False,
        "titled": schemes.get(reader.index.release.scheme).title,
    }


def _digcomp(asked: OnView) -> Reader | None:
    try:
        index = asked.served.services.library.find("digcomp", "current")
    except ReleaseNotFoundError:
        return None
    return asked.reader_of(index, "current") if index else None
