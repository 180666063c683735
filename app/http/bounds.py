"""How much of a request is read: its address, its body, and what is nested in that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from app.errors import BodyTooLargeError

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope

__all__ = [
    "LARGER_BODY_BYTES",
    "LARGEST_BODY_BYTES",
    "LONGEST_URI_BYTES",
    "MOST_NESTED",
    "Bounded",
    "most_of",
    "too_large",
]

LONGEST_URI_BYTES = 8192
LARGEST_BODY_BYTES = 4 * 1024 * 1024
_PACKAGE_BYTES = 24 * 1024 * 1024
_OF_FILES = (
    "/v1/editorial/translations/packages",
    "/workbench/translations/package",
    *("/v1/editorial/changesets/imports", "/v1/editorial/mapping-imports"),
    *("/workbench/changesets/imports", "/workbench/mappings/imports"),
)
"""Paths that take files: brackets in them nest nothing."""
LARGER_BODY_BYTES = {"/v1/translate": 12 * 1024 * 1024, **dict.fromkeys(_OF_FILES, _PACKAGE_BYTES)}
"""Paths that take more: 100 000 URIs of ESCO have 8 MB, all French translations of Competent 6 MB."""
MOST_NESTED = 50_000
"""Lists and objects of a body: each takes many times the memory, and the time, of its two bytes."""


@dataclass(slots=True)
class Bounded:
    """A body that stops being read where it grows beyond a bound."""

    _receive: Receive
    _most: int
    has_file: bool = False
    _size: int = 0
    _nested: int = 0

    @classmethod
    def of(cls, scope: Scope, receive: Receive) -> Bounded:
        """The body of a request, which its path bounds."""
        return cls(receive, most_of(scope), has_file=scope["path"] in _OF_FILES)

    async def receive(self) -> Message:
        """The next part of it; HTTPException with status 413 beyond a bound."""
        message = await self._receive()
        body = message.get("body", b"")
        self._size += len(body)
        if not self.has_file:
            self._nested += body.count(b"[") + body.count(b"{")
        # only exceptions of the framework leave the reading of a body as they are
        if self._size > self._most:
            raise HTTPException(413, too_large(self._most).detail)
        if self._nested > MOST_NESTED:
            told = f"at most {MOST_NESTED:,} lists and objects are read of a body"
            raise HTTPException(413, told)
        return message


def most_of(scope: Scope) -> int:
    """How many bytes of a body are read on this path."""
    return LARGER_BODY_BYTES.get(scope["path"], LARGEST_BODY_BYTES)


def too_large(most: int) -> BodyTooLargeError:
    """What is said of a body that has more bytes."""
    return BodyTooLargeError(f"at most {most:,} bytes of a body are read")
