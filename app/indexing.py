"""The index of a release or a draft, straight from the record: no running service is needed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from app.db import releases, revisions
from app.db.lifespans import lifespans
from app.db.session import reading
from taxonomy import canonical, schemes
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.index import ReleaseIndex
from taxonomy.model import Taxonomy
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.tables import ReleaseRow

__all__ = ["index_before", "index_of", "others_now"]


@without_cycle_search()
def index_of(engine: Engine, scheme: str, version: str) -> ReleaseIndex:
    """The index of a release or draft; `current` and `candidate` are the ones there are now.

    SchemeNotFoundError, InvalidVersionError, ReleaseNotFoundError.
    """
    schemes.get(scheme)
    with reading(engine) as session:
        row = _row(session, scheme, version)
        held = [canonical.read(document) for _, document in revisions.documents(session, row.key)]
        spans = lifespans(session, scheme, row.version)
        release = releases.as_release(row)
    return ReleaseIndex.build(release, Taxonomy.of(scheme, held), spans)


def index_before(engine: Engine, index: ReleaseIndex) -> ReleaseIndex | None:
    """The index of the public release before this one, None where it is the first."""
    release = index.release
    with reading(engine) as session:
        version = Version.parse(release.version)
        earlier = releases.earlier(session, release.scheme, version, sample=release.sample)
        found = earlier[-1].version if earlier else None
    return index_of(engine, release.scheme, found) if found else None


def others_now(engine: Engine, index: ReleaseIndex) -> Iterator[ReleaseIndex]:
    """The indices of the current release and of the candidate, as far as there are any; each is read when it is asked for."""
    for alias in ("current", "candidate"):
        with suppress(ReleaseNotFoundError):
            yield index_of(engine, index.release.scheme, alias)


def _row(session: Session, scheme: str, version: str) -> ReleaseRow:
    if version not in ("current", "candidate"):
        return releases.get(session, scheme, Version.parse(version).text)
    rows = releases.every(session, scheme)
    if version == "current":
        found = releases.current(rows, scheme)
    else:
        candidates = [it for it in rows if it.status == ReleaseStatus.CANDIDATE]
        found = max(candidates, key=lambda it: it.version_key, default=None)
    if found is None:
        message = f"{scheme} has no {version} release now"
        raise ReleaseNotFoundError(message)
    return found
