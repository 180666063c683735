"""Settings of the whole process that a reader holds for a while, whatever other threads do."""

from __future__ import annotations

import csv
import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Setting", "keep_from_search", "long_cells", "without_cycle_search"]

_LONGEST_CELL = 8 * 1024**2
"""Characters; conceptSchemes.hasTopConcept of ESCO 1.2 has some 630 000."""


class Setting:
    """`take` is called by the first thread that enters and its answer by the last that leaves."""

    def __init__(self, take: Callable[[], Callable[[], object]]) -> None:
        self._take = take
        self._lock = threading.Lock()
        self._users = 0
        self._restore: Callable[[], object] = lambda: None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within it the setting is as this one wants it."""
        with self._lock:
            if self._users == 0:
                self._restore = self._take()
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                if self._users == 0:
                    self._restore()


def _lift_cell_limit() -> Callable[[], object]:
    before = csv.field_size_limit()
    csv.field_size_limit(max(before, _LONGEST_CELL))
    return lambda: csv.field_size_limit(before)


def _pause_collector() -> Callable[[], object]:
    if not gc.isenabled():
        return lambda: None
    gc.disable()
    return _resume_collector


def keep_from_search() -> None:
    """Let every later search for cycles pass by all that there is now: it stays for good."""
    gc.freeze()
    _KEPT.set()


def _resume_collector() -> None:
    if not _KEPT.is_set():  # counting what is frozen would walk all of it, each time
        # To and fro, all that was made is old: the next search of the young ones passes it by.
        gc.freeze()
        gc.unfreeze()
    gc.enable()


_KEPT = threading.Event()
_CELLS = Setting(_lift_cell_limit)
_COLLECTOR = Setting(_pause_collector)


@contextmanager
def long_cells() -> Iterator[None]:
    """Within it `csv` takes cells of up to 8 MiB characters; then its limit is what it was."""
    with _CELLS.held():
        yield


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Within it Python's search for reference cycles rests; what is unused is still freed at once.

    For a reader that makes some hundred thousand values and no cycles: the search would walk all
    of them again and again, and take as long as the reading.
    """
    with _COLLECTOR.held():
        yield
