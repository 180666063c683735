"""What there is to review in a set: every concept in the queue where it stands, in the order of work."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.db import mapping_reviews, mapping_sets
from app.db.mapping_reviews import MADE, PROPOSED, SKIPPED, Standing
from app.db.mapping_sets import SetRecord
from app.db.session import reading
from app.mapping_review.records import DecisionRecord, QuestionRecord, as_decision, as_question
from app.mapping_review.subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.mapping_tables import MappingSetRow
    from app.mapping_review.subjects import SubjectLine
    from taxonomy.choosing import Pick
    from taxonomy.vocabulary import Kind

__all__ = [
    "SURE",
    "Board",
    "Entry",
    "Queue",
    "Wanted",
    "board_of",
    "differing",
    "folded",
    "queue_of",
]

SURE = 0.9
"""From this confidence on, nine suggestions of ten are right: they may be gone through as a list."""


class Queue(StrEnum):
    """Where a concept stands: a change re-opened it, candidates wait, nothing was found, it is decided."""

    STALE = "stale"
    SUGGESTED = "suggested"
    UNMAPPED = "unmapped"
    DECIDED = "decided"


class Entry(NamedTuple):
    """A concept in its queue. `confidence` is that of its likeliest candidate."""

    line: SubjectLine
    queue: Queue
    confidence: float
    asked: bool
    differs: bool
    skipped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which concepts: of a queue, a kind, at least so likely; asked about, disagreed on.

    What the person put off, or proposed, waits for others unless `skipped` asks for it too.
    """

    queue: Queue | None = None
    kind: Kind | None = None
    at_least: float = 0.0
    asked: bool = False
    differs: bool = False
    skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Every concept of the kinds that the set maps; `counts` and `kinds` count them by queue."""

    record: SetRecord
    entries: tuple[Entry, ...]
    decisions: tuple[DecisionRecord, ...]
    questions: tuple[QuestionRecord, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Queue → how many concepts stand there; `asked`, `differs` and `sure` count across queues."""
        found = Counter(it.queue.value for it in self.entries)
        return {
            **{it.value: found[it.value] for it in Queue},
            "sure": sum(_is_sure(it) for it in self.entries),
            "asked": sum(it.asked for it in self.entries),
            "differs": sum(it.differs for it in self.entries),
        }

    @property
    def kinds(self) -> dict[str, dict[str, int]]:
        """Kind → its concepts by queue, `of` all of them, and `percent` decided, rounded down."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for it in self.entries:
            found[it.line.kind.value][it.queue.value] += 1
        return {
            kind: {
                **{it.value: counts[it.value] for it in Queue},
                "of": counts.total(),
                "percent": 100 * counts[Queue.DECIDED.value] // counts.total(),
            }
            for kind, counts in sorted(found.items())
        }

    def listed(self, wanted: Wanted) -> list[Entry]:
        """The concepts that are wanted, in the order of work."""
        return [it for it in self.entries if _fits(it, wanted)]


def board_of(engine: Engine, name: str, person: str) -> Board:
    """How the newest edition of the set stands, as this person sees it; MappingSetNotFoundError.

    Stale ones come first, then what was suggested, the likeliest first, then what nothing was found
    for, then what is decided. Four queries and one for the release, however large the set is.
    """
    with reading(engine) as session:
        row = mapping_sets.get(session, name)
        record = mapping_sets.as_record(row)
        standings = mapping_reviews.standings(session, row)
        decisions, questions = _said(session, row)
    lines = subjects_of(engine, record.subject)
    mapped = {lines[it].kind for it in standings if it in lines}
    reviewed = [it for it in lines.values() if it.kind in mapped or not mapped]
    asked = {it.subject_id for it in questions if it.open}
    said = defaultdict(list)
    for it in decisions:
        said[it.subject_id].append(it)
    nothing = Standing(0, 0, 0, 0.0)
    entries = [
        Entry(
            line=it,
            queue=queue_of(standings.get(it.id, nothing)),
            confidence=standings.get(it.id, nothing).confidence,
            asked=it.id in asked,
            differs=len(differing(said[it.id])) > 1,
            skipped=_skipped(said[it.id], person),
        )
        for it in reviewed
    ]
    return Board(
        record=record,
        entries=tuple(sorted(entries, key=_order)),
        decisions=decisions,
        questions=questions,
    )


def queue_of(it: Standing) -> Queue:
    """The queue that a concept stands in."""
    if it.stale:
        return Queue.STALE
    if it.accepted:
        return Queue.DECIDED
    return Queue.SUGGESTED if it.suggested else Queue.UNMAPPED


def differing(decisions: Sequence[DecisionRecord]) -> dict[frozenset[Pick], list[str]]:
    """What people chose → who did, by the last word of each since somebody settled it; one entry: all agree."""
    last: dict[str, DecisionRecord] = {}
    for it in decisions:
        if it.state not in (MADE, PROPOSED):
            continue
        if it.settles:
            last.clear()
        last[folded(it.actor)] = it
    found: defaultdict[frozenset[Pick], list[str]] = defaultdict(list)
    for it in last.values():
        found[frozenset(it.picks)].append(it.actor)
    return dict(found)


def folded(person: str) -> str:
    """The name as it is compared."""
    return person.casefold()


def _said(
    session: Session, row: MappingSetRow
) -> tuple[tuple[DecisionRecord, ...], tuple[QuestionRecord, ...]]:
    decisions = tuple(map(as_decision, mapping_reviews.decisions(session, row)))
    return decisions, tuple(map(as_question, mapping_reviews.questions(session, row)))


def _skipped(decisions: Sequence[DecisionRecord], person: str) -> bool:
    mine = [it for it in decisions if folded(it.actor) == folded(person)]
    return bool(mine) and mine[-1].state in (SKIPPED, PROPOSED)


_WORK = tuple(Queue)


def _order(it: Entry) -> tuple[int, float, int]:
    return _WORK.index(it.queue), -it.confidence, it.line.place


def _is_sure(it: Entry) -> bool:
    return it.queue is Queue.SUGGESTED and it.confidence >= SURE


def _fits(it: Entry, wanted: Wanted) -> bool:
    return all(_conditions(it, wanted))


def _conditions(it: Entry, wanted: Wanted) -> Iterator[bool]:
    yield wanted.queue in (None, it.queue)
    yield wanted.kind in (None, it.line.kind)
    yield it.confidence >= wanted.at_least
    yield it.asked or not wanted.asked
    yield it.differs or not wanted.differs
    yield wanted.skipped or wanted.asked or not it.skipped
