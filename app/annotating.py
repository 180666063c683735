"""The annotators of served releases: their names are opened where they stand in a file, else built."""

from __future__ import annotations

import logging
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from taxonomy.annotating.building import MEANING, NameSet, build
from taxonomy.annotating.engine import Annotator
from taxonomy.searching.artefact import Content, DamagedError, opened, written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Release

__all__ = ["Annotators", "annotator", "names_file"]

_log = logging.getLogger(__name__)
_SHOWN = 16
"""So many characters of a digest stand in a file's name; the whole of it stands in the file."""


def names_file(folder: Path, release: Release) -> Path:
    """Where the names of a release stand, by its digest and the version of what the file means."""
    digest = release.digest.removeprefix("sha256:")[:_SHOWN]
    return folder / f"{release.scheme}-{release.version}-{digest}.{MEANING}.names"


def annotator(folder: Path, index: ReleaseIndex) -> Annotator:
    """The annotator of a release: its names from their file or, where that is missing or damaged, built and written.

    Where nothing can be written they are kept in memory, and the log says so.
    """
    file = names_file(folder, index.release)
    proof = f"{index.release.digest} names {MEANING}"
    try:
        return Annotator(index, _opened(file, proof))
    except FileNotFoundError:
        pass
    except (DamagedError, OSError) as error:
        _log.warning("%s cannot be used and is built anew: %s", file, error)
    names = build(index)
    try:
        _write(file, written(Content(names.arrays, names.langs), proof))
        return Annotator(index, _opened(file, proof))
    except (DamagedError, OSError) as error:
        _log.warning("the names of %s stay in memory: %s", index.release.name, error)
        return Annotator(index, names)


class Annotators:
    """Hands out an annotator per index of a release; each is made once, by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[ReleaseIndex, Annotator] = {}
        self._making = threading.Lock()

    def find(self, index: ReleaseIndex) -> Annotator | None:
        """The annotator of an index, None where it has to be made first: it never blocks."""
        return self._held.get(index)

    def get(self, index: ReleaseIndex) -> Annotator:
        """The annotator of an index, made where needed: blocks meanwhile, so call it in a thread."""
        found = self._held.get(index)
        if found is not None:
            return found
        with self._making:
            found = self._held.get(index)
            if found is None:
                found = annotator(self._folder, index)
                self._held = {**self._held, index: found}
            return found

    def keep_only(self, indexes: Iterable[ReleaseIndex]) -> None:
        """Let go of the annotators of all other indexes, and of their memory."""
        kept = set(indexes)
        if not self._held.keys() <= kept:
            with self._making:
                self._held = {it: held for it, held in self._held.items() if it in kept}


def _opened(file: Path, proof: str) -> NameSet:
    content = opened(file, proof)
    try:
        return NameSet.of(content.arrays, content.langs)
    except KeyError as error:
        message = f"it has no array {error}"
        raise DamagedError(message) from error


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
    for old in file.parent.glob(f"{release}-*.names"):
        if old != file and old.name.rsplit("-", 1)[0] == release:
            with suppress(OSError):
                old.unlink()
