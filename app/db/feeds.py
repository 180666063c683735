"""What the feeds of releases ask the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.tables import ChangeRow, ReleaseRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

__all__ = ["change_counts"]


def change_counts(
    session: Session, scheme: str, versions: Collection[str]
) -> dict[str, dict[str, int]]:
    """Version → how many changes of each type it brought; a release without any is absent."""
    query = (
        select(ReleaseRow.version, ChangeRow.change, func.count())
        .join(ReleaseRow, ReleaseRow.key == ChangeRow.release_key)
        .where(ReleaseRow.scheme == scheme, ReleaseRow.version.in_(versions))
        .group_by(ReleaseRow.version, ChangeRow.change)
    )
    found: dict[str, dict[str, int]] = {}
    for version, change, number in session.execute(query):
        found.setdefault(version, {})[change] = number
    return found
