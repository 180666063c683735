"""What went wrong, as a page for those who read and as a problem for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

from starlette.responses import Response

from app.errors import MEDIA_TYPE, NotAcceptableError, ServiceError, problem
from app.http.negotiation import asking, best
from app.web.languages import message
from app.web.pages import headers, language, written
from app.web.ways import ways
from app.web.workbench_errors import HOME, shown_in_workbench
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from starlette.types import Scope

    from app.web.languages import Language
    from taxonomy.errors import TaxonomyError

__all__ = ["shown"]


class _Room(NamedTuple):
    """A part of the site: where it begins, what it says to those who are lost, and its way back."""

    path: str
    advice: str
    back: str


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
    if f"{scope['path']}/".startswith(f"{HOME}/"):
        return shown_in_workbench(scope, error)
    chosen, lang = _language(scope)
    status = made.status_code
    values = {
        "title": _TITLES.get(status, _FAILED),
        "advice": room.advice if status in _LOST else _ADVICE.get(status, _REPORT),
        "room": room,
        "status": status,
        "code": error.code,
        "ways": ways(scope, error, chosen),
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


def _language(scope: Scope) -> tuple[Language, str | None]:
    """The language to say it in: the wrong one may be what the error is about."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [None])[-1]
    try:
        return language(scope, asked), asked
    except InvalidQueryError:
        return language(scope, None), None
