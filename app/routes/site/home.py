"""The home of the site, and the first page of each release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.http.computing import computed
from app.http.dependencies import ServicesOfApp, served
from app.rendering.pages.front import counted, figures, lately
from app.rendering.pages.lists import letters
from app.routes.site.asking import AskedPage, OnView, PageLanguage, on_view
from app.web.links import CONTENT
from app.web.pages import page
from app.web.redirecting import moved
from taxonomy import schemes
from taxonomy.media_types import JSON
from taxonomy.vocabulary import Kind, Predicate

if TYPE_CHECKING:
    from app.http.hot import Headers
    from app.http.services import Services
    from taxonomy.model import Release
    from taxonomy.schemes import Scheme

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_release = APIRouter(prefix="/{scheme:known}/{version}")

_FIRST = "competent"
_GROUPS = {Kind.SECTOR: Predicate.SECTOR, Kind.AREA_OF_INTEREST: Predicate.AREA_OF_INTEREST}
"""Kinds by which profiles are found, and how these link to them."""


@router.get("/")
async def home(
    request: Request,
    app: ServicesOfApp,
    lang: PageLanguage = None,
    content: Annotated[str | None, Query(alias=CONTENT)] = None,
) -> Response:
    """What the service is, its search, its doors, and the newest release."""
    current = _first(app)
    if current is None:
        return page(request, "home.html", {"held": [], "lately": None, "shelves": []}, lang=lang)
    asked = await on_view(request, await served(app, current.scheme, "current"), lang, content)
    scheme = schemes.get(current.scheme)
    values = {
        "held": figures(asked.served.index, scheme),
        "lately": lately(asked.reader, scheme),
        "shelves": _shelves(app),
    }
    return asked.page("home.html", values)


@router.get("/{scheme:known}")
@router.get("/{scheme:known}/")
async def scheme_page(request: Request, scheme: str) -> Response:
    """A scheme leads to its current release."""
    return moved(request, f"/{scheme}/current/", 307)


@_release.get("")
async def release_without_slash(request: Request, asked: AskedPage) -> Response:
    """The pages of a release stand below it."""
    return moved(request, f"{asked.base}/", 308)


@_release.get("/")
async def release_page(asked: AskedPage) -> Response:
    """The ways into a release: kinds, letters, sectors, ISCO, and what is new in it."""
    return asked.page(
        "front.html", await computed(asked.served.services, _front, asked), more=_as_data(asked)
    )


router.include_router(_release)


def _front(asked: OnView) -> dict[str, Any]:
    app, reader, release = asked.served.services, asked.reader, asked.served.about.release
    scheme = schemes.get(release.scheme)
    return {
        "held": figures(asked.served.index, scheme),
        "letters": letters(app.dictionaries.of(reader, scheme.main_kind)),
        "groups": [
            (kind, predicate, counted(reader, kind, predicate))
            for kind, predicate in _GROUPS.items()
            if kind in scheme.kinds
        ],
        "lately": lately(reader, scheme),
        "has_tree": scheme.id in {"esco", "isco"} or _has_codes(asked),
    }


def _as_data(asked: OnView) -> Headers:
    """Links to the same release as JSON, to each of its files that is linked data, and to all of them."""
    release = asked.served.about.release
    told = [
        f'</v1/schemes/{release.scheme}/releases/{release.version}>; rel="alternate"; type="{JSON}"'
    ]
    told += [
        f'</archive/{release.name}/{it.file}>; rel="alternate"; type="{it.media_type}"'
        for it in release.distributions
        if it.file.endswith((".ttl", ".jsonld"))
    ]
    told.append(f'</archive/{release.name}/>; rel="collection"')
    return [(b"link", ", ".join(told).encode())]


def _has_codes(asked: OnView) -> bool:
    """Whether its profiles can be found by ISCO: the groups are those of a scheme of their own."""
    library = asked.served.services.library
    return asked.served.scheme == _FIRST and library.current("isco") is not None


def _first(app: Services) -> Release | None:
    """The release that the home shows: Competent's, or whichever there is."""
    known = [_FIRST, *schemes.SCHEMES]
    return next((found for it in known if (found := app.library.current(it))), None)


def _shelves(app: Services) -> list[tuple[Scheme, Release]]:
    found = [(it, app.library.current(it.id)) for it in schemes.SCHEMES.values()]
    return [(scheme, release) for scheme, release in found if release]
