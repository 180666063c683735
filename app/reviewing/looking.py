"""Looking at one unit whole: what helps with it, what is odd, who uses it, and its story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db import translations
from app.db.session import reading
from app.reviewing.helping import helps_for
from taxonomy.reviewing.checking import check
from taxonomy.reviewing.states import Step, allowed
from taxonomy.vocabulary import Kind, Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.db.translations import Event
    from app.reviewing.board import Board
    from app.reviewing.helping import Helps, Officials
    from app.reviewing.records import Entry
    from app.reviewing.review import Review
    from app.reviewing.spelling import Spelling
    from taxonomy.findings import Finding
    from taxonomy.model import Concept
    from taxonomy.reviewing.checking import Against

__all__ = ["Use", "Whole", "checked", "corrections", "whole", "whole_within"]

_BETWEEN = frozenset({Kind.TECHNICAL_COMPETENCE})
"""Kinds without a name of their own: who uses them uses what they are made of."""


@dataclass(frozen=True, slots=True)
class Use:
    """A concept that uses the one of the unit; `essential` where it cannot do without."""

    concept: Concept
    essential: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """A unit with all that there is to see of it."""

    entry: Entry
    helps: Helps
    findings: Sequence[Finding]
    uses: Sequence[Use]
    story: Sequence[Event]
    steps: Sequence[Step]
    spelling: Spelling
    """Whether the findings tell of spelling."""
    slips: Sequence[str] = ()
    """The words of its text that no dictionary has."""


def whole(review: Review, officials: Officials, unit_id: str) -> tuple[Board, Whole]:
    """The board, and the unit whole; NotFoundError. At most five queries."""
    with reading(review.engine) as session:
        board = review.boards.within(session, review.scheme)
        return board, whole_within(session, review, officials, board, board.get(unit_id))


def whole_within(
    session: Session, review: Review, officials: Officials, board: Board, entry: Entry
) -> Whole:
    """The unit of the board whole, as this transaction sees the record. At most three queries."""
    against = review.against(session, board)
    return Whole(
        entry=entry,
        helps=helps_for(board, entry, against.terms, officials.of(board, entry)),
        findings=check(entry.unit, entry.standing.text, against),
        uses=_uses(board, entry.unit.place.concept_id),
        story=translations.story(session, entry.unit.id),
        steps=allowed(entry.state),
        spelling=review.dictionaries.state(entry.unit.place.lang),
        slips=_slips(entry, against),
    )


def checked(review: Review, unit_id: str, text: str) -> list[Finding]:
    """What is odd about this text as a translation of the unit; NotFoundError."""
    with reading(review.engine) as session:
        board = review.boards.within(session, review.scheme)
        return check(board.get(unit_id).unit, text, review.against(session, board))


def corrections(review: Review, lang: str, word: str) -> tuple[Spelling, list[str]]:
    """Whether the language is checked here, and what may be meant by the word; takes up to a second."""
    with reading(review.engine) as session:
        against = review.against(session, review.boards.within(session, review.scheme))
    speller = against.spellers.get(lang)
    return review.dictionaries.state(lang), speller.corrections(word) if speller else []


def _slips(entry: Entry, against: Against) -> list[str]:
    speller = against.spellers.get(entry.unit.place.lang)
    return speller.unknown(entry.standing.text, entry.unit.source) if speller else []


def _uses(board: Board, concept_id: str) -> list[Use]:
    """The concepts that link to it, those that need it first, by their codes."""
    found: dict[str, bool] = {}
    waiting = list(board.texts.users.get(concept_id, ()))
    for user in waiting:
        concept = board.texts.concepts[user]
        if concept.kind not in _BETWEEN:
            found.setdefault(user, False)
            continue
        for asker in board.texts.users.get(user, ()):
            links = board.texts.concepts[asker].links
            needs = any(
                it.target == user and it.predicate is Predicate.ESSENTIAL_COMPETENCE for it in links
            )
            found[asker] = found.get(asker, False) or needs
    uses = [Use(board.texts.concepts[key], essential) for key, essential in found.items()]
    return sorted(uses, key=lambda it: (not it.essential, _natural(it.concept.notation)))


def _natural(notation: str) -> tuple[str, int]:
    letters, _, number = notation.rpartition("-")
    return letters, int(number) if number.isascii() and number.isdigit() else 0
