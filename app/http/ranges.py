"""Which bytes of a file the header Range asks for (RFC 9110 §14)."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.errors import RangeNotSatisfiableError

__all__ = ["Part", "part"]

_SINGLE = re.compile(rb"bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", re.IGNORECASE)
_MOST_DIGITS = 19


class Part(NamedTuple):
    """The bytes from start up to stop of a file of so many bytes."""

    start: int
    stop: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.stop - self.start

    @property
    def content_range(self) -> str:
        """As the header Content-Range tells it (§14.4)."""
        return f"bytes {self.start}-{self.stop - 1}/{self.size}"


def part(asked: bytes, condition: bytes, etag: bytes, size: int) -> Part | None:
    """The part that Range asks for, None where the whole file is to be sent.

    That is so without Range, where its condition (If-Range) does not hold, for several ranges, other
    units and what cannot be read (§14.2 lets each be ignored). RangeNotSatisfiableError where the
    range begins behind the end.
    """
    # A weak ETag never matches, nor does a date: answers have no Last-Modified (§13.1.5).
    if not asked or (condition and condition.strip() != etag):
        return None
    found = _SINGLE.fullmatch(asked.strip())
    if found is None or max(map(len, found.groups())) > _MOST_DIGITS:
        return None
    first, last = found.groups()
    if not first:
        return _suffix(last, size)
    start = int(first)
    stop = int(last) + 1 if last else size
    if stop <= start and last:
        return None
    if start >= size:
        raise _unsatisfiable(size)
    return Part(start, min(stop, size), size)


def _suffix(last: bytes, size: int) -> Part | None:
    """The last so many bytes; of an empty file there is no part, so it is sent whole (§14.1.2)."""
    if not last:
        return None
    if int(last) == 0:
        raise _unsatisfiable(size)
    return Part(max(0, size - int(last)), size, size) if size else None


def _unsatisfiable(size: int) -> RangeNotSatisfiableError:
    message = f"the file has {size:,} bytes, and the range holds none of them"
    return RangeNotSatisfiableError(message, {"Content-Range": f"bytes */{size}"})
