"""What suggests mappings to a release of the record, with labels that its sister releases lend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import releases
from app.db.session import reading
from app.indexing import index_of
from taxonomy.suggesting.engine import Suggester
from taxonomy.versions import Version

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from taxonomy.model import Release

__all__ = ["MOST_LENDERS", "suggester"]

MOST_LENDERS = 3
"""So many other releases lend labels, those nearest by version: more of them would repeat each other."""


def suggester(
    engine: Engine, scheme: str, version: str, *, lenders: int = MOST_LENDERS
) -> Suggester:
    """What suggests concepts of the release; SchemeNotFoundError, InvalidVersionError, ReleaseNotFoundError."""
    index = index_of(engine, scheme, version)
    lent = _nearest(engine, index.release)[:lenders]
    return Suggester(index, [index_of(engine, scheme, it) for it in lent])


def _nearest(engine: Engine, release: Release) -> list[str]:
    """The versions of the scheme's other releases and drafts, nearest first; samples stay among samples."""
    with reading(engine) as session:
        rows = [it for it in releases.every(session, release.scheme) if it.sample == release.sample]
        ordered = sorted((it.version for it in rows), key=Version.parse)
    place = ordered.index(release.version)
    others = [it for it in range(len(ordered)) if it != place]
    return [ordered[it] for it in sorted(others, key=lambda it: (abs(it - place), -it))]
