"""What visitors said of concepts: only added to, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import or_, select

from app.db.tables import FeedbackRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = ["RemarkRecord", "Wanted", "add", "listed"]


class RemarkRecord(NamedTuple):
    """A remark. `receipt` names the form that it was sent with; `key` is its place, 0 while it has none."""

    receipt: str
    at: datetime
    scheme: str
    version: str
    concept_id: str
    notation: str
    kind: str
    label: str
    about: str
    lang: str
    text: str
    contact: str
    key: int = 0


class Wanted(NamedTuple):
    """Which remarks: None lets any pass. `concept` is an id or a notation, `behind` a place."""

    scheme: str | None = None
    concept: str | None = None
    about: str | None = None
    since: datetime | None = None
    behind: int = 0
    limit: int | None = None


def add(session: Session, remark: RemarkRecord) -> bool:
    """Keep a remark; False where one with its receipt is kept already."""
    known = select(FeedbackRow.key).where(FeedbackRow.receipt == remark.receipt)
    if session.scalars(known).first() is not None:
        return False
    values = remark._asdict()
    del values["key"]
    session.add(FeedbackRow(**values))
    return True


def listed(session: Session, wanted: Wanted) -> list[RemarkRecord]:
    """The remarks in the order in which they came."""
    conditions = [FeedbackRow.key > wanted.behind]
    if wanted.scheme is not None:
        conditions.append(FeedbackRow.scheme == wanted.scheme)
    if wanted.concept is not None:
        names = (FeedbackRow.concept_id, FeedbackRow.notation)
        conditions.append(or_(*(it == wanted.concept for it in names)))
    if wanted.about is not None:
        conditions.append(FeedbackRow.about == wanted.about)
    if wanted.since is not None:
        conditions.append(FeedbackRow.at >= wanted.since)
    rows = session.scalars(
        select(FeedbackRow).where(*conditions).order_by(FeedbackRow.key).limit(wanted.limit)
    )
    return [RemarkRecord(**{it: getattr(row, it) for it in RemarkRecord._fields}) for row in rows]
