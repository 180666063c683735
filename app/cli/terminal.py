"""Where a command writes and what ends it: no lost reader, full disk or encoding ends its work."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import TextIO

    from typing_extensions import Buffer

__all__ = ["INTERRUPTED", "STOPPED", "StoppedError", "steady"]

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells count it: 128 and the number of SIGINT."""
STOPPED = 143
"""Exit code after SIGTERM."""


class StoppedError(KeyboardInterrupt):
    """The process was asked to end by SIGTERM."""


@contextmanager
def steady() -> Iterator[None]:
    """Standard output and error that never raise, and SIGTERM as an exception; ends by SystemExit.

    What a stream cannot encode is written as an escape. Where standard output could not be written,
    other than by its reader leaving, a command that would have ended well ends with exit code 1.
    """
    _occupy_closed_descriptors()
    out, err = _Steady(1), _Steady(2)
    sys.stdout, sys.stderr = _text(out, sys.stdout), _text(err, sys.stderr)
    signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    except KeyboardInterrupt as reason:
        stopped = isinstance(reason, StoppedError)
        sys.stderr.write("stopped\n" if stopped else "interrupted\n")
        raise SystemExit(STOPPED if stopped else INTERRUPTED) from reason
    except SystemExit as ended:
        sys.stdout.flush()
        if out.failure and not ended.code and out.failure.errno != errno.EPIPE:
            why = out.failure.strerror
            sys.stderr.write(f"standard output could not be written ({why}): it is cut short\n")
            raise SystemExit(1) from ended
        raise


class _Steady(io.RawIOBase):
    """A descriptor whose first failure is remembered, and which takes everything from then on."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.failure: OSError | None = None

    @override
    def writable(self) -> bool:
        return True

    @override
    def fileno(self) -> int:
        return self._descriptor

    @override
    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    @override
    def write(self, data: Buffer) -> int:
        view = memoryview(data)
        if self.failure is None:
            try:
                return os.write(self._descriptor, view)
            except OSError as error:
                self.failure = error
        return len(view)


def _text(raw: _Steady, before: TextIO | None) -> io.TextIOWrapper:
    encoding = getattr(before, "encoding", None) or "utf-8"
    buffered = io.BufferedWriter(raw)
    return io.TextIOWrapper(
        buffered, encoding=encoding, errors="backslashreplace", line_buffering=True
    )


def _occupy_closed_descriptors() -> None:
    """Open standard streams that the caller closed, lest the record's file gets their number."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise StoppedError
