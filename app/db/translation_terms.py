"""The term base in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.translation_tables import TermRow
from taxonomy.reviewing.terms import Term

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["as_term", "every", "find", "rows", "stamp"]


def every(session: Session) -> list[Term]:
    """All terms."""
    return [as_term(it) for it in session.scalars(select(TermRow))]


def rows(session: Session, lang: str = "") -> list[TermRow]:
    """The terms of a language, or of all, in the order of the source."""
    query = select(TermRow).order_by(TermRow.source, TermRow.lang)
    return list(session.scalars(query.where(TermRow.lang == lang) if lang else query))


def find(session: Session, lang: str, source: str) -> TermRow | None:
    """The term of that source in a language, held to be changed, or None."""
    query = select(TermRow).where(TermRow.lang == lang, TermRow.source == source)
    return session.scalars(query.with_for_update()).one_or_none()


def stamp(session: Session) -> tuple[object, ...]:
    """What changes whenever the term base does."""
    row = TermRow
    query = select(
        func.count(), func.sum(row.revision), func.max(row.key), func.max(row.changed_at)
    )
    return tuple(session.execute(query).one())


def as_term(row: TermRow) -> Term:
    """The term as a value."""
    return Term(row.lang, row.source, row.target, tuple(row.forbidden), row.remark)
