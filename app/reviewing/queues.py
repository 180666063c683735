"""Queues: the units that somebody asks for, page by page, with what else one could ask for, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from app.reviewing.records import FACETS, NOBODY
from taxonomy.folding import plain
from taxonomy.reviewing.states import OPEN, State
from taxonomy.reviewing.units import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.reviewing.board import Board
    from app.reviewing.campaigns import Campaign
    from app.reviewing.records import Entry

__all__ = [
    "FACETS",
    "NOBODY",
    "Page",
    "Progress",
    "Wanted",
    "near",
    "next_of",
    "page_of",
    "progress",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which units of a language: those that fit everything that is named.

    `state` is a state, or `open` for all but approved. `text` is a part of any of the texts, the code
    or the label. `changeset` is the one that brought the text into the draft, or else changed the
    concepts `touched`. Of a campaign `left` are the units that it has still to approve.
    """

    lang: str
    state: str = ""
    kind: str = ""
    field: str = ""
    assignee: str = ""
    organisation: str = ""
    priority: str = ""
    flagged: str = ""
    changeset: int | None = None
    touched: frozenset[str] = frozenset()
    text: str = ""
    campaign: Campaign | None = None
    left: bool = False

    def fits(self, entry: Entry) -> bool:
        """Whether the unit is one of them."""
        return self.fits_others(entry) and all(
            self.fits_facet(name, value)
            for name, value in zip(FACETS, entry.facets, strict=True)
            if getattr(self, name)
        )

    def fits_facet(self, name: str, value: str) -> bool:
        """Whether this is what is wanted of that facet."""
        asked = getattr(self, name)
        if name == "state" and asked == "open":
            return value in OPEN
        return not asked or asked == value

    def fits_others(self, entry: Entry) -> bool:
        """Whether the unit is one of them as far as facets do not tell."""
        if self.changeset is not None and not self._fits_changeset(entry):
            return False
        if self.campaign and not self._fits_campaign(entry, self.campaign):
            return False
        return not self.text or plain(self.text) in entry.searched

    def _fits_changeset(self, entry: Entry) -> bool:
        return (
            entry.touch.changeset == self.changeset or entry.unit.place.concept_id in self.touched
        )

    def _fits_campaign(self, entry: Entry, campaign: Campaign) -> bool:
        return campaign.covers(entry) and not (self.left and campaign.is_done(entry))

    def without(self, name: str) -> Wanted:
        """The same, whatever that facet is."""
        plain: dict[str, Any] = {name: ""}
        return replace(self, **plain)

    @property
    def is_narrow(self) -> bool:
        """Whether more than a state is asked for."""
        return bool(self.query().keys() - {"lang", "state"})

    def query(self) -> dict[str, str]:
        """What an address says of it, in the order of the fields; what is not asked for is left out."""
        told = {it.name: getattr(self, it.name) for it in fields(self) if it.name != "touched"}
        told["campaign"] = self.campaign.name if self.campaign else ""
        told["left"] = "yes" if self.left else ""
        return {name: str(value) for name, value in told.items() if value not in ("", None)}


class Page(NamedTuple):
    """Some of the units that are wanted, how many there are in all, and facet → value → how many."""

    items: Sequence[Entry]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    next: str
    """The unit behind which the next page begins, "" where this is the last one."""


class Progress(NamedTuple):
    """How far a language is: state → how many units, and how many of the approved ones a person reviewed."""

    lang: str
    total: int
    states: Mapping[State, int]
    reviewed: int

    @property
    def percent(self) -> float:
        """The share (0–100) that is approved, in tenths; a hundred only where nothing is left."""
        done = self.states[State.APPROVED]
        if not self.total or done == self.total:
            return 100.0
        return min(99.9, round(100 * done / self.total, 1))


def page_of(board: Board, wanted: Wanted, *, after: str = "", limit: int) -> Page:
    """The units behind that one; NotFoundError where the unit is gone."""
    counts = _counted(board, wanted)
    total = sum(
        count for value, count in counts["state"].items() if wanted.fits_facet("state", value)
    )
    found = list(islice(_wanted(board, wanted, after), limit + 1))
    more = found[limit - 1].unit.id if len(found) > limit else ""
    return Page(found[:limit], total, counts, more)


def next_of(board: Board, wanted: Wanted, unit_id: str) -> tuple[Entry | None, Entry | None]:
    """The units before and behind this one in the queue; NotFoundError where the unit is gone."""
    order = board.get(unit_id).order
    before = None
    for entry in filter(wanted.fits, board.entries[wanted.lang]):
        if entry.order > order:
            return before, entry
        if entry.order < order:
            before = entry
    return before, None


def near(
    board: Board, wanted: Wanted, unit_id: str, *, before: int, behind: int
) -> tuple[Sequence[Entry], int, int]:
    """The units around this one in the queue, with it; its number (1 is the first), and how many there are.

    A unit that is not, or no longer, in the queue stands where it would. NotFoundError where it is gone.
    """
    entry = board.get(unit_id)
    listed = [it for it in board.entries[wanted.lang] if wanted.fits(it) or it is entry]
    total = len(listed) if wanted.fits(entry) else len(listed) - 1
    place = next((at for at, it in enumerate(listed) if it is entry), 0)
    return listed[max(0, place - before) : place + behind + 1], place + 1, total


def progress(board: Board, wanted: Wanted | None = None) -> list[Progress]:
    """How far each language is, or of one language the units that are wanted."""
    found = []
    for lang in (wanted.lang,) if wanted else TARGETS:
        entries = [it for it in board.entries[lang] if wanted is None or wanted.fits(it)]
        counted = Counter(it.state for it in entries)
        reviewed = sum(it.state is State.APPROVED and it.standing.reviewed for it in entries)
        states = {state: counted[state] for state in State}
        found.append(Progress(lang, len(entries), states, reviewed))
    return found


def _wanted(board: Board, wanted: Wanted, after: str) -> Iterator[Entry]:
    listed = board.behind(after) if after else board.entries[wanted.lang]
    return filter(wanted.fits, listed)


def _counted(board: Board, wanted: Wanted) -> dict[str, dict[str, int]]:
    """Facet → value → how many units there are of it, whatever is wanted of this facet."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    whole: Counter[tuple[str, ...]] = (
        Counter()
    )  # there are few kinds of units, so they are counted first
    asked = [place for place, name in enumerate(FACETS) if getattr(wanted, name)]

    def pair(entry: Entry, place: int) -> tuple[str, str]:
        return FACETS[place], entry.facets[place]

    for entry in board.entries[wanted.lang]:
        if not wanted.fits_others(entry):
            continue
        missed = [place for place in asked if not wanted.fits_facet(*pair(entry, place))]
        if not missed:
            whole[entry.facets] += 1
        elif len(missed) == 1:
            name, value = pair(entry, missed[0])
            counts[name][value] += 1
    for facets, count in whole.items():
        for name, value in zip(FACETS, facets, strict=True):
            counts[name][value] += count
    return {name: dict(sorted(counted.items())) for name, counted in counts.items()}
