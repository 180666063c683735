"""Whole pages that stay in memory until the releases or the mappings change: the next request needs no route."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.http.answering import reply
from app.http.front import security_headers
from app.http.hot import Answer, key_of
from app.http.negotiation import accepts_gzip, asking, best
from app.http.usage import use_of
from app.web.languages import page_variant
from app.web.pages import headers, language, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request
    from starlette.responses import Response

    from app.http.hot import Headers
    from app.http.services import Services

__all__ = ["kept", "kept_page"]


def kept_page(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    *,
    lang: str | None,
    generation: int,
) -> Response:
    """As `page`, and kept; `generation` is that of the answers before anything was looked up for it."""
    best(asking(request.scope).accept, ("text/html",))
    chosen = language(request.scope, lang)
    body = written(request.scope, template, values, chosen, lang=lang)
    return kept(request, request.app.state.services, body, headers(chosen), generation)


def kept(
    request: Request, services: Services, body: bytes, told: Headers, generation: int
) -> Response:
    """The answer with these bytes and headers, kept under its address, language and gzip."""
    scope, asked = request.scope, asking(request.scope)
    level = 6 if accepts_gzip(asked.encoding) else 0
    every = [*told, *_security(request, told)]
    made = Answer.of(scope["route"].path, body, every, revision="", level=level)
    made = replace(made, use=use_of(scope))
    services.answers.keep(key_of(scope, asked, page_variant), made, generation)
    return reply(made, asked.etags)


def _security(request: Request, present: Headers) -> Headers:
    """The common headers, which nobody adds to an answer that is kept."""
    names = {name for name, _ in present}
    return [it for it in security_headers(request.scope["public_url"]) if it[0] not in names]
