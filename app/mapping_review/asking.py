"""Asking a colleague about the mappings of a concept: the question stands in their queue until it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.auth.roles import Scope
from app.db import mapping_reviews
from app.db.mapping_review_tables import MappingQuestionRow
from app.db.session import writing
from app.mapping_review.holding import audited, held_draft, opened_case
from app.mapping_review.records import as_question
from app.mentioning import Spot, mention
from taxonomy.errors import ConflictError, InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE, normalise_label, normalise_note

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.mapping_review.holding import By, Case
    from app.mapping_review.records import QuestionRecord

__all__ = ["answer", "ask"]


def ask(
    engine: Engine, name: str, subject_id: str, text: str, by: By, *, of: str = ""
) -> QuestionRecord:
    """The question about the concept, of a colleague by name or of anybody; whom it names is told.

    InvalidQueryError where nothing is asked, ConflictError where no draft is open.
    """
    by.actor.require(Scope.MAP)
    said, whom = _said(text), normalise_label(of)
    if len(whom) > LONGEST_LABEL:
        message = sentence("a name has at most %(most)s characters", most=LONGEST_LABEL)
        raise InvalidQueryError(message)
    with writing(engine) as session:
        case = opened_case(session, held_draft(session, name), subject_id)
        row = MappingQuestionRow(
            set_key=case.row.key,
            subject_id=subject_id,
            at=by.at,
            asked_by=by.actor.name,
            asked_of=whom,
            text=said,
            answered_at=None,
            answered_by="",
            answer="",
        )
        mapping_reviews.add(session, row)
        mention(session, said, _spot(case), (by.actor, by.at), also=[whom])
        audited(session, case, "asked", by, why=said)
        return as_question(row)


def answer(engine: Engine, name: str, number: int, text: str, by: By) -> QuestionRecord:
    """The question with its answer, of which whoever asked is told; NotFoundError, ConflictError where it has one already."""
    by.actor.require(Scope.MAP)
    said = _said(text)
    with writing(engine) as session:
        draft = held_draft(session, name)
        row = mapping_reviews.question(session, draft, number)
        if row.answered_at is not None:
            message = sentence(
                "%(name)s answered on %(day)s: read the answer",
                name=row.answered_by,
                day=row.answered_at.date(),
            )
            raise ConflictError(message)
        row.answered_at, row.answered_by, row.answer = by.at, by.actor.name, said
        case = opened_case(session, draft, row.subject_id)
        mention(session, said, _spot(case), (by.actor, by.at), also=[row.asked_by])
        audited(session, case, "answered", by, why=said)
        return as_question(row)


def _spot(case: Case) -> Spot:
    """Where the question stands: on the screen of its concept."""
    path = f"/workbench/mappings/{case.row.name}/concept?{urlencode({'id': case.subject_id})}"
    return Spot("mapping", case.subject_id, path)


def _said(text: str) -> str:
    said = normalise_note(text)
    if not 0 < len(said) <= LONGEST_NOTE:
        message = sentence("say something, in at most %(most)s characters", most=LONGEST_NOTE)
        raise InvalidQueryError(message)
    return said
