"""The reference of the API: its operations and its error codes, as JSON and as plain pages."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections import defaultdict
from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, Response

from app.errors import documented, status_of
from app.http.answering import SHORT, answer
from app.http.describing import answers
from app.http.negotiation import asking, best
from app.rendering.concepts import Json
from app.wire import operations as wire
from taxonomy.errors import NotFoundError
from taxonomy.media_types import JSON

__all__ = ["router"]

router = APIRouter(tags=["reference"])

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin:2.5rem 0 0}h3{margin:1.5rem 0 0;font-size:1rem;font-weight:400}"
    "p,ul{margin:.25rem 0}ul{padding-left:1.25rem}header p{margin:.75rem 0}"
    "code{font-size:.95em;overflow-wrap:anywhere}"
    "h2 code,h3 code{background:rgb(128 128 128/.15);padding:.1em .3em;border-radius:.2em}"
)
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_CSP = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'"
_HTML = "text/html"
_REFERENCE = '<p><a href="/docs">The operations of the API</a>.</p>'


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> Response:
    """The operations of the API as a page without scripts."""
    document = request.app.openapi()
    shown: defaultdict[str, list[str]] = defaultdict(list)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            shown[operation["tags"][0]].append(_operation(path, method, operation))
    info = document["info"]
    text = (
        f"<p>{escape(info['description'])}</p><p>The whole reference for machines: "
        '<a href="/openapi.json">openapi.json</a>. <a href="/errors">Error codes</a>.</p>'
    )
    parts = [
        f"<h2>{escape(tag['name'].capitalize())}</h2><p>{escape(tag['description'])}</p>"
        + "".join(shown[tag["name"]])
        for tag in document["tags"]
    ]
    return _page(info["title"], text, "".join(parts))


@router.get(
    "/errors",
    operation_id="error_codes",
    responses=answers(
        wire.ErrorCodeList,
        {
            "items": [
                {
                    "code": "release-not-found",
                    "title": "No such release",
                    "status": 404,
                    "description": "The scheme has no release of that version.",
                }
            ],
            "total": 1,
        },
        406,
        variants=(_HTML,),
    ),
)
async def errors(request: Request) -> Response:
    """Every error code, its status and its meaning."""
    items = sorted(_codes().values(), key=lambda it: it["code"])
    if best(asking(request.scope).accept, (JSON, _HTML)) == JSON:
        return answer(request, {"items": items, "total": len(items)})
    return _page("Error codes", _REFERENCE, "".join(_described(it) for it in items))


@router.get(
    "/errors/{code}",
    operation_id="error_code",
    responses=answers(
        wire.ErrorCode,
        {
            "code": "release-not-found",
            "title": "No such release",
            "status": 404,
            "description": "The scheme has no release of that version.",
        },
        406,
        variants=(_HTML,),
    ),
)
async def error(
    request: Request, code: Annotated[str, Path(examples=["release-not-found"])]
) -> Response:
    """What an error code means; the member `type` of every problem leads here."""
    found = _codes().get(code)
    if found is None:
        message = f"there is no error code {code[:80]!r}; see /errors"
        raise NotFoundError(message)
    if best(asking(request.scope).accept, (JSON, _HTML)) == JSON:
        return answer(request, found)
    links = f'{_REFERENCE[:-4]} <a href="/errors">All error codes</a>.</p>'
    return _page(found["title"], links, _described(found))


def _codes() -> dict[str, Json]:
    # A private class refines a public one under the same code: the public one is described.
    return {
        kind.code: {
            "code": kind.code,
            "title": kind.title,
            "status": status_of(kind),
            "description": " ".join((kind.__doc__ or "").split()),
        }
        for kind in documented()
        if not kind.__name__.startswith("_")
    }


def _described(code: Json) -> str:
    return (
        f"<h2><code>{escape(code['code'])}</code></h2><p>{code['status']} · "
        f"{escape(code['title'])}. {_with_code(code['description'])}</p>"
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    """Method and path, what it answers, what a query may ask."""
    asked = [
        f"<li><code>{escape(it['name'])}</code>: {_with_code(it.get('description', ''))}</li>"
        for it in operation.get("parameters", ())
        if it["in"] == "query"
    ]
    return (
        f'<section id="{escape(operation["operationId"])}">'
        f"<h3><code>{method.upper()} {escape(path)}</code></h3>"
        f"<p>{_with_code(operation['description'])}</p>"
        f"{'<ul>' + ''.join(asked) + '</ul>' if asked else ''}</section>"
    )


def _with_code(text: str) -> str:
    """The text with what stands between backticks set as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def _page(title: str, introduction: str, body: str) -> Response:
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><header><h1>{escape(title)}</h1>{introduction}</header>"
        f"<main>{body}</main></body></html>"
    )
    headers = {"Content-Security-Policy": _CSP, "Cache-Control": SHORT, "Vary": "Accept"}
    return HTMLResponse(text, headers=headers)
