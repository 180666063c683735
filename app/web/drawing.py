"""Rows of figures as shapes: bars, a tree from left to right, a circle of areas, a line of releases."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, NamedTuple

from app.web.chart import stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rendering.pages.figures import Figures, Row
    from app.web.chart import Segment

__all__ = ["Barred", "Box", "Drawn", "Slice", "barred", "circle", "line", "tree"]

WIDTH, LINE, TOP = 720, 46, 6
"""Pixels: of a picture, from bar to bar, and above the first."""
LONGEST = 800
"""Thousandths of the width that the longest bar fills; its number stands behind it."""
LETTERS = 7.4
"""Pixels that a letter is reckoned with: rather too many, since no reader's font is known here."""
BRANCH, LEAST = 356, 20
"""Pixels of the boxes of a tree, and of the lowest of them."""
RADIUS, INNER, HUB = 200, 128, 56


class Barred(NamedTuple):
    """A row with its bar: parts from left to right, in thousandths of the width; none where the number is 0."""

    row: Row
    y: int
    segments: Sequence[Segment]
    end: int


class Box(NamedTuple):
    """A row of a tree as a box."""

    row: Row
    label: str
    x: int
    y: int
    width: int
    height: int


class Slice(NamedTuple):
    """A row of a circle as a slice of its outer ring, or an area (row None) of the inner one."""

    row: Row | None
    text: str
    path: str
    x: float
    y: float


class Drawn(NamedTuple):
    """The shapes of a picture, and its size in pixels."""

    width: int
    height: int
    shapes: Sequence[Barred | Box | Slice]


def barred(figures: Figures) -> Drawn:
    """A bar for each row, its numbers as parts of it, as wide as there is room: a phone shows it whole."""
    most = max((_sum(it) for it in figures.rows), default=0) or 1
    shapes = []
    for place, it in enumerate(figures.rows):
        width = round(_sum(it) / most * LONGEST)
        named = zip(figures.columns, it.numbers, strict=True)
        parts = {name.value: number or 0 for name, number in named}
        segments = stacked(parts, max(width, 3 * len(parts)))
        end = segments[-1].x + segments[-1].width if segments else 0
        shapes.append(Barred(it, TOP + place * LINE, segments, end))
    return Drawn(WIDTH, 2 * TOP + len(shapes) * LINE, shapes)


def tree(figures: Figures) -> Drawn:
    """Rows of depth 0 to the left, those below each to its right; heights go by the numbers."""
    groups: list[list[Row]] = []
    for it in figures.rows:
        if it.depth == 0:
            groups.append([])
        groups[-1].append(it)
    whole = sum(_sum(it[0]) for it in groups) or 1
    shapes: list[Box] = []
    y = 0
    for parent, *below in groups:
        heights = [max(LEAST, round(_sum(it) / whole * WIDTH)) for it in below or [parent]]
        shapes.append(_box(parent, 0, y, sum(heights)))
        for it, height in zip(below, heights, strict=False):
            shapes.append(_box(it, WIDTH - BRANCH, y, height))
            y += height
        y += 0 if below else heights[0]
        y += 4
    return Drawn(WIDTH, y, shapes)


def line(figures: Figures) -> Drawn:
    """A point for each row from left to right, wide enough for all of their names."""
    step = 96
    shapes = [
        Box(it, it.label.text, 16 + place * step, 24, step, 0)
        for place, it in enumerate(figures.rows)
    ]
    return Drawn(max(WIDTH, 32 + step * len(shapes)), 76, shapes)


def circle(figures: Figures) -> Drawn:
    """The rows as slices of a ring, those of an area together, the areas within."""
    rows = [it for it in figures.rows if it.depth]
    step = 2 * pi / max(1, len(rows))
    shapes: list[Slice] = []
    start = 0
    for place, it in enumerate(rows):
        shapes.append(_slice(it, it.code, place * step, (place + 1) * step, outer=True))
        if place + 1 == len(rows) or rows[place + 1].depth != it.depth:
            area = _slice(it, str(it.depth), start * step, (place + 1) * step, outer=False)
            shapes.append(area._replace(row=None))
            start = place + 1
    return Drawn(2 * RADIUS + 8, 2 * RADIUS + 8, shapes)


def _box(it: Row, x: int, y: int, height: int) -> Box:
    label = _cut(f"{it.code} {it.label.text}", BRANCH - 48)
    return Box(it, label, x, y, BRANCH, height - 2)


def _slice(it: Row, text: str, start: float, end: float, *, outer: bool) -> Slice:
    near, far = (INNER + 3, RADIUS) if outer else (HUB, INNER)
    wide = int(end - start > pi)
    corners = [_at(far, start), _at(far, end), _at(near, end), _at(near, start)]
    a, b, c, d = (f"{x:.1f} {y:.1f}" for x, y in corners)
    path = f"M{a}A{far} {far} 0 {wide} 1 {b}L{c}A{near} {near} 0 {wide} 0 {d}Z"
    x, y = _at((near + far) / 2, (start + end) / 2)
    return Slice(it, text, path, round(x, 1), round(y, 1))


def _at(radius: float, angle: float) -> tuple[float, float]:
    """The point at this distance from the middle, clockwise from the top."""
    middle = RADIUS + 4
    return middle + radius * sin(angle), middle - radius * cos(angle)


def _sum(it: Row) -> int:
    return sum(number or 0 for number in it.numbers)


def _cut(text: str, pixels: int) -> str:
    most = int(pixels / LETTERS)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
