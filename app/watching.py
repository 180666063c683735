"""Watching the archive: which files of public releases are whole, and which must not be served."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taxonomy.errors import (
    ArchiveCorruptError,
    ArchiveFileAlteredError,
    ArchiveFileMissingError,
    UnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from app.archive import Archive, FileState
    from taxonomy.model import Distribution, Release

__all__ = ["Watch"]

TRUSTED_SECONDS = 24 * 3600.0
"""How long a file is trusted while its state stays: a disk that loses a bit tells nobody."""
IDLE = 3.0
"""Seconds of pause for each second of reading, where nobody waits for the file."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was found in a file of this state, at which second, and what is wrong, if anything."""

    state: FileState | None
    sha256: str
    at: float
    error: ArchiveCorruptError | None = None


class Watch:
    """Remembers in which state each file of a public release was proved to be the published one.

    `releases` lists the public releases, `clock` gives seconds. Any thread may ask.
    """

    def __init__(
        self,
        archive: Archive,
        releases: Callable[[], Iterable[Release]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._archive = archive
        self._releases = releases
        self._clock = clock
        self._verdicts: dict[str, _Verdict] = {}
        self._verifying = threading.Lock()
        self._closed = threading.Event()

    def knows(self, name: str, state: FileState | None, expected: Distribution) -> bool:
        """Whether the file was proved in this state; it raises what is known to be wrong with it."""
        verdict = self._verdicts.get(name)
        if verdict is None or (verdict.state, verdict.sha256) != (state, expected.sha256):
            return False
        if verdict.error:
            # A new one: raised twice at once, an error would gather the traces of both.
            raise type(verdict.error)(verdict.error.detail)
        return True

    def verify(self, name: str, expected: Distribution) -> FileState:
        """The state in which the file is the published one, read through where it was not before.

        ArchiveFileAlteredError and ArchiveFileMissingError where it is not: it must not be served.
        ArchiveUnavailableError where nobody can tell. Blocks, one file at a time.
        """
        with self._verifying:
            for _ in range(2):
                state = self._archive.state(name)
                if not self.knows(name, state, expected):
                    self._remember(name, self._examined(name, expected, state, lambda it: it))
                if self.knows(name, state, expected) and state:
                    return state
        message = f"{name} is being written anew in the archive"
        raise ArchiveFileAlteredError(message)

    def look(self) -> None:
        """Look at every file of every public release once; those in a new state are read through.

        Bounded: it rests longer than it reads, and ends early when the watch is closed.
        """
        expected = {
            f"{it.name}/{file.file}": file for it in self._releases() for file in it.distributions
        }
        self._archive.ping()
        states = self._archive.states() if expected else {}
        for name in [it for it in self._verdicts if it not in expected]:
            self._verdicts.pop(name, None)
        for name, file in expected.items():
            if self._closed.is_set():
                return
            if not self._is_trusted(name, states.get(name), file):
                found = self._examined(name, file, states.get(name), self._resting)
                if not self._closed.is_set():
                    self._remember_if_still(name, states.get(name), found)

    def run(self, seconds: float) -> None:
        """Look again and again, so many seconds between, until the watch is closed."""
        while not self._closed.is_set():
            try:
                self.look()
            except UnavailableError as error:
                _log.warning("the archive cannot be watched: %s", error.detail)
            except Exception:
                _log.exception("the archive cannot be watched")
            self._closed.wait(seconds)

    def close(self) -> None:
        """End the watch; whoever reads stops after the piece at hand."""
        self._closed.set()

    def failures(self) -> list[tuple[str, ArchiveCorruptError]]:
        """The files that are not served, by name, each with what is wrong."""
        found = [(name, it.error) for name, it in list(self._verdicts.items()) if it.error]
        return sorted(found, key=lambda it: it[0])

    def _is_trusted(self, name: str, state: FileState | None, file: Distribution) -> bool:
        verdict = self._verdicts.get(name)
        return (
            verdict is not None
            and (verdict.state, verdict.sha256) == (state, file.sha256)
            and self._clock() - verdict.at < TRUSTED_SECONDS
        )

    def _remember_if_still(
        self, name: str, state: FileState | None, verdict: _Verdict | None
    ) -> None:
        """Remember the verdict unless the file came into another state while it was made."""
        with self._verifying:
            if self._archive.state(name) == state:
                self._remember(name, verdict)

    def _remember(self, name: str, verdict: _Verdict | None) -> None:
        if verdict is None:
            return
        before = self._verdicts.get(name)
        was_whole = before is None or before.error is None
        if verdict.error and was_whole:
            _log.error("%s is not served: %s", name, verdict.error.detail)
        elif not verdict.error and not was_whole:
            _log.info("%s is served again", name)
        self._verdicts[name] = verdict

    def _examined(
        self,
        name: str,
        expected: Distribution,
        state: FileState | None,
        paced: Callable[[Iterator[bytes]], Iterator[bytes]],
    ) -> _Verdict | None:
        """What the file in this state is; None where it changed while it was read."""
        at, sha256, digest = self._clock(), expected.sha256, hashlib.sha256()
        if state is None:
            self._archive.ping()  # where all of it is away, no single file is missing
            return _Verdict(None, sha256, at, _missing(name))
        # Another size needs no reading: nothing of these bytes was published.
        if state.size == expected.size:
            try:
                for piece in paced(self._archive.pieces(name, state)):
                    digest.update(piece)
            except ArchiveCorruptError:
                return None
            if digest.hexdigest() == sha256:
                return _Verdict(state, sha256, at)
        return _Verdict(state, sha256, at, _altered(name, state, expected, digest.hexdigest()))

    def _resting(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces with pauses between, until the watch is closed."""
        began = time.perf_counter()
        for piece in pieces:
            yield piece
            if self._closed.wait((time.perf_counter() - began) * IDLE):
                return
            began = time.perf_counter()


def _missing(name: str) -> ArchiveFileMissingError:
    return ArchiveFileMissingError(f"{name} is missing in the archive: its operators were told")


def _altered(
    name: str, state: FileState, expected: Distribution, sha256: str
) -> ArchiveFileAlteredError:
    if state.size != expected.size:
        found = f"it has {state.size:,} bytes instead of {expected.size:,}"
    else:
        found = f"its SHA-256 is {sha256} instead of {expected.sha256}"
    return ArchiveFileAlteredError(f"{name} is not the file that was published: {found}")
