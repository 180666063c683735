"""The reference of the API: its operations and its error codes, as JSON and as plain pages."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, Response

from app.answering import SHORT, answer
from app.describing import answers
from app.errors import documented, status_of
from app.negotiation import JSON, asking, best
from app.rendering.concepts import Json
from app.wire import operations as wire
from taxonomy.errors import NotFoundError

__all__ = ["router"]

router = APIRouter(tags=["reference"])

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "code{background:#f3f3f3;color:#111}table{border-collapse:collapse}"
    "td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0}"
)
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_CSP = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'"
_HTML = "text/html"


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> Response:
    """The operations of the API as a page without scripts."""
    document = request.app.openapi()
    rows = [
        _row(path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    head = "<tr><th>Operation</th><th>Path</th><th>Answer</th></tr>"
    info = document["info"]
    text = (
        f"<p>{escape(info['description'])}</p><p>The whole reference for machines: "
        '<a href="/openapi.json">openapi.json</a>. <a href="/errors">Error codes</a>.</p>'
        f"<table>{head}{''.join(rows)}</table>"
    )
    return _page(info["title"], text)


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
    return _page("Error codes", "".join(_described(it) for it in items))


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
    return _page(found["title"], _described(found))


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
        f"{escape(code['title'])}. {escape(code['description'])}</p>"
    )


def _row(path: str, method: str, operation: dict[str, Any]) -> str:
    text = escape(operation.get("description") or operation.get("summary", ""))
    name = escape(operation.get("operationId", ""))
    return f"<tr><td>{name}</td><td><code>{method.upper()} {escape(path)}</code></td><td>{text}</td></tr>"


def _page(title: str, body: str) -> Response:
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    headers = {"Content-Security-Policy": _CSP, "Cache-Control": SHORT, "Vary": "Accept"}
    return HTMLResponse(text, headers=headers)
