"""How far a campaign is, and who did what in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.reviewing.campaigns import burn_down
from app.reviewing.queues import Wanted, progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.reviewing.board import Board
    from app.reviewing.campaigns import Campaign, Day
    from app.reviewing.queues import Progress

__all__ = ["Report", "report_of"]


@dataclass(frozen=True, slots=True)
class Report:
    """How far a campaign is: what stands where, how many are done, day by day, and by whom.

    `people` maps a name to how many of the units they wrote the text of, approved, and are to do.
    """

    campaign: Campaign
    progress: Progress
    done: int
    days: Sequence[Day]
    people: Mapping[str, Mapping[str, int]]

    @property
    def left(self) -> int:
        """How many units are to be approved yet."""
        return self.progress.total - self.done

    @property
    def percent(self) -> float:
        """The share (0–100) that is done, in tenths; a hundred only where nothing is left."""
        if not self.left:
            return 100.0
        return min(99.9, round(100 * self.done / self.progress.total, 1))


def report_of(board: Board, campaign: Campaign, until: date) -> Report:
    """The report of a campaign on that day."""
    (found,) = progress(board, Wanted(lang=campaign.lang, campaign=campaign))
    covered = [it for it in board.entries[campaign.lang] if campaign.covers(it)]
    done = [it for it in covered if campaign.is_done(it)]
    counted: dict[str, Counter[str]] = {
        "wrote": Counter(it.standing.written_by for it in done),
        "approved": Counter(it.touch.decided_by for it in done),
        "to do": Counter(it.touch.assigned_to for it in covered if not campaign.is_done(it)),
    }
    names = sorted({name for of in counted.values() for name in of if name})
    people = {name: {what: of[name] for what, of in counted.items()} for name in names}
    return Report(campaign, found, len(done), burn_down(board, campaign, until), people)
