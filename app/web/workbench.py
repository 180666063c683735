"""From values to a screen of the workbench: who is signed in, the rooms open to them, no caching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.responses import Response

from app.auth.roles import Scope
from app.web.languages import NAMES, Language, message
from app.web.pages import headers, language, written
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope as RequestScope

    from app.auth.sessions import SignedIn

__all__ = ["ROOMS", "Room", "screen_language", "screen_page"]


class Room(NamedTuple):
    """A room of the workbench: its path, its name, and what one must be allowed to see it.

    What is not part of the day's work stands beside the others; one `counts` what is new to the person.
    """

    path: str
    name: str
    scope: Scope
    beside: bool = False
    counts: bool = False


ROOMS = (
    Room("/workbench", message("Dashboard"), Scope.READ),
    Room("/workbench/concepts", message("Concepts"), Scope.READ),
    Room("/workbench/competence-sets", message("Competence sets"), Scope.READ),
    Room("/workbench/digital-skills", message("Digital skills"), Scope.READ),
    Room("/workbench/translations", message("Translations"), Scope.READ),
    Room("/workbench/mappings", message("Mappings"), Scope.READ),
    Room("/workbench/upgrades", message("Upgrades"), Scope.READ),
    Room("/workbench/changesets", message("Changesets"), Scope.READ),
    Room("/workbench/release", message("Release desk"), Scope.READ),
    Room("/workbench/mentions", message("Said to me"), Scope.READ, beside=True, counts=True),
    Room("/workbench/people", message("People"), Scope.ADMINISTER, beside=True),
    Room("/workbench/audit", message("Audit"), Scope.READ, beside=True),
)
"""Every room that stands in the navigation: what is worked on, what becomes of it, who did it."""


def screen_language(scope: RequestScope, session: SignedIn | None) -> Language:
    """The language that the person chose, else the one that the request likes best."""
    chosen = session.person.language if session else ""
    if chosen in NAMES:
        return Language.of(chosen)
    asked = next(
        (it for it in scope["query_string"].decode("latin-1").split("&") if it.startswith("lang=")),
        "",
    )
    try:
        return language(scope, asked.partition("=")[2] or None)
    except InvalidQueryError:
        return language(scope, None)


def screen_page(
    scope: RequestScope,
    template: str,
    values: Mapping[str, Any],
    session: SignedIn | None,
    *,
    status: int = 200,
) -> Response:
    """The answer with a screen, which no cache keeps and no page of others reads."""
    chosen = screen_language(scope, session)
    rooms = [it for it in ROOMS if session and session.actor.may(it.scope)]
    shared = {
        "session": session,
        "rooms": rooms,
        **values,
    }
    body = written(scope, template, shared, chosen, lang=None)
    response = Response(body, status)
    told = dict(headers(chosen)) | {
        b"cache-control": b"no-store",
        b"vary": b"Cookie",
        b"access-control-allow-origin": scope["public_url"].encode(),
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
    }
    response.raw_headers += list(told.items())
    return response
