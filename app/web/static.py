"""The files that pages need beside their text: under an address of their bytes, so cached for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["FILES", "StaticFile", "address", "alone_style", "digest"]

_FOLDER = Path(__file__).parent / "static"
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".speculation": "application/speculationrules+json",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class StaticFile(NamedTuple):
    """Its bytes and their media type."""

    body: bytes
    media_type: str


FILES = {
    it.name: StaticFile(it.read_bytes(), _MEDIA_TYPES[it.suffix])
    for it in sorted(_FOLDER.iterdir())
}
"""Every one by its name."""


@cache
def digest() -> str:
    """Names the bytes of all of them together, in 16 hexadecimal digits."""
    found = hashlib.sha256()
    for name, file in FILES.items():
        found.update(f"{name} {hashlib.sha256(file.body).hexdigest()}\n".encode())
    return found.hexdigest()[:16]


def address(name: str) -> str:
    """The path of a static file; KeyError where there is none."""
    FILES[name]
    return f"/static/{digest()}/{name}"


@cache
def alone_style() -> str:
    """The style of a picture that stands alone: the tokens of the pages, and the rules of pictures."""
    tokens = FILES["site.css"].body.decode().partition("\n*,")[0]
    rules = (FILES[it].body.decode() for it in ("picture.css", "drawn.css"))
    return "".join((tokens, *rules))
