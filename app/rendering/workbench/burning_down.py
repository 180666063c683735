"""The burn-down of a campaign as a picture: what was left at the end of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.reviewing.campaigns import Day

__all__ = ["Drawn", "burning_down"]

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 16, 16, 28


class Drawn(NamedTuple):
    """Places in a picture of `width` × `height`: the line of what is left, its dots, the line to the day."""

    width: int
    height: int
    base: int
    left: int
    right: int
    top: int
    most: int
    line: str
    dots: Sequence[tuple[float, float, Day]]
    ideal: tuple[float, float, float, float] | None
    ends: date


def burning_down(days: Sequence[Day], deadline: date | None) -> Drawn | None:
    """The picture, None where there is no day or nothing to do.

    The axis goes from the first day to the last one, or to the deadline where that is later; no line
    leads to a deadline that had passed when the campaign began.
    """
    most = max((it.left + it.done for it in days), default=0)
    if not most:
        return None
    first = days[0].day
    ends = max(filter(None, (days[-1].day, deadline)))
    span = max(1, (ends - first).days)
    base, right = HEIGHT - _BOTTOM, WIDTH - _RIGHT

    def across(day: date) -> float:
        return round(_LEFT + (right - _LEFT) * (day - first).days / span, 1)

    def up(left: int) -> float:
        return round(base - (base - _TOP) * left / most, 1)

    dots = [(across(it.day), up(it.left), it) for it in days]
    line = " ".join(f"{x},{y}" for x, y, _ in [(across(first), up(most), None), *dots])
    ideal = None
    if deadline and deadline > first:
        ideal = (across(first), up(most), across(deadline), float(base))
    return Drawn(WIDTH, HEIGHT, base, _LEFT, right, _TOP, most, line, dots, ideal, ends)
