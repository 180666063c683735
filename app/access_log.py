"""One line per request, collected in memory and written in batches, off the request path."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from typing import NamedTuple, TextIO

import orjson

__all__ = ["AccessLog", "Line"]

FLUSH_SECONDS = 0.5
MOST_WAITING = 200_000
"""Beyond this many unwritten lines the newest are dropped and counted: a stuck pipe must not eat the memory."""


class Line(NamedTuple):
    """One answered request: time in seconds since 1970, size in bytes; never a query, never a key."""

    time: float
    method: str
    path: str
    status: int
    size: int
    seconds: float
    request_id: bytes


class AccessLog:
    """Takes lines at the price of a list append; `run` writes them as JSON lines."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._waiting: list[Line] = []
        self._dropped = 0

    def add(self, line: Line) -> None:
        """Take a line."""
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(line)
        else:
            self._dropped += 1

    def flush(self) -> None:
        """Write every line that waits; blocks as the stream does."""
        lines, self._waiting = self._waiting, []
        dropped, self._dropped = self._dropped, 0
        text = b"".join([_written(line) for line in lines])
        if dropped:
            text += orjson.dumps({"dropped_lines": dropped}) + b"\n"
        if text:
            stream = self._stream or sys.stdout
            stream.write(text.decode())
            stream.flush()

    async def run(self) -> None:
        """Write what waits every half second until cancelled."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            if self._waiting:
                await asyncio.to_thread(self.flush)


def _written(line: Line) -> bytes:
    return orjson.dumps(
        {
            "time": datetime.fromtimestamp(line.time, UTC).isoformat(timespec="milliseconds"),
            "method": line.method,
            "path": line.path.encode("utf-8", "replace").decode(),
            "status": line.status,
            "bytes": line.size,
            "ms": round(line.seconds * 1000, 3),
            "request_id": line.request_id.decode("latin-1"),
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )
