"""The outermost ASGI app: kept answers at once, and for all others limits, headers, counts and the log."""

from __future__ import annotations

import logging
import os
import re
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import Response

from app.errors import (
    BodyTooLargeError,
    InternalError,
    ServiceError,
    UnsupportedMediaTypeError,
    UriTooLongError,
    problem,
)
from app.http.access_log import AccessLog
from app.http.bounds import LONGEST_URI_BYTES, Bounded, most_of, too_large
from app.http.connection import while_open
from app.http.hot import Headers, PageVariant, key_of, no_page
from app.http.negotiation import asking, matches
from app.http.usage import use_of
from app.refusals import KeyInAddressError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from app.http.hot import Answer, AnswerCache
    from app.http.negotiation import Asking
    from app.http.traffic import Traffic

__all__ = ["Front", "Pages", "security_headers"]

NOT_MODIFIED = 304

CROSS_ORIGIN: Headers = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Accept-Ranges, Content-Disposition, Content-Location, Content-Range, Deprecation, ETag, "
        b"Link, Repr-Digest, Retry-After, Sunset, X-Release, X-Release-Status, X-Release-Window, X-Request-Id",
    ),
]
"""Pages of any origin may read every answer; never with credentials (Fetch Standard §3.2)."""
_PREFLIGHT = Response(
    status_code=204,
    headers={
        "Access-Control-Allow-Methods": "GET, HEAD, POST",
        "Access-Control-Allow-Headers": "*",
        "Access-Control-Max-Age": "86400",
    },
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._:-]{1,64}")
_KEY = re.compile(rb"competent(?:_|%5[Ff])[0-9A-Za-z]{4,16}(?:_|%5[Ff])[0-9A-Za-z]{16}")
_log = logging.getLogger(__name__)


def security_headers(public_url: str) -> Headers:
    """The headers of every answer that does not set its own."""
    headers = [
        *CROSS_ORIGIN,
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    ]
    if public_url.startswith("https://"):
        headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    return headers


class Pages(NamedTuple):
    """What is told by pages to who reads pages.

    `variant` tells from the headers Accept and Accept-Language which variant of a page is liked
    best, None where no page is; `refuse` answers a body that is too large to be read.
    """

    variant: PageVariant = no_page
    refuse: Callable[[Scope, ServiceError], Response] = problem


_NO_PAGES = Pages()


class Front:
    """Wraps the routes of `app`; every HTTP request passes here, and only here is it counted."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        public_url: str,
        answers: AnswerCache,
        traffic: Traffic,
        log: AccessLog | None,
        pages: Pages = _NO_PAGES,
    ) -> None:
        self.app = app
        self._public_url = public_url
        self._answers = answers
        self._traffic = traffic
        self._log = log
        self._pages = pages
        self._security = security_headers(public_url)
        self._prefix = os.urandom(6).hex().encode()
        self._numbers = count()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from kept bytes where the very same was answered before, else let the routes answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        asked = asking(scope)
        request_id = asked.request_id
        if not request_id or not _REQUEST_ID.fullmatch(request_id):
            request_id = b"%b-%x" % (self._prefix, next(self._numbers))
        method = scope["method"]
        if method in {"GET", "HEAD"}:
            answer = self._answers.find(key_of(scope, asked, self._pages.variant))
            if answer is not None:
                exchanged = await _send_kept(scope, answer, asked, request_id, send)
                self._traffic.hot += 1
                if answer.use is not None:
                    self._traffic.usage.count(answer.use)
                self._note(answer.route, exchanged, started, request_id)
                return
        exchange = _Exchange(while_open(send), self._security, request_id, head=method == "HEAD")
        # A copy: by its own scope the server decides whether an answer has a body.
        scope = {
            **scope,
            "method": "GET" if exchange.head else method,
            "without_body": exchange.head,
            "request_id": request_id.decode("latin-1"),
            "public_url": self._public_url,
        }
        await self._routed(scope, receive, exchange)
        sent = exchange.status, exchange.size
        use = use_of(scope)
        if use is not None:
            self._traffic.usage.count(use)
        self._note(_route(scope), (method, scope["path"], *sent), started, request_id)

    async def _routed(self, scope: Scope, receive: Receive, exchange: _Exchange) -> None:
        try:
            refused = _refused(scope)
            if refused:
                # an address that holds a key is not shown again on a page
                refuse = self._pages.refuse if isinstance(refused, BodyTooLargeError) else problem
                await refuse({**scope, "app": self.app}, refused)(scope, receive, exchange.send)
            elif _is_preflight(scope):
                await _PREFLIGHT(scope, receive, exchange.send)
            else:
                body = Bounded.of(scope, receive)
                await self.app(scope, body.receive, exchange.send)
        except Exception:
            _log.exception("request %s failed", scope["request_id"])
            if not exchange.status:
                detail = "the service failed; its operators find the reason under this request id"
                await problem(scope, InternalError(detail))(scope, receive, exchange.send)

    def _note(
        self, route: str, exchanged: tuple[str, str, int, int], started: float, request_id: bytes
    ) -> None:
        """Count and log an exchange: method, path, status, bytes of the body."""
        seconds = time.perf_counter() - started
        method, path, status, size = exchanged
        counted = method if method in _METHODS else "other"
        self._traffic.count(route, counted, status, size, seconds)
        if self._log is not None:
            self._log.add((time.time(), method, path, status, size, seconds, request_id))


async def _send_kept(
    scope: Scope, answer: Answer, asked: Asking, request_id: bytes, send: Send
) -> tuple[str, str, int, int]:
    """Send the kept answer or its 304; method, path, status, bytes of the body."""
    method = scope["method"]
    status, headers, body = 200, answer.headers, answer.body
    if asked.etags and matches(asked.etags, answer.etag):
        status, headers, body = 304, answer.not_modified, b""
    elif method == "HEAD":
        body = b""
    headers = [*headers, (b"x-request-id", request_id)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
    return method, scope["path"], status, len(body)


@dataclass(slots=True)
class _Exchange:
    """Adds the common headers to an answer on its way out, and notes its status and size."""

    _send: Send
    _security: Headers
    _request_id: bytes
    head: bool
    status: int = 0
    size: int = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [(name.lower(), value) for name, value in message.get("headers", ())]
            present = {name for name, _ in headers}
            common = CROSS_ORIGIN if self.status == NOT_MODIFIED else self._security
            headers += [it for it in common if it[0] not in present]
            headers.append((b"x-request-id", self._request_id))
            message = {**message, "headers": [_with_head(it) for it in headers]}
        elif message["type"] == "http.response.body":
            if self.head:
                message = {**message, "body": b""}
            self.size += len(message.get("body", b""))
        await self._send(message)


def _refused(scope: Scope) -> ServiceError | None:
    """What is wrong with a request before anything of it is read."""
    length = len(scope["raw_path"]) + len(scope["query_string"])
    if length > LONGEST_URI_BYTES:
        message = f"the address has {length:,} bytes; at most {LONGEST_URI_BYTES:,} are read"
        return UriTooLongError(message)
    if _KEY.search(scope["raw_path"] + b"?" + scope["query_string"]):
        message = (
            "a key in an address is kept by logs and histories: revoke it, and send another one "
            "in the header Authorization"
        )
        return KeyInAddressError(message)
    headers = dict(scope["headers"])
    declared = headers.get(b"content-length", b"")
    if declared.isdigit() and int(declared[:20]) > most_of(scope):
        return too_large(most_of(scope))
    coding = headers.get(b"content-encoding", b"identity")
    if coding.lower() != b"identity":
        message = f"the body is said to be {coding.decode('latin-1')[:100]!r}: send it as it is"
        return UnsupportedMediaTypeError(message, {"Accept-Encoding": "identity"})
    return None


def _is_preflight(scope: Scope) -> bool:
    """Whether a browser asks what a page of another origin may ask (Fetch Standard §3.2.2)."""
    return scope["method"] == "OPTIONS" and any(
        name == b"access-control-request-method" for name, _ in scope["headers"]
    )


def _with_head(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """HEAD is answered wherever GET is, and the header Allow says so."""
    name, value = header
    if name == b"allow" and b"GET" in value and b"HEAD" not in value:
        return name, value.replace(b"GET", b"GET, HEAD")
    return header


def _route(scope: Scope) -> str:
    """The route's template: a path itself would make a metric per concept."""
    return getattr(scope.get("route"), "path", "none")
