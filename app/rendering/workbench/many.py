"""Many translations at once as a screen: a page of a queue to choose from, and what would become of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db.session import reading
from app.rendering.workbench.translating import queue_path
from app.reviewing.approving import MOST_AT_ONCE
from app.reviewing.campaigns import campaigns_within
from app.reviewing.colleagues import colleagues_of
from app.reviewing.queues import page_of
from app.reviewing.undoing import is_undoable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.db.people import PersonRecord
    from app.http.services import Services
    from app.reviewing.approving import Verdict
    from app.reviewing.board import Board
    from app.reviewing.campaigns import Campaign
    from app.reviewing.helping import Searched
    from app.reviewing.prefilling import Proposal
    from app.reviewing.queues import Page, Wanted
    from app.reviewing.records import Entry

__all__ = ["MANY", "Listing", "Outcome", "approved_at", "listing"]

MANY = 50
"""Units of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of a queue; `most` is how many units are chosen where all of the queue are."""

    board: Board
    wanted: Wanted
    page: Page
    after: str
    campaigns: Sequence[Campaign]
    colleagues: Sequence[PersonRecord]

    @property
    def most(self) -> int:
        """How many units of the queue are taken at once at most."""
        return min(self.page.total, MOST_AT_ONCE)

    @property
    def path(self) -> str:
        """The address of the queue, without what is asked of it."""
        return f"/workbench/translations/{self.wanted.lang}"

    @property
    def here(self) -> str:
        """The address of this page."""
        return self.at("/list", after=self.after)

    def at(self, place: str, **more: str) -> str:
        """An address below the queue, with what is asked of it."""
        return queue_path(self.wanted, place, **more)

    def to(self, entry: Entry) -> str:
        """The address of a unit in this queue."""
        return self.at("", unit=entry.unit.id)

    def asking(self, **changed: str) -> str:
        """The address of the list with this asked otherwise; "" asks for any."""
        return self.at("/list", **changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What would become of the units that were chosen: of what is done, of what is left out, and why."""

    act: str
    verdicts: Sequence[Verdict] = ()
    proposals: Sequence[Proposal] = ()
    chosen: int = 0
    searched: Searched | None = None

    @property
    def fine(self) -> list[Verdict]:
        """Those that would be approved."""
        return [it for it in self.verdicts if not it.code]

    @property
    def left_out(self) -> list[Verdict]:
        """Those that would not, each with its reason."""
        return [it for it in self.verdicts if it.code]


def listing(app: Services, wanted: Wanted, after: str = "") -> Listing:
    """The page of the queue behind that unit; NotFoundError where it is gone."""
    with reading(app.parts.engine) as session:
        board = app.review.boards.within(session, app.review.scheme)
        return Listing(
            board=board,
            wanted=wanted,
            page=page_of(board, wanted, after=after, limit=MANY),
            after=after,
            campaigns=campaigns_within(session, board.scheme, wanted.lang),
            colleagues=colleagues_of(session, wanted.lang),
        )


def approved_at(found: Listing, name: str, at: datetime) -> list[str]:
    """The units that this person approved in that second and that can be taken back, as a form sends them."""
    return [
        f"{it.unit.id} {it.etag}"
        for it in found.board.entries[found.wanted.lang]
        if it.touch.decided_at == at and it.touch.decided_by == name and is_undoable(it)
    ]
