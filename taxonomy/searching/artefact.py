"""The index of a release as one file: arrays that are mapped into memory, proved by a checksum."""

from __future__ import annotations

import json
import mmap
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["ENGINE", "Content", "DamagedError", "opened", "written"]

ENGINE = 1
"""The version of what the arrays mean; files of another one are never read."""

_MAGIC = b"competent search\n"
_ALIGNED = 64
_PIECE = 1 << 20


class DamagedError(Exception):
    """A file is not what was written: cut short, altered, or of another release or engine."""


class Content(NamedTuple):
    """What an index holds: its arrays by name, and the languages of its labels, sorted."""

    arrays: Mapping[str, np.ndarray[Any, Any]]
    langs: Sequence[str]


def written(content: Content, digest: str) -> bytes:
    """The file of the index of the release with this digest; the same bytes for the same content."""
    tables, parts, at = [], [], 0
    for name, array in sorted(content.arrays.items()):
        data = np.ascontiguousarray(array).tobytes()
        tables.append([name, array.dtype.str, list(array.shape), at])
        padding = -len(data) % _ALIGNED
        parts += [data, b"\0" * padding]
        at += len(data) + padding
    body = b"".join(parts)
    head = {
        "engine": ENGINE,
        "digest": digest,
        "langs": list(content.langs),
        "tables": tables,
        "bytes": len(body),
        "crc32": zlib.crc32(body),
    }
    line = _MAGIC + json.dumps(head, sort_keys=True).encode() + b"\n"
    room = -len(line) % _ALIGNED
    return line[:-1] + b" " * room + b"\n" + body


def opened(path: Path, digest: str) -> Content:
    """The index in the file, its arrays mapped into memory; DamagedError, OSError."""
    with path.open("rb") as file:
        try:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        except ValueError as error:  # an empty file
            raise DamagedError(str(error)) from error
    head, begin = _head(data)
    if head.get("digest") != digest or head.get("engine") != ENGINE:
        message = f"it is of {str(head.get('digest'))[:80]}, engine {str(head.get('engine'))[:20]}"
        raise DamagedError(message)
    body = memoryview(data)[begin:]
    if len(body) != head.get("bytes") or _checksum(body) != head.get("crc32"):
        message = "its bytes are not those that were written"
        raise DamagedError(message)
    if hasattr(mmap, "MADV_DONTNEED"):
        data.madvise(mmap.MADV_DONTNEED)  # what was read for the checksum only is let go
    try:
        arrays = {
            name: np.frombuffer(body, np.dtype(kind), int(np.prod(shape)), at).reshape(shape)
            for name, kind, shape, at in head["tables"]
        }
        return Content(arrays, head["langs"])
    except (KeyError, TypeError, ValueError) as error:
        message = "its first line does not say what it holds"
        raise DamagedError(message) from error


def _head(data: mmap.mmap) -> tuple[dict[str, Any], int]:
    end = data.find(b"\n", len(_MAGIC))
    if data[: len(_MAGIC)] != _MAGIC or end < 0:
        message = "it does not begin as an index does"
        raise DamagedError(message)
    try:
        head = json.loads(data[len(_MAGIC) : end])
    except ValueError as error:
        message = "its first line cannot be read"
        raise DamagedError(message) from error
    if not isinstance(head, dict):
        message = "its first line says nothing"
        raise DamagedError(message)
    return head, end + 1


def _checksum(body: memoryview) -> int:
    """CRC-32, piece by piece, so that no copy is made and other threads get their turn."""
    found = 0
    for at in range(0, len(body), _PIECE):
        found = zlib.crc32(body[at : at + _PIECE], found)
    return found
