"""The annotators of served releases: their names are opened where they stand in a file, else built."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from typing_extensions import override

from app.index_files import put_whole, release_file
from app.meaning import ready
from app.per_release import PerRelease
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


def names_file(folder: Path, release: Release) -> Path:
    """Where the names of a release stand, by its digest and the version of what the file means."""
    return release_file(folder, release, f"{MEANING}.names")


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
        put_whole(file, written(Content(names.arrays, names.langs), proof))
        return Annotator(index, _opened(file, proof))
    except (DamagedError, OSError) as error:
        _log.warning("the names of %s stay in memory: %s", index.release.name, error)
        return Annotator(index, names)


class Annotators(PerRelease[Annotator]):
    """The annotators of the releases that are served, over the files of a folder.

    Those of `semantic` know meanings, too; SemanticUnavailableError where those were not made before.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(lambda index: annotator(folder, index))
        self.semantic = PerRelease(lambda it: self.get(it).with_meanings(ready(folder, it)))

    @override
    def keep_only(self, indexes: Iterable[ReleaseIndex]) -> None:
        """Let go of what belongs to all other indexes, and of its memory."""
        kept = list(indexes)
        super().keep_only(kept)
        self.semantic.keep_only(kept)


def _opened(file: Path, proof: str) -> NameSet:
    content = opened(file, proof)
    try:
        return NameSet.of(content.arrays, content.langs)
    except KeyError as error:
        message = f"it has no array {error}"
        raise DamagedError(message) from error
