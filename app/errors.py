"""Every problem the service answers with: RFC 9457 bodies, one table from class to status.

* ServiceError                what only HTTP can get wrong: the classes below
* TaxonomyError               see taxonomy/errors.py; `STATUS` gives each branch its status
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from app.masking import masked
from app.refusals import ServiceError
from taxonomy.errors import (
    ArchiveCorruptError,
    ConflictError,
    InvalidError,
    InvalidQueryError,
    NotFoundError,
    TaxonomyError,
    UnavailableError,
)
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.types import Scope

    Show = Callable[[Scope, "TaxonomyError | ServiceError"], Response]

__all__ = [
    "MEDIA_TYPE",
    "STATUS",
    "BodyTooLargeError",
    "HeadersTooLargeError",
    "InternalError",
    "MalformedRequestError",
    "MethodNotAllowedError",
    "NotAcceptableError",
    "RangeNotSatisfiableError",
    "RouteNotFoundError",
    "ServiceError",
    "UnsupportedMediaTypeError",
    "UriTooLongError",
    "documented",
    "handle_errors",
    "problem",
    "status_of",
]

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
UNAVAILABLE = 503


class MalformedRequestError(ServiceError):
    """What was sent is not HTTP; the connection is closed."""

    code = "malformed-request"
    title = "Not a request"


class RouteNotFoundError(ServiceError):
    """No page or operation has this path."""

    code = "route-not-found"
    title = "No such path"
    status = 404


class MethodNotAllowedError(ServiceError):
    """The path exists and does not take this method; the header Allow names the ones it takes."""

    code = "method-not-allowed"
    title = "The path does not take this method"
    status = 405


class NotAcceptableError(ServiceError):
    """Nothing the header Accept names is available; `available` lists the media types that are."""

    code = "not-acceptable"
    title = "Not available in this media type"
    status = 406

    def __init__(self, detail: str, available: tuple[str, ...]) -> None:
        super().__init__(detail)
        self.available = available


class BodyTooLargeError(ServiceError):
    """The body of the request is larger than the service reads."""

    code = "body-too-large"
    title = "The request is too large"
    status = 413


class UriTooLongError(ServiceError):
    """The path and query are longer than the service reads; POST takes long lists."""

    code = "uri-too-long"
    title = "The address is too long"
    status = 414


class UnsupportedMediaTypeError(ServiceError):
    """The body is of a media type or content coding that the path does not take."""

    code = "unsupported-media-type"
    title = "The body cannot be of this type"
    status = 415


class RangeNotSatisfiableError(ServiceError):
    """No byte of the range lies inside the file; Content-Range tells its size."""

    code = "range-not-satisfiable"
    title = "The range lies outside the file"
    status = 416


class HeadersTooLargeError(ServiceError):
    """The headers are larger than the service reads; the connection is closed."""

    code = "headers-too-large"
    title = "The headers are too large"
    status = 431


class InternalError(ServiceError):
    """The service failed; its log holds the reason under the request id of this answer."""

    code = "internal-error"
    title = "The service failed"
    status = 500


STATUS: dict[type[TaxonomyError], int] = {
    ArchiveCorruptError: 503,
    NotFoundError: 404,
    ConflictError: 409,
    InvalidError: 422,
    UnavailableError: 503,
    TaxonomyError: 500,
}
"""The HTTP status of each branch of the library's errors; the nearest class counts."""

_MEMBERS = (
    *("first_release", "suggestions", "reachable", "errors", "available", "needed"),
    "conflicts",
)

_BY_STATUS: dict[int, type[ServiceError]] = {
    it.status: it
    for it in (RouteNotFoundError, MethodNotAllowedError, BodyTooLargeError, UriTooLongError)
}


def status_of(kind: type[TaxonomyError] | type[ServiceError]) -> int:
    """The status that an error of this class is answered with."""
    if issubclass(kind, ServiceError):
        return kind.status
    return next(STATUS[it] for it in kind.__mro__ if it in STATUS)


def documented() -> Iterator[type[TaxonomyError] | type[ServiceError]]:
    """Every class of error that can be answered, from general to special."""
    waiting: list[type[TaxonomyError] | type[ServiceError]] = [ServiceError, TaxonomyError]
    for kind in waiting:
        waiting.extend(it for it in kind.__subclasses__() if it not in waiting)
    return iter(waiting)


def problem(scope: Scope, error: TaxonomyError | ServiceError) -> Response:
    """The answer to an error: its code, what happened, to which request."""
    status = status_of(type(error))
    body = {
        "type": f"{scope.get('public_url', '')}/errors/{error.code}",
        "code": error.code,
        "title": error.title,
        "status": status,
        "detail": error.detail,
        "instance": scope["path"],
        "request_id": scope.get("request_id", ""),
        **_more(error),
    }
    headers = {**getattr(error, "headers", {}), "Cache-Control": "no-store"}
    if status == UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    content = orjson.dumps(_encodable(body), default=str)
    return Response(content, status, headers=headers, media_type=MEDIA_TYPE)


_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def handle_errors(app: FastAPI, show: Show = problem) -> None:
    """Let every error of the app be answered, by `show`: as a problem, unless it knows better."""

    async def expected(request: Request, error: Exception) -> Response:
        known = _known(request, error)
        if request.method == "OPTIONS" and isinstance(known, MethodNotAllowedError):
            known.headers["Allow"] += ", OPTIONS"
            return Response(status_code=204, headers=known.headers)
        return show(request.scope, known)

    async def unexpected(request: Request, _: Exception) -> Response:
        detail = sentence("the service failed; its operators find the reason under this request id")
        return show(request.scope, InternalError(detail))

    for kind in (TaxonomyError, ServiceError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, expected)
    app.add_exception_handler(Exception, unexpected)


def _known(request: Request, error: Exception) -> TaxonomyError | ServiceError:
    if isinstance(error, TaxonomyError | ServiceError):
        return error
    if isinstance(error, RequestValidationError):
        # The framework leaves a body as bytes where no header says that it is JSON.
        if isinstance(error.body, bytes):
            return UnsupportedMediaTypeError(_not_json(request))
        return _RefusedRequestError(error)
    if isinstance(error, HTTPException):
        return _of_framework(request, error)
    raise error


def _of_framework(request: Request, error: HTTPException) -> TaxonomyError | ServiceError:
    kind = _BY_STATUS.get(error.status_code)
    if error.status_code == 400:
        return InvalidQueryError("body: is not JSON in UTF-8, or is nested too deeply")
    if kind is None:
        return InvalidQueryError(f"the request cannot be read: {error.detail}")
    path = request.scope["path"][:200]
    details = {
        404: sentence("there is nothing at %(path)r", path=path),
        405: sentence("%(path)r does not take %(method)s", path=path, method=request.method),
    }
    headers = {"Allow": _methods(request)} if error.status_code == 405 else error.headers
    return kind(details.get(error.status_code, str(error.detail)), headers)


def _methods(request: Request) -> str:
    """Every method that the path takes, whichever route it belongs to; the framework tells the first route's."""
    return ", ".join(it for it in _METHODS if _is_taken(request, it))


def _is_taken(request: Request, method: str) -> bool:
    scope = {**request.scope, "method": method}
    return any(it.matches(scope)[0] is Match.FULL for it in request.app.routes)


def _not_json(request: Request) -> str:
    given = request.headers.get("content-type", "")[:100]
    told = f"the body is said to be {given!r}" if given else "nothing says what the body is"
    return f"{told}; send JSON with the header Content-Type: application/json"


class _RefusedRequestError(InvalidQueryError):
    """Parameters or a body that the declared types refuse."""

    def __init__(self, error: RequestValidationError) -> None:
        self.errors = [_refusal(it) for it in error.errors()]
        super().__init__("; ".join(f"{it['where']}: {it['message']}" for it in self.errors[:5]))


def _refusal(error: Mapping[str, Any]) -> dict[str, str]:
    """Where in the request, and what is wrong there."""
    if error["type"] == "json_invalid":
        message = f"is not JSON: {error['ctx']['error']}, at character {error['loc'][1]}"
        return {"where": "body", "message": message}
    return {"where": ".".join(str(part) for part in error["loc"]), "message": error["msg"]}


def _more(error: TaxonomyError | ServiceError) -> dict[str, Any]:
    """The members that only some problems have."""
    more = {name: getattr(error, name, None) for name in _MEMBERS}
    more["findings"] = [it.as_record() for it in getattr(error, "findings", ())]
    return {name: list(it) if isinstance(it, tuple) else it for name, it in more.items() if it}


def _encodable(value: Any) -> Any:
    """The value with every lone surrogate, which UTF-8 cannot hold, replaced, and every key masked."""
    if isinstance(value, str):
        return masked(value.encode("utf-8", "replace").decode("utf-8"))
    if isinstance(value, dict):
        return {key: _encodable(it) for key, it in value.items()}
    if isinstance(value, list):
        return [_encodable(it) for it in value]
    return value
