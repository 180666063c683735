"""What went wrong, as a page for those who read and as a problem for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import Response

from app.errors import MEDIA_TYPE, NotAcceptableError, ServiceError, problem
from app.http.negotiation import asking, best
from app.web.languages import message
from app.web.pages import headers, language, written
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from starlette.types import Scope

    from app.web.languages import Language
    from taxonomy.errors import TaxonomyError

__all__ = ["shown"]

_PAGES = "/archive"
_TITLES = {
    404: message("We cannot find this"),
    405: message("This address only answers to reading"),
    406: message("This page exists as HTML only"),
    422: message("We cannot understand this address"),
    503: message("This is unavailable for a moment"),
}
_ADVICE = {
    404: message("Check the address, or look for the release in the archive."),
    422: message("Check the address, or look for the release in the archive."),
    503: message("Try again in a few seconds. Nothing is lost."),
}
_FAILED = message("Something went wrong on our side")
_REPORT = message("Try again later. If it goes wrong again, tell us the request number below.")


def shown(scope: Scope, error: TaxonomyError | ServiceError) -> Response:
    """A page where a reader of pages asked, else a problem document (RFC 9457)."""
    made = problem(scope, error)
    if not _reads_pages(scope):
        return made
    chosen, lang = _language(scope)
    values = {
        "title": _TITLES.get(made.status_code, _FAILED),
        "advice": _ADVICE.get(made.status_code, _REPORT),
        "status": made.status_code,
        "code": error.code,
        "detail": error.detail,
        "request_id": scope.get("request_id", ""),
    }
    body = written(scope, "error.html", values, chosen, lang=lang)
    response = Response(body, made.status_code)
    told = {name: value for name, value in headers(chosen) if name != b"cache-control"}
    kept = [it for it in made.raw_headers if it[0] not in {b"content-type", b"content-length"}]
    response.raw_headers += [*told.items(), *kept]
    return response


def _reads_pages(scope: Scope) -> bool:
    """Browsers like HTML best; whoever takes anything is a program."""
    path = scope["path"]
    if path != _PAGES and not path.startswith(f"{_PAGES}/"):
        return False
    try:
        return best(asking(scope).accept, (MEDIA_TYPE, "text/html")) == "text/html"
    except NotAcceptableError:
        return False


def _language(scope: Scope) -> tuple[Language, str | None]:
    """The language to say it in: the wrong one may be what the error is about."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [None])[-1]
    try:
        return language(scope, asked), asked
    except InvalidQueryError:
        return language(scope, None), None
