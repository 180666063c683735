"""The searcher of each release that is served: its index is opened where it stands, else built."""

from __future__ import annotations

import logging
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from taxonomy.searching.answering import Searcher
from taxonomy.searching.artefact import ENGINE, Content, DamagedError, opened, written
from taxonomy.searching.building import build

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Release

__all__ = ["Searchers", "index_file", "opened_or_built"]

_log = logging.getLogger(__name__)
_SHOWN = 16
"""So many characters of a digest stand in a file's name; the whole of it stands in the file."""


def index_file(folder: Path, release: Release) -> Path:
    """Where the index of a release stands, by its digest and the version of what the file means."""
    digest = release.digest.removeprefix("sha256:")[:_SHOWN]
    return folder / f"{release.scheme}-{release.version}-{digest}.{ENGINE}.search"


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
        _write(file, written(content, index.release.digest))
        return opened(file, index.release.digest)
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
                found = Searcher(index, opened_or_built(self._folder, index))
                self._held = {**self._held, index: found}
            return found

    def keep_only(self, indexes: Iterable[ReleaseIndex]) -> None:
        """Let go of the searchers of all other indexes, and of their memory."""
        kept = set(indexes)
        if not self._held.keys() <= kept:
            with self._making:
                self._held = {it: held for it, held in self._held.items() if it in kept}


def _write(file: Path, data: bytes) -> None:
    """Put the file in its place at once and whole; older ones of the same release go."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        beside.write_bytes(data)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    release = file.name.rsplit("-", 1)[0]
    for old in file.parent.glob(f"{release}-*.search"):
        if old != file and old.name.rsplit("-", 1)[0] == release:
            with suppress(OSError):
                old.unlink()
