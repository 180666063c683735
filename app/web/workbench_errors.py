"""What went wrong in the workbench, as a screen that says what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from starlette.responses import Response

from app.errors import problem
from app.refusals import SignInRequiredError
from app.web import workbench_words
from app.web.workbench import screen_page

if TYPE_CHECKING:
    from starlette.types import Scope

    from app.refusals import ServiceError
    from taxonomy.errors import TaxonomyError

__all__ = ["HOME", "shown_in_workbench"]

HOME = "/workbench"


def shown_in_workbench(scope: Scope, error: TaxonomyError | ServiceError) -> Response:
    """The screen of the error; whoever is not signed in and only looks is led to the page for that."""
    if isinstance(error, SignInRequiredError) and scope["method"] == "GET":
        query = scope["query_string"].decode("latin-1")
        asked = f"{scope['path']}?{query}" if query else scope["path"]
        address = f"{HOME}/sign-in?to={quote(asked, safe='')}"
        headers = {"Location": address, "Cache-Control": "no-store"}
        return Response(status_code=303, headers=headers)
    made = problem(scope, error)
    status = made.status_code
    title, advice = workbench_words.of_error(error)
    values = {
        "title": title,
        "advice": advice,
        "needed": getattr(error, "needed", ()),
        "back": _came_from(scope),
        "status": status,
        "code": error.code,
        "detail": error.detail,
        "findings": getattr(error, "findings", ()),
        "request_id": scope.get("request_id", ""),
    }
    session = scope.get("state", {}).get("signed_in")
    response = screen_page(scope, "workbench/error.html", values, session, status=status)
    own = {b"content-type", b"content-length", b"cache-control"}
    response.raw_headers += [it for it in made.raw_headers if it[0] not in own]
    return response


def _came_from(scope: Scope) -> str:
    """The screen from which the form was sent, "" where none tells."""
    headers = dict(scope["headers"])
    found = urlsplit(headers.get(b"referer", b"").decode("latin-1"))
    inside = found.path == HOME or found.path.startswith(f"{HOME}/")
    return f"{found.path}?{found.query}" if inside and found.query else found.path if inside else ""
