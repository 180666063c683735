"""The review of translations as a screen: a queue, and one of its units whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.db.session import reading
from app.reviewing.campaigns import campaigns_of, campaigns_within
from app.reviewing.colleagues import colleagues_of
from app.reviewing.looking import whole_within
from app.reviewing.queues import near, page_of, progress
from app.reviewing.reporting import report_of
from app.reviewing.undoing import is_undoable
from taxonomy.reviewing.conventions import longest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.db.people import PersonRecord
    from app.http.services import Services
    from app.reviewing.board import Board
    from app.reviewing.campaigns import Campaign
    from app.reviewing.looking import Whole
    from app.reviewing.queues import Page, Progress, Wanted
    from app.reviewing.records import Entry
    from app.reviewing.reporting import Report

__all__ = ["Overview", "Sitting", "overview", "queue_path", "sitting"]

_BEFORE, _BEHIND = 4, 16


@dataclass(frozen=True, slots=True)
class Sitting:
    """A queue with one unit open; `unit` is None where the queue is empty.

    `path` and `query` are those of the queue; `text` is what stands in the field.
    """

    board: Board
    wanted: Wanted
    page: Page
    listed: Sequence[Entry]
    number: int
    total: int
    unit: Whole | None
    before: Entry | None
    behind: Entry | None
    report: Report | None
    campaigns: Sequence[Campaign]
    colleagues: Sequence[PersonRecord]
    left: Entry | None = None
    """The unit that was done last, where its approval can be undone."""

    @property
    def undoable(self) -> bool:
        """Whether the approval of the unit itself can be undone."""
        return self.unit is not None and is_undoable(self.unit.entry)

    @property
    def path(self) -> str:
        """The address of the queue, without what is asked of it."""
        return f"/workbench/translations/{self.wanted.lang}"

    @property
    def query(self) -> str:
        """What is asked of the queue."""
        return urlencode(_told(self.wanted))

    @property
    def longest(self) -> int:
        """Characters that the text should have at most; 0 for any length."""
        unit = self.unit.entry.unit if self.unit else None
        return longest(unit.kind, unit.place.field) if unit else 0

    def to(self, entry: Entry, **more: str) -> str:
        """The address of a unit in this queue."""
        return queue_path(self.wanted, unit=entry.unit.id, **more)

    def asking(self, **changed: str) -> str:
        """The address of the queue with this asked otherwise; "" asks for any."""
        return queue_path(self.wanted, **changed)


@dataclass(frozen=True, slots=True)
class Overview:
    """How far each language is, and each campaign."""

    board: Board
    languages: Sequence[Progress]
    campaigns: Sequence[Report]
    mine: Mapping[str, int]


def queue_path(wanted: Wanted, place: str = "", **changed: str) -> str:
    """The address of a queue, or of a place below it, with this asked otherwise; "" asks for any."""
    query = urlencode({name: it for name, it in (_told(wanted) | changed).items() if it})
    path = f"/workbench/translations/{wanted.lang}{place}"
    return f"{path}?{query}" if query else path


def _told(wanted: Wanted) -> dict[str, str]:
    return {name: it for name, it in wanted.query().items() if name != "lang"}


def sitting(app: Services, wanted: Wanted, unit_id: str = "", was: str = "") -> Sitting:
    """The queue with this unit open, or with its first one; NotFoundError where the unit is gone.

    `was` is the unit that was done last.
    """
    with reading(app.parts.engine) as session:
        board = app.review.boards.within(session, app.review.scheme)
        page = page_of(board, wanted, limit=1)
        chosen = unit_id or (page.items[0].unit.id if page.items else "")
        rest = (
            report_of(board, wanted.campaign, _today()) if wanted.campaign else None,
            campaigns_within(session, board.scheme, wanted.lang),
            colleagues_of(session, wanted.lang),
            _left(board, was),
        )
        if not chosen:
            return Sitting(board, wanted, page, (), 0, 0, None, None, None, *rest)
        entry = board.get(chosen)
        found = whole_within(session, app.review, app.officials, board, entry)
    listed, number, total = near(board, wanted, chosen, before=_BEFORE, behind=_BEHIND)
    here = listed.index(entry)
    before = listed[here - 1] if here else None
    behind = listed[here + 1] if here + 1 < len(listed) else None
    return Sitting(board, wanted, page, listed, number, total, found, before, behind, *rest)


def _today() -> date:
    return datetime.now(UTC).date()


def _left(board: Board, was: str) -> Entry | None:
    entry = board.by_id.get(was)
    return entry if entry and is_undoable(entry) else None


def overview(app: Services, name: str) -> Overview:
    """How far everything is, and what that person is to do."""
    board = app.review.now()
    today = _today()
    campaigns = campaigns_of(app.parts.engine, board.scheme)
    mine = {
        lang: sum(it.touch.assigned_to == name and it.state != "approved" for it in of)
        for lang, of in board.entries.items()
    }
    return Overview(board, progress(board), [report_of(board, it, today) for it in campaigns], mine)
