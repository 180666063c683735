"""One line per request, collected in memory and written in batches, off the request path."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from functools import lru_cache
from typing import TextIO

import orjson

from app.masking import masked

__all__ = ["AccessLog", "Line"]

FLUSH_SECONDS = 0.5
MOST_WAITING = 200_000
"""Beyond this many unwritten lines the newest are dropped and counted: a stuck pipe must not eat the memory."""


Line = tuple[float, str, str, int, int, float, bytes]
"""Time in seconds since 1970, method, path, status, bytes of the body, seconds, request id.

Never a query, never a key. A plain tuple: it costs least, and garbage collection lets it be.
"""


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
        text = "".join([_written(line) for line in lines])
        if dropped:
            text += f'{{"dropped_lines":{dropped}}}\n'
        if text:
            stream = self._stream or sys.stdout
            stream.write(text)
            stream.flush()

    async def run(self) -> None:
        """Write what waits every half second until cancelled."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            if self._waiting:
                await asyncio.to_thread(self.flush)


def _written(line: Line) -> str:
    moment, method, path, status, size, seconds, request_id = line
    second = int(moment)
    return (
        f'{{"time":"{_second(second)}.{int((moment - second) * 1000):03}Z",'
        f'"method":{_quoted(method)},"path":{_quoted(path)},"status":{status},"bytes":{size},'
        f'"ms":{seconds * 1000:.3f},"request_id":"{request_id.decode("latin-1")}"}}\n'
    )


@lru_cache(maxsize=4)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """The text as a JSON string; lone surrogates, which no log can hold, are replaced, and keys masked."""
    return orjson.dumps(masked(text).encode("utf-8", "replace").decode()).decode()
