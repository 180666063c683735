"""What a client accepts: media type by q-values (RFC 9110 §12.5.1), gzip, and its ETags."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from app.errors import NotAcceptableError
from taxonomy.media_types import JSON, JSON_LD, TURTLE

if TYPE_CHECKING:
    from starlette.types import Scope

__all__ = [
    "Asking",
    "accepts_gzip",
    "asking",
    "best",
    "liked",
    "matches",
    "variant",
    "weighed",
]

VARIANTS = (JSON, JSON_LD, TURTLE)
"""The media types of a concept; the first one is for whoever accepts anything."""


class Asking(NamedTuple):
    """The headers of a request that shape its answer; empty where absent."""

    accept: bytes = b""
    encoding: bytes = b""
    etags: bytes = b""
    request_id: bytes = b""
    language: bytes = b""


def asking(scope: Scope) -> Asking:
    """What the headers ask, read in one pass; repeated headers are joined (RFC 9110 §5.2)."""
    accept = encoding = etags = request_id = language = b""
    for name, value in scope["headers"]:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-encoding":
            encoding = encoding + b"," + value if encoding else value
        elif name == b"if-none-match":
            etags = etags + b"," + value if etags else value
        elif name == b"accept-language":
            language = language + b"," + value if language else value
        elif name == b"x-request-id":
            request_id = value
    return Asking(accept, encoding, etags, request_id, language)


@lru_cache(maxsize=1024)
def variant(accept: bytes) -> str | None:
    """The media type of a concept that this header likes best, None where it likes none."""
    return liked(accept, VARIANTS)


def best(accept: bytes, available: tuple[str, ...]) -> str:
    """The available media type that the header likes best; NotAcceptableError where it likes none."""
    found = liked(accept, available)
    if found is None:
        wanted = accept.decode("latin-1")[:200]
        message = f"{wanted!r} is not available; there is {', '.join(available)}"
        raise NotAcceptableError(message, available)
    return found


@lru_cache(maxsize=1024)
def accepts_gzip(encoding: bytes) -> bool:
    """Whether the header Accept-Encoding takes gzip."""
    weights = dict(weighed(encoding))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def matches(etags: bytes, etag: bytes) -> bool:
    """Whether If-None-Match names this ETag: lists, `*` and weak comparison (RFC 9110 §13.1.2)."""
    if etags == etag:
        return True
    if b"," not in etags and not etags.startswith((b"*", b"W/", b" ")):
        return False
    names = (it.strip().removeprefix(b"W/") for it in etags.split(b","))
    return any(name in (etag, b"*") for name in names)


def liked(accept: bytes, available: tuple[str, ...]) -> str | None:
    """The available media type that the header likes best, None where it likes none."""
    wishes = weighed(accept)
    if not wishes:
        return available[0]
    ranked = [(_quality(media, wishes), -place) for place, media in enumerate(available)]
    quality, place = max(ranked)
    return available[-place] if quality > 0 else None


def _quality(media: str, wishes: list[tuple[str, float]]) -> float:
    """The weight that the most specific range gives this media type."""
    weights = dict(wishes)
    family = media.partition("/")[0]
    for name in (media, f"{family}/*", "*/*"):
        if name in weights:
            return weights[name]
    return 0.0


def weighed(header: bytes) -> list[tuple[str, float]]:
    """What a header with q-values names, in lower case, each with its weight (0 to 1)."""
    wishes = []
    for part in header.decode("latin-1").lower().split(","):
        name, *parameters = (it.strip() for it in part.split(";"))
        if name:
            wishes.append((name, _weight(parameters)))
    return wishes


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
