"""What suggests mappings to a release of the record, with labels that its sister releases lend."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.db import releases
from app.db.session import reading
from app.indexing import index_of
from app.meaning import meanings
from taxonomy.suggesting.engine import Suggester
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Engine

    from taxonomy.model import Release

__all__ = ["MOST_LENDERS", "Semantic", "suggester"]

MOST_LENDERS = 3
"""So many other releases lend labels, those nearest by version: more of them would repeat each other."""


class Semantic(NamedTuple):
    """The folder of the vectors of releases, and what is called with the labels that were encoded and that are to be."""

    folder: Path
    progress: Callable[[int, int], None] = lambda _done, _of: None


def suggester(
    engine: Engine,
    scheme: str,
    version: str,
    *,
    lenders: int = MOST_LENDERS,
    semantic: Semantic | None = None,
) -> Suggester:
    """What suggests concepts of the release; SchemeNotFoundError, InvalidVersionError, ReleaseNotFoundError.

    With `semantic` also by what labels mean: what was not encoded yet is, which takes minutes.
    SemanticUnavailableError.
    """
    index = index_of(engine, scheme, version)
    lent = [index_of(engine, scheme, it) for it in _nearest(engine, index.release)[:lenders]]
    held = meanings(semantic.folder, [index, *lent], semantic.progress) if semantic else None
    return Suggester(index, lent, meanings=held)


def _nearest(engine: Engine, release: Release) -> list[str]:
    """The versions of the scheme's other releases and drafts, nearest first; samples stay among samples."""
    with reading(engine) as session:
        rows = [it for it in releases.every(session, release.scheme) if it.sample == release.sample]
        ordered = sorted((it.version for it in rows), key=Version.parse)
    place = ordered.index(release.version)
    others = [it for it in range(len(ordered)) if it != place]
    return [ordered[it] for it in sorted(others, key=lambda it: (abs(it - place), -it))]
