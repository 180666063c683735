"""What went wrong, as a page for those who read and as a problem for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

from starlette.responses import Response

from app.errors import MEDIA_TYPE, NotAcceptableError, ServiceError, problem
from app.http.negotiation import asking, best
from app.rendering.pages.addresses import concept_path
from app.web.frame import frame, parts_of
from app.web.languages import message
from app.web.pages import headers, language, written
from taxonomy.errors import ConceptNotFoundError, InvalidQueryError, ReleaseNotFoundError
from taxonomy.schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.types import Scope

    from app.web.languages import Language
    from taxonomy.errors import TaxonomyError

__all__ = ["shown"]


class _Room(NamedTuple):
    """A part of the site: where it begins, what it says to those who are lost, and its way back."""

    path: str
    advice: str
    back: str


class _Ways(NamedTuple):
    """Where whoever is lost may go: names alike with their paths, the first release that knows it."""

    alike: Sequence[tuple[str, str]] = ()
    first: str = ""
    there: str = ""
    current: str = ""
    asked: str = ""


_ROOMS = (
    _Room(
        "/archive",
        message("Check the address, or look for the release in the archive."),
        message("To the archive"),
    ),
    _Room(
        "/mappings",
        message("Check the address, or look for the set or the concept among the mappings."),
        message("To the mappings"),
    ),
    _Room(
        "",
        message("Check the address, or search for it by name or code."),
        message("To the start page"),
    ),
)
_OF_PROGRAMS = (
    "/v1",
    "/static",
    "/services",
    "/esco/api",
    "/reconcile",
    "/mcp",
    "/errors",
    "/docs",
    "/openapi.json",
    "/livez",
    "/readyz",
    "/metrics",
    "/usage",
    "/version",
)
"""Where nobody reads pages: an error is a problem document there, whatever the header Accept says."""
_TITLES = {
    404: message("We cannot find this"),
    405: message("This address only answers to reading"),
    406: message("This page exists as HTML only"),
    422: message("We cannot understand this address"),
    503: message("This is unavailable for a moment"),
}
_LONGEST_NAME = 100
_LOST = (404, 422)
_ADVICE = {
    503: message("Try again in a few seconds. Nothing is lost."),
}
_FAILED = message("Something went wrong on our side")
_REPORT = message("Try again later. If it goes wrong again, tell us the request number below.")


def shown(scope: Scope, error: TaxonomyError | ServiceError) -> Response:
    """A page where a reader of pages asked, else a problem document (RFC 9457)."""
    made = problem(scope, error)
    room = _room(scope)
    if room is None:
        return made
    chosen, lang = _language(scope)
    status = made.status_code
    values = {
        "title": _TITLES.get(status, _FAILED),
        "advice": room.advice if status in _LOST else _ADVICE.get(status, _REPORT),
        "room": room,
        "status": status,
        "code": error.code,
        "ways": _ways(scope, error),
        "detail": error.detail,
        "request_id": scope.get("request_id", ""),
    }
    body = written(scope, "error.html", values, chosen, lang=lang)
    response = Response(body, status)
    told = {name: value for name, value in headers(chosen) if name != b"cache-control"}
    kept = [it for it in made.raw_headers if it[0] not in {b"content-type", b"content-length"}]
    response.raw_headers += [*told.items(), *kept]
    return response


def _room(scope: Scope) -> _Room | None:
    """Where a reader of pages is. Browsers like HTML best; whoever takes anything is a program."""
    path = f"{scope['path']}/"
    if any(path.startswith(f"{it}/") for it in _OF_PROGRAMS):
        return None
    room = next(it for it in _ROOMS if path.startswith(f"{it.path}/"))
    try:
        wanted = best(asking(scope).accept, (MEDIA_TYPE, "text/html"))
    except NotAcceptableError:
        return None
    return room if wanted == "text/html" else None


def _ways(scope: Scope, error: TaxonomyError | ServiceError) -> _Ways:
    """What may have been meant, in the release on view."""
    library = scope["app"].state.services.library
    around = frame(library, scope["path"])
    if isinstance(error, ReleaseNotFoundError):
        scheme, _, rest = parts_of(scope["path"])
        known = scheme in SCHEMES and library.current(scheme)
        return _Ways(current=f"/{scheme}/current/{rest}" if known else "")
    if not isinstance(error, ConceptNotFoundError):
        return _Ways()
    first = error.first_release
    if not around.on_view:
        return _Ways(_paths(around.base, error.suggestions))
    name = around.rest.rpartition("/concepts/")[2]
    return _Ways(
        _paths(around.base, error.suggestions),
        first,
        around.there(first) if first else "",
        asked=name if len(name) < _LONGEST_NAME else "",
    )


def _paths(base: str, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(it, concept_path(base, it)) for it in names]


def _language(scope: Scope) -> tuple[Language, str | None]:
    """The language to say it in: the wrong one may be what the error is about."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [None])[-1]
    try:
        return language(scope, asked), asked
    except InvalidQueryError:
        return language(scope, None), None
