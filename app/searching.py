"""The searcher of each release that is served: its index is opened where it stands, else built."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.index_files import index_file, put
from app.per_release import PerRelease
from taxonomy.kernels import prepare
from taxonomy.searching.answering import Searcher
from taxonomy.searching.artefact import Content, DamagedError, opened
from taxonomy.searching.building import build

if TYPE_CHECKING:
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


class Searchers(PerRelease[Searcher]):
    """The searchers of the releases that are served, over the files of a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(lambda index: _searcher(folder, index))


def _searcher(folder: Path, index: ReleaseIndex) -> Searcher:
    prepare("taxonomy.searching")  # here and not where questions are answered
    return Searcher(index, opened_or_built(folder, index))
