"""The annotators of served releases: each is made when it is first asked for, and goes with its release."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taxonomy.annotating.engine import Annotator

if TYPE_CHECKING:
    from app.library import Library
    from taxonomy.index import ReleaseIndex

__all__ = ["Annotators"]


@dataclass(slots=True)
class Annotators:
    """Keeps an annotator for each release that is in memory and was asked for."""

    library: Library
    _kept: dict[str, Annotator] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)

    def get(self, index: ReleaseIndex) -> Annotator:
        """The annotator of a release; it may be made first, which takes seconds, so call it in a thread."""
        found = self._kept.get(index.release.name)
        if found is not None and found.index is index:
            return found
        with self._making:
            self.prune()
            found = self._kept.get(index.release.name)
            if found is None or found.index is not index:
                found = self._kept[index.release.name] = Annotator.build(index)
            return found

    def prune(self) -> None:
        """Drop the annotators of releases that the library has let go or loaded anew."""
        for name, held in list(self._kept.items()):
            if not any(it is held.index for it in self.library.held(held.index.release.scheme)):
                self._kept.pop(name, None)
