"""How far a campaign is, and who did what in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from app.reviewing.campaigns import Day, burn_down
from app.reviewing.queues import Progress, Wanted, progress
from taxonomy.reviewing.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from app.reviewing.board import Board
    from app.reviewing.campaigns import Campaign
    from app.reviewing.records import Entry

__all__ = ["DONE", "LEFT", "REOPENED", "Line", "Report", "kept", "report_lines", "report_of"]

DONE, REOPENED, LEFT = "done", "reopened", "left"
STALE = State.STALE


@dataclass(frozen=True, slots=True)
class Report:
    """How far a campaign is: what stands where, how many are done, day by day, and by whom.

    `people` maps a name to how many of the units they wrote the text of, approved, and are to do.
    `reopened` are those that were approved since it began and are open again, as their source changed;
    `late` are the days since the one by which it was to be done, 0 where nothing is left.
    """

    campaign: Campaign
    progress: Progress
    done: int
    days: Sequence[Day]
    people: Mapping[str, Mapping[str, int]]
    reopened: int = 0
    late: int = 0

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


class Line(NamedTuple):
    """What a campaign did with one unit: who wrote and who approved its text, and when; "" where nobody did."""

    entry: Entry
    outcome: str
    """`done`, `reopened` or `left`."""
    approved_by: str
    approved_at: datetime | None


def report_of(board: Board, campaign: Campaign, until: date) -> Report:
    """The report of a campaign on that day; of a closed one, as it stood when it was closed."""
    if campaign.report:
        return _as_kept(campaign)
    (found,) = progress(board, Wanted(lang=campaign.lang, campaign=campaign))
    lines = report_lines(board, campaign)
    done = [it.entry for it in lines if it.outcome == DONE]
    counted: dict[str, Counter[str]] = {
        "wrote": Counter(it.standing.written_by for it in done),
        "approved": Counter(it.touch.decided_by for it in done),
        "to do": Counter(it.entry.touch.assigned_to for it in lines if it.outcome != DONE),
    }
    names = sorted({name for of in counted.values() for name in of if name})
    people = {name: {what: of[name] for what, of in counted.items()} for name in names}
    days = burn_down(board, campaign, until)
    reopened = sum(it.outcome == REOPENED for it in lines)
    due = campaign.deadline if len(done) < len(lines) else None
    late = max(0, (until - due).days) if due else 0
    return Report(campaign, found, len(done), days, people, reopened, late)


def report_lines(board: Board, campaign: Campaign) -> list[Line]:
    """Unit by unit, in the order of the queue, what the campaign did, as everything stands now."""
    return [_line(campaign, it) for it in board.entries[campaign.lang] if campaign.covers(it)]


def kept(report: Report) -> dict[str, Any]:
    """The report as the record keeps it with a campaign that is closed."""
    return {
        "states": {state.value: count for state, count in report.progress.states.items()},
        "reviewed": report.progress.reviewed,
        "total": report.progress.total,
        "done": report.done,
        "days": [[it.day.isoformat(), it.left, it.done] for it in report.days],
        "people": {name: dict(it) for name, it in report.people.items()},
        "reopened": report.reopened,
    }


def _as_kept(campaign: Campaign) -> Report:
    told = campaign.report
    states = {State(it): count for it, count in told["states"].items()}
    return Report(
        campaign,
        Progress(campaign.lang, told["total"], states, told["reviewed"]),
        told["done"],
        [Day(date.fromisoformat(day), left, done) for day, left, done in told["days"]],
        told["people"],
        told["reopened"],
    )


def _line(campaign: Campaign, entry: Entry) -> Line:
    touch = entry.touch
    if touch.decided_at is None or touch.decided_at < campaign.began_at:
        return Line(entry, LEFT, "", None)
    outcome = DONE if campaign.is_done(entry) else REOPENED if entry.state is STALE else LEFT
    return Line(entry, outcome, touch.decided_by, touch.decided_at)
