"""What the review of translations stands on: the record, and the board and the terms in memory."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from app.db import people, translation_terms
from app.db.session import reading
from app.reviewing.board import Boards
from app.reviewing.spelling import Dictionaries
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.reviewing.checking import Against
from taxonomy.reviewing.spelling import Speller
from taxonomy.reviewing.terms import TermBase
from taxonomy.reviewing.units import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.reviewing.board import Board

__all__ = ["Review"]


class Review:
    """The review of the translations of one scheme; one a worker."""

    def __init__(
        self, engine: Engine, scheme: str = "competent", dictionaries: Path | None = None
    ) -> None:
        self.engine = engine
        self.scheme = scheme
        self.dictionaries = Dictionaries(dictionaries)
        self.boards = Boards()
        self._ready: Board | None = None
        self._terms: tuple[tuple[object, ...], TermBase] | None = None

    def now(self) -> Board:
        """The board as the record stands; ReleaseNotFoundError where there is nothing to translate."""
        return self.boards.now(self.engine, self.scheme)

    def warm(self) -> None:
        """Have the board and what it teaches ready for the next question, where anybody works here.

        Without people there are no editors, and a worker that only answers the public holds nothing.
        """
        with reading(self.engine) as session:
            if people.is_empty(session):
                return
            with suppress(ReleaseNotFoundError):
                board = self.boards.within(session, self.scheme)
                if board is not self._ready:
                    board.ready()
                    self._ready = board

    def terms(self, session: Session) -> TermBase:
        """The term base, read again where it changed."""
        stamp = translation_terms.stamp(session)
        if self._terms is None or self._terms[0] != stamp:
            self._terms = stamp, TermBase(translation_terms.every(session))
        return self._terms[1]

    def against(self, session: Session, board: Board) -> Against:
        """What translations are held against: the ways of each language, terms, dictionaries that are read."""
        return Against(board.lore.conventions, self.terms(session), self._spellers(board))

    def _spellers(self, board: Board) -> dict[str, Speller]:
        found = {lang: self.dictionaries.find(lang) for lang in TARGETS}
        trade = board.lore.trade if any(found.values()) else {}
        return {
            lang: Speller(lexicon, trade.get(lang, frozenset()))
            for lang, lexicon in found.items()
            if lexicon
        }
