"""What is made once for each release that is served, and let go of with it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from taxonomy.index import ReleaseIndex

__all__ = ["PerRelease"]

T = TypeVar("T")


class PerRelease(Generic[T]):
    """Hands out one thing per index of a release; each is made once, by one thread at a time."""

    def __init__(self, make: Callable[[ReleaseIndex], T]) -> None:
        self._make = make
        self._held: dict[ReleaseIndex, T] = {}
        self._making = threading.Lock()

    def find(self, index: ReleaseIndex) -> T | None:
        """What there is for an index, None where it has to be made first: it never blocks."""
        return self._held.get(index)

    def get(self, index: ReleaseIndex) -> T:
        """What there is for an index, made where needed: blocks meanwhile, so call it in a thread."""
        found = self._held.get(index)
        if found is not None:
            return found
        with self._making:
            found = self._held.get(index)
            if found is None:
                found = self._make(index)
                self._held = {**self._held, index: found}
            return found

    def keep_only(self, indexes: Iterable[ReleaseIndex]) -> None:
        """Let go of what belongs to all other indexes, and of its memory."""
        kept = set(indexes)
        if not self._held.keys() <= kept:
            with self._making:
                self._held = {it: held for it, held in self._held.items() if it in kept}
