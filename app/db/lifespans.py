"""Lives of concepts through releases, read from the pointers of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.releases import earlier, get
from app.db.revisions import CHUNK, concept_keys
from app.db.tables import Pointer, ReleaseRow, RevisionRow
from taxonomy.model import Lifespan
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.functions import Function

__all__ = ["lifespans"]


def lifespans(session: Session, scheme: str, version: str) -> dict[str, Lifespan]:
    """Concept id → since when it exists and, where it is retired, when that happened.

    Seen from this release: later ones do not count, and samples only count among samples.
    """
    row = get(session, scheme, version)
    line = [*earlier(session, scheme, Version.parse(version), sample=row.sample), row]
    names = [it.version for it in line]
    position = {it.version_key: index for index, it in enumerate(line)}
    of_line = Pointer.release_key.in_([it.key for it in line])
    first = _versions(session, func.min(ReleaseRow.version_key), of_line)
    living = _active(session, row.key)
    last = _last_active(session, sorted(first.keys() - living), of_line)
    spans: dict[str, Lifespan] = {}
    for concept_id, concept_key in concept_keys(session, scheme).items():
        if concept_key in living:
            spans[concept_id] = Lifespan(names[position[first[concept_key]]])
        elif concept_key in first:
            seen = position[last[concept_key]] if concept_key in last else None
            spans[concept_id] = Lifespan(
                names[position[first[concept_key]]],
                None if seen is None else names[seen],
                names[0 if seen is None else seen + 1],
            )
    return spans


def _active(session: Session, release_key: int) -> set[int]:
    """The numbers of the concepts that are active in the release."""
    query = select(Pointer.concept_key).join(RevisionRow, RevisionRow.key == Pointer.revision_key)
    return set(session.scalars(query.where(Pointer.release_key == release_key, RevisionRow.active)))


def _last_active(
    session: Session, concepts: Sequence[int], *conditions: ColumnElement[bool]
) -> dict[int, str]:
    """Concept → the newest version, as its sort key, in which it is active; none where none is."""
    active = Pointer.revision_key.in_(select(RevisionRow.key).where(RevisionRow.active))
    last: dict[int, str] = {}
    for start in range(0, len(concepts), CHUNK):
        chosen = Pointer.concept_key.in_(concepts[start : start + CHUNK])
        newest = func.max(ReleaseRow.version_key)
        last |= _versions(session, newest, *conditions, chosen, active)
    return last


def _versions(
    session: Session, aggregate: Function[str], *conditions: ColumnElement[bool]
) -> dict[int, str]:
    """Concept → the sort key of a version, over the pointers that the conditions let pass."""
    query = (
        select(Pointer.concept_key, aggregate)
        .join(ReleaseRow, ReleaseRow.key == Pointer.release_key)
        .where(*conditions)
        .group_by(Pointer.concept_key)
    )
    return dict(session.execute(query).all())
