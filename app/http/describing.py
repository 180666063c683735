"""How routes describe their answers in the OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from fastapi.routing import APIRoute

from app.errors import MEDIA_TYPE
from app.http.examples import PROBLEM
from app.wire.operations import Problem
from taxonomy.media_types import JSON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastapi import APIRouter, FastAPI
    from pydantic import BaseModel

__all__ = ["Answers", "answers", "describe", "of_files", "refusals"]

Answers = dict[int | str, dict[str, Any]]

_PROBLEMS = {
    400: "The address or body is not for this service",
    401: "A key is needed, or the one that was sent opens nothing",
    403: "The key has no role that allows this",
    404: "Nothing has that name",
    405: "The path does not take this method",
    406: "Not available in this media type",
    409: "Somebody was first, or the state excludes it",
    412: "Changed meanwhile: what If-Match names is no longer there",
    413: "The request is too large",
    414: "The address is too long",
    415: "The body is of another media type",
    416: "The range lies outside the file",
    422: "The request cannot be understood",
    428: "The header If-Match is needed",
    500: "The service failed",
    503: "Temporarily unavailable",
}
_OF_ALL = (404, 414, 422, 500, 503)


def of_files(*media_types: str) -> dict[str, Any]:
    """What a route declares whose body is a file of one of these types."""
    content = {it: {"schema": {"type": "string", "format": "binary"}} for it in media_types}
    return {"requestBody": {"required": True, "content": content}}


def answers(
    model: type[BaseModel] | None,
    example: Any,
    *problems: int,
    description: str = "The answer",
    variants: tuple[str, ...] = (),
) -> Answers:
    """What a route declares: its 200 (and 304), every problem it can answer with, an example of each.

    `example` may be a function: it is called when the document is first read.
    """
    content: dict[str, Any] = {JSON: {"example": example}}
    content.update({variant: {"schema": {"type": "string"}} for variant in variants})
    success: dict[str, Any] = {"description": description, "content": content}
    if model:
        success["model"] = model
    unchanged = {"description": "What the header If-None-Match names is still the answer"}
    return {200: success, 304: unchanged, **refusals(*problems)}


def refusals(*problems: int) -> Answers:
    """The problems that every route can answer with, and these."""
    return {status: _problem(status) for status in sorted({*_OF_ALL, *problems})}


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content: dict[str, Any] = {"schema": schema}
    if status == PROBLEM["status"]:
        content["example"] = PROBLEM
    return {"description": _PROBLEMS[status], "content": {MEDIA_TYPE: content}}


def describe(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Let the OpenAPI document say what problems look like, and nothing of the framework's own."""
    generated = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            examples = _made(routers)
            document = generated()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            schemas["Problem"] = Problem.model_json_schema()
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            _drop_nulls(document)
            _drop_uniqueness(document)
            _restore(document, examples)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # the framework's documented way


def _drop_nulls(part: Any) -> None:
    """What may be absent is never null: a client need not tell two kinds of nothing apart."""
    if isinstance(part, list):
        for it in part:
            _drop_nulls(it)
    elif isinstance(part, dict):
        required = part.get("required", ())
        for name, it in part.get("properties", {}).items():
            if name not in required:
                _drop_null(it)
        if "in" in part and not part.get("required"):
            _drop_null(part["schema"])
        for it in part.values():
            _drop_nulls(it)


def _drop_uniqueness(part: Any) -> None:
    """Where the order of a list says nothing, what is said twice counts once: it is no mistake."""
    if isinstance(part, dict):
        part.pop("uniqueItems", None)
    for it in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _drop_uniqueness(it)


def _drop_null(schema: dict[str, Any]) -> None:
    """One alternative less; the last one becomes the schema itself."""
    null = {"type": "null"}
    kept = [it for it in schema.get("anyOf", ()) if it != null]
    if null not in schema.get("anyOf", ()):
        return
    schema.pop("default", None)
    if len(kept) > 1:
        schema["anyOf"] = kept
    else:
        del schema["anyOf"]
        schema.update(kept[0])


def _made(routers: Iterable[APIRouter]) -> list[tuple[APIRoute, Any]]:
    """The routes that have an example of their answer, and the example as plain JSON values."""
    found = []
    for route in (it for router in routers for it in router.routes if isinstance(it, APIRoute)):
        declared = route.responses.get(200, {}).get("content", {}).get(JSON, {})
        if "example" in declared and route.include_in_schema:
            held = declared["example"]
            made = held() if callable(held) else held
            declared["example"] = orjson.loads(orjson.dumps(made, option=orjson.OPT_UTC_Z))
            found.append((route, declared["example"]))
    return found


def _restore(document: dict[str, Any], examples: Iterable[tuple[APIRoute, Any]]) -> None:
    """The framework drops every null of an example, and a release without predecessor says null."""
    for route, example in examples:
        for method in route.methods or ():
            operation = document["paths"][route.path_format][method.lower()]
            operation["responses"]["200"]["content"][JSON]["example"] = example
