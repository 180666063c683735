"""Figures as pictures, drawn here so that they need no script: growth and churn, and bars of parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.rendering.archive import Listed

__all__ = ["Bar", "Chart", "Segment", "drawn", "stacked"]

SLOT, NARROW_SLOT, BAR = 64, 48, 34
"""Pixels from one release to the next (less where they are more than a dozen), and of its bar."""
MANY = 12
SEEN = 3
"""Pixels that the smallest part of a bar has."""
GROWTH, CHURN = 112, 40
"""Pixels of the highest bar of growth, and of the highest bar of churn to either side."""
TOP, GAP, MARGIN = 22, 58, 4


class Bar(NamedTuple):
    """The bars of one release: heights in pixels, and the numbers they stand for."""

    version: str
    x: int
    active: int
    height: int
    added: int | None
    added_height: int
    gone: int | None
    gone_height: int


class Chart(NamedTuple):
    """A picture of the releases from left to right, in pixels."""

    width: int
    height: int
    ground: int
    axis: int
    bars: Sequence[Bar]


def drawn(series: Sequence[Listed]) -> Chart | None:
    """The picture of a series of releases, oldest first; None where there is nothing to compare."""
    held = [it.main for it in series]
    if len(series) < 2 or not any(it.active for it in held):
        return None
    most = max(it.active for it in held)
    turned = max(1, *(max(it.added or 0, it.gone or 0) for it in held))
    slot = SLOT if len(series) <= MANY else NARROW_SLOT
    ground = TOP + GROWTH
    axis = ground + GAP + CHURN
    bars = [
        Bar(
            it.release.version,
            MARGIN + place * slot + (slot - BAR) // 2,
            it.main.active,
            _scaled(it.main.active, most, GROWTH),
            it.main.added,
            _scaled(it.main.added, turned, CHURN),
            it.main.gone,
            _scaled(it.main.gone, turned, CHURN),
        )
        for place, it in enumerate(series)
    ]
    return Chart(2 * MARGIN + len(series) * slot, axis + CHURN + 20, ground, axis, bars)


class Segment(NamedTuple):
    """A part of a bar, in pixels from its start."""

    name: str
    x: int
    width: int


def stacked(parts: Mapping[str, int], width: int) -> list[Segment]:
    """A bar of this many pixels, shared out by the numbers; what is there at all is seen."""
    held = {name: number for name, number in parts.items() if number}
    total, room = sum(held.values()), width - SEEN * len(held)
    segments, x = [], 0
    for place, (name, number) in enumerate(held.items(), start=1):
        share = SEEN + round(number / total * room)
        end = width if place == len(held) else x + share
        segments.append(Segment(name, x, end - x))
        x = end
    return segments


def _scaled(number: int | None, most: int, height: int) -> int:
    """What is there at all is seen."""
    return max(2, round(number / most * height)) if number else 0
