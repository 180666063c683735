"""The term base: keeping terms and taking them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.auth.roles import About, Scope
from app.db import audit, translation_terms
from app.db.session import reading, writing
from app.db.translation_tables import TermRow
from taxonomy.errors import InvalidQueryError, NotFoundError
from taxonomy.reviewing.terms import LONGEST_TERM, Term
from taxonomy.reviewing.units import TARGETS
from taxonomy.sentences import sentence
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.editing.records import By

__all__ = ["forget", "keep", "terms_of"]

_MOST_FORBIDDEN = 20


def terms_of(engine: Engine, lang: str = "") -> list[TermRow]:
    """The terms of a language, or of all, in the order of their sources."""
    with reading(engine) as session:
        found = translation_terms.rows(session, lang)
        session.expunge_all()
        return found


def keep(engine: Engine, term: Term, by: By) -> TermRow:
    """The term, new or instead of what was kept for its source; InvalidQueryError for one that says nothing."""
    by.actor.require(Scope.REVIEW, term.lang)
    tidy = _tidy(term)
    with writing(engine) as session:
        row = translation_terms.find(session, tidy.lang, tidy.source)
        before = {"target": row.target, "forbidden": row.forbidden} if row else None
        if row is None:
            row = TermRow(lang=tidy.lang, source=tidy.source, revision=0)
            session.add(row)
        row.target, row.forbidden, row.remark = tidy.target, list(tidy.forbidden), tidy.remark
        row.revision += 1
        row.changed_at, row.changed_by = by.at, by.actor.name
        session.flush()
        about = About("term", f"{tidy.lang}: {tidy.source}")
        after = {"target": tidy.target, "forbidden": list(tidy.forbidden)}
        audit.record(session, by.actor.act("term-kept", about, by.at, change=(before, after)))
        session.expunge(row)
        return row


def forget(engine: Engine, lang: str, source: str, by: By) -> None:
    """Take a term away; NotFoundError."""
    by.actor.require(Scope.REVIEW, lang)
    with writing(engine) as session:
        row = translation_terms.find(session, lang, normalise_label(source))
        if row is None:
            message = sentence(
                "the term base has no %(source)r in %(lang)s", source=source[:80], lang=lang
            )
            raise NotFoundError(message)
        about = About("term", f"{lang}: {row.source}")
        before = {"target": row.target, "forbidden": row.forbidden}
        audit.record(session, by.actor.act("term-forgotten", about, by.at, change=(before, None)))
        session.delete(row)


def _tidy(term: Term) -> Term:
    forbidden = [normalise_label(it) for it in term.forbidden]
    tidy = Term(
        term.lang,
        normalise_label(term.source),
        normalise_label(term.target),
        tuple(dict.fromkeys(it for it in forbidden if it)),
        normalise_label(term.remark),
    )
    texts = (tidy.source, tidy.target, *tidy.forbidden)
    says_something = (tidy.source and tidy.target) or tidy.forbidden
    few = len(tidy.forbidden) <= _MOST_FORBIDDEN and max(map(len, texts)) <= LONGEST_TERM
    if tidy.lang not in TARGETS or not says_something or not few:
        message = sentence(
            "a term has a language (%(lang)s), a source and its translation, or wordings that are not used: %(most)s characters each, %(wordings)s wordings",
            lang=tuple(TARGETS),
            most=LONGEST_TERM,
            wordings=_MOST_FORBIDDEN,
        )
        raise InvalidQueryError(message)
    return tidy
