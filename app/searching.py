"""The searcher of each release that is served: its index is opened where it stands, else built."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from app.index_files import index_file, put
from taxonomy.kernels import prepare
from taxonomy.searching.answering import Searcher
from taxonomy.searching.artefact import Content, DamagedError, opened
from taxonomy.searching.building import build

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taxonomy.index import ReleaseIndex

__all__ = ["Searchers", "opened_or_built"]

_log = logging.getLogger(__name__)


def opened_or_built(folder: Path, index: ReleaseIndex) -> Content:
    """The search index of a release from its file; where that is missing or damaged, built and written.

    Where nothing can be written it is kept in memory, and the log says so.
    """
    file = index_file(folder, index.release)
    try:
        return opened(file, index.release.digest)
    except FileNotFoundError:
        pass
    except (DamagedError, OSError) as error:
        _log.warning("%s cannot be used and is built anew: %s", file, error)
    content = Content(*build(index))
    try:
        return put(folder, index.release, content)
    except (DamagedError, OSError) as error:
        _log.warning("the search index of %s stays in memory: %s", index.release.name, error)
        return content


class Searchers:
    """Hands out a searcher per index of a release; each is made once, by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[ReleaseIndex, Searcher] = {}
        self._making = threading.Lock()

    def find(self, index: ReleaseIndex) -> Searcher | None:
        """The searcher of an index, None where it has to be made first: it never blocks."""
        return self._held.get(index)

    def get(self, index: ReleaseIndex) -> Searcher:
        """The searcher of an index, made where needed: blocks meanwhile, so call it in a thread."""
        found = self._held.get(index)
        if found is not None:
            return found
        with self._making:
            found = self._held.get(index)
            if found is None:
                prepare("taxonomy.searching")  # here and not where questions are answered
                found = Searcher(index, opened_or_built(self._folder, index))
                self._held = {**self._held, index: found}
            return found

    def keep_only(self, indexes: Iterable[ReleaseIndex]) -> None:
        """Let go of the searchers of all other indexes, and of their memory."""
        kept = set(indexes)
        if not self._held.keys() <= kept:
            with self._making:
                self._held = {it: held for it, held in self._held.items() if it in kept}
