"""What the screens of mapping review show: a board with its list, and one concept in its place there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from app.db.mapping_reviews import MADE, PROPOSED
from app.mapping_review.cases import CaseRecord, Lead, case_of, leading
from app.mapping_review.queue import SURE, Board, Entry, Queue, Wanted, board_of, folded
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from app.mapping_review.records import DecisionRecord

__all__ = ["BoardPage", "CasePage", "Chosen", "MyLast", "board_page", "case_page", "first_of"]

ROWS = 50
"""Concepts of a page of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What of the board is looked at; `query` is how an address says it."""

    queue: Queue | None = None
    kind: Kind | None = None
    sure: bool = False
    asked: bool = False
    differs: bool = False

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Chosen:
        """What a query says; what it does not know is left out."""
        queue, kind = sent.get("queue", ""), sent.get("kind", "")
        return cls(
            queue=Queue(queue) if queue in set(Queue) else None,
            kind=Kind(kind) if kind in set(Kind) else None,
            sure="sure" in sent,
            asked="asked" in sent,
            differs="differs" in sent,
        )

    @classmethod
    def read(cls, query: str) -> Chosen:
        """As `of`, of what `query` told."""
        return cls.of(dict(parse_qsl(query, keep_blank_values=True)))

    @property
    def query(self) -> str:
        """The choice as the query of an address."""
        named = {"queue": self.queue, "kind": self.kind}
        told = {name: it.value for name, it in named.items() if it}
        flags = {it: "1" for it in ("sure", "asked", "differs") if getattr(self, it)}
        return urlencode({**told, **flags})

    @property
    def wanted(self) -> Wanted:
        """The concepts that are meant."""
        return Wanted(
            queue=Queue.SUGGESTED if self.sure else self.queue,
            kind=self.kind,
            at_least=SURE if self.sure else 0.0,
            asked=self.asked,
            differs=self.differs,
        )

    def listed(self, board: Board) -> list[Entry]:
        """These concepts of the board; what is decided only where it is asked for."""
        every = self.queue is not None or self.sure or self.asked or self.differs
        return [it for it in board.listed(self.wanted) if every or it.queue is not Queue.DECIDED]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """The board with a page of its list; `next` is behind which concept the next page begins, or ""."""

    board: Board
    chosen: Chosen
    rows: Sequence[tuple[Entry, Lead]]
    total: int
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyLast:
    """What the person decided last in the set, as long as it can be undone."""

    decision: DecisionRecord
    entry: Entry
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One concept in its place of the list: `number` of `total`, 0 where it is not in it any more."""

    case: CaseRecord
    chosen: Chosen
    number: int
    total: int
    next: str
    before: str
    last: MyLast | None

    @property
    def objects(self) -> dict[str, Mapping[str, str]]:
        """Id → names by language of the candidates and of what is mapped."""
        shown = (it.shown.concept for it in (*self.case.candidates, *self.case.accepted))
        return {it.id: it.pref_labels() for it in shown}

    def names(self, lang: str) -> dict[str, str]:
        """Id → name of the concept and of those near it, in this language or the first one."""
        subject = self.case.subject
        near = (subject.concept, *subject.broader, *subject.linked)
        named = {it.id: it.pref_labels() for it in near}
        return {id: it.get(lang) or next(iter(it.values())) for id, it in named.items() if it}


def board_page(engine: Engine, name: str, person: str, chosen: Chosen, after: str) -> BoardPage:
    """The page of the list behind that concept; errors as `board_of`."""
    board = board_of(engine, name, person)
    found = chosen.listed(board)
    start = _place(found, after) + 1
    entries = found[start : start + ROWS]
    leads = leading(engine, name, [it.line.id for it in entries])
    more = start + ROWS < len(found)
    return BoardPage(
        board=board,
        chosen=chosen,
        rows=list(zip(entries, leads, strict=True)),
        total=len(found),
        next=entries[-1].line.id if more else "",
    )


def case_page(
    engine: Engine,
    name: str,
    subject_id: str,
    person: str,
    chosen: Chosen,
    looked_up: Sequence[str],
) -> CasePage:
    """The concept with what comes before and behind it; errors as `case_of`."""
    case = case_of(engine, name, subject_id, looked_up=looked_up)
    board = board_of(engine, name, person)
    found = chosen.listed(board)
    place = _place(found, subject_id)
    behind = found[place + 1 : place + 2]
    return CasePage(
        case=case,
        chosen=chosen,
        number=place + 1,
        total=len(found),
        next=behind[0].line.id if behind else "",
        before=found[place - 1].line.id if place > 0 else "",
        last=_last(engine, board, person),
    )


def first_of(engine: Engine, name: str, person: str, chosen: Chosen) -> str:
    """The id of the first concept that is meant, "" where there is none."""
    found = chosen.listed(board_of(engine, name, person))
    return found[0].line.id if found else ""


def _place(found: Sequence[Entry], id: str) -> int:
    """Where the concept stands in the list, -1 where it does not."""
    return next((place for place, it in enumerate(found) if it.line.id == id), -1)


def _last(engine: Engine, board: Board, person: str) -> MyLast | None:
    mine = [it for it in board.decisions if folded(it.actor) == folded(person)]
    done = [it for it in mine if it.state in (MADE, PROPOSED)]
    if not done:
        return None
    of_it = [
        it
        for it in board.decisions
        if it.subject_id == done[-1].subject_id and it.state in (MADE, PROPOSED)
    ]
    entry = next((it for it in board.entries if it.line.id == done[-1].subject_id), None)
    if entry is None or of_it[-1] != done[-1]:
        return None
    (lead,) = leading(engine, board.record.name, [done[-1].subject_id])
    return MyLast(decision=done[-1], entry=entry, etag=lead.etag)
