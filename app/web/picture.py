"""A concept and its counterparts as a picture: where each box, line and curve stands, in pixels."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.rendering.counterparts import Named, Spread
    from taxonomy.vocabulary import MappingPredicate

__all__ = ["Box", "Curve", "Heading", "Picture", "drawn", "drawn_tall", "wrapped"]

WIDTH, OWN_WIDTH, OTHER_WIDTH = 960, 280, 430
"""Pixels of the picture, of the box of the concept, and of each box of a counterpart."""
PAD, LINE, META, GAP = 12, 19, 18, 8
"""Pixels inside a box, of a line of its name, of the line below it, and between two boxes."""
TITLE, TOP, HEADING, FOOT = 22, 40, 30, 12
"""Pixels down to the names of the releases, of these, of the words above a group, below the last box."""
OTHER_X = WIDTH - OTHER_WIDTH - 2
BADGE = 13
"""Radius of the sign at the end of a curve."""
MOST_LINES = 6
MOST_FANNED = 12
"""More counterparts than these would melt into one mass of curves."""
STEMS_APART, CORNER = 24, 12
"""Pixels between the stems of two predicates, and of the corner where a branch leaves one."""
_HIGHEST_CENTRE = 300
"""The concept stands in the middle of its counterparts, but where a reader sees it first."""
_FAN = 0.6
"""Share of the side of the concept's box from which its curves start."""
TALL_WIDTH, TALL_X, TALL_STEM = 340, 56, 16
"""Pixels of the picture for narrow screens, of where its counterparts stand, and its only stem."""
_EM = 15.0
"""Pixels of the font's size."""
MARKED = ("retired", "unknown")
"""The states of a concept that its box tells."""
_NARROW, _WIDE = frozenset("fijlrtI.,;:'’|!()[]/- "), frozenset("mwMW@%—")


class Box(NamedTuple):
    """A concept as its name in lines that fit; without one it says that there is none."""

    x: int
    y: int
    width: int
    lines: Sequence[str]
    names: Named | None
    stale: bool

    @property
    def height(self) -> int:
        """Pixels from its upper edge to its lower one."""
        return 2 * PAD + LINE * max(1, len(self.lines)) + (META if self.has_meta else 0)

    @property
    def middle(self) -> int:
        """Where curves end: half-way down."""
        return self.y + self.height // 2

    @property
    def has_meta(self) -> bool:
        """Whether a line below the name tells its code, its language or what is the matter."""
        it = self.names
        return self.stale or bool(it and (it.notation or it.strays or it.status in MARKED))

    @property
    def rtl(self) -> bool:
        """Whether its name is read from the right."""
        return bool(self.lines) and _direction(" ".join(self.lines)) == "R"

    @property
    def text_x(self) -> int:
        """Where its lines begin."""
        return self.x + self.width - PAD if self.rtl else self.x + PAD

    def baseline(self, line: int) -> int:
        """Where a line of its name stands, the first being 0; after the last that of the line below."""
        return self.y + PAD + 14 + LINE * line


class Curve(NamedTuple):
    """From the concept to a counterpart: a path of SVG, and where its sign stands."""

    predicate: MappingPredicate
    path: str
    x: int
    y: int
    stale: bool


class Heading(NamedTuple):
    """The words above a group."""

    predicate: MappingPredicate
    number: int
    y: int


class Picture(NamedTuple):
    """A concept and its counterparts, grouped by predicate.

    `others_x` and `others_y` are where the name of their release stands.
    """

    width: int
    height: int
    others_x: int
    others_y: int
    own: Box
    headings: Sequence[Heading]
    others: Sequence[Box]
    curves: Sequence[Curve]


def drawn(spread: Spread) -> Picture:
    """A concept at the left, its counterparts at the right; as high as they need, and never wider."""
    headings, others, y = _listed(spread, TOP, OTHER_X, OTHER_WIDTH)
    own = _own(spread.concept, y - TOP)
    curves = list(_curves(own, others, _predicates(spread)))
    height = max(y, own.y + own.height + GAP) + FOOT
    return Picture(WIDTH, height, OTHER_X, TITLE, own, headings, others, curves)


def drawn_tall(spread: Spread) -> Picture:
    """The same for narrow screens: the counterparts stand below the concept, along one stem."""
    own = _box(2, TITLE + GAP, TALL_WIDTH - 4, spread.concept, stale=False)
    title = own.y + own.height + GAP + TITLE
    headings, others, y = _listed(spread, title + GAP, TALL_X, TALL_WIDTH - TALL_X - 2)
    curves = [
        Curve(predicate, _twig(own, box), TALL_X - BADGE, box.middle, box.stale)
        for box, predicate in zip(others, _predicates(spread), strict=True)
    ]
    return Picture(TALL_WIDTH, max(y, title) + FOOT, TALL_X, title, own, headings, others, curves)


def _listed(spread: Spread, top: int, x: int, width: int) -> tuple[list[Heading], list[Box], int]:
    """The counterparts one below another, their headings, and where they end."""
    headings: list[Heading] = []
    others: list[Box] = []
    y = top
    for group in spread.groups:
        headings.append(Heading(group.predicate, len(group.counterparts), y + HEADING - 12))
        y += HEADING
        for it in group.counterparts:
            stale = it.mapping.state is MappingState.STALE
            others.append(_box(x, y, width, it.concept, stale=stale))
            y = others[-1].y + others[-1].height + GAP
        y += GAP
    return headings, others, y


def _predicates(spread: Spread) -> list[MappingPredicate]:
    """That of each counterpart."""
    return [group.predicate for group in spread.groups for _ in group.counterparts]


def wrapped(text: str, width: float) -> list[str]:
    """The text in lines of at most this many pixels; what is too long for six lines ends in `…`."""
    lines: list[str] = []
    for word in _pieces(text.split(), width):
        if lines and _measured(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]
    return lines


def _own(concept: Named, room: int) -> Box:
    box = _box(2, 0, OWN_WIDTH, concept, stale=False)
    centre = min(TOP + room // 2, _HIGHEST_CENTRE)
    return box._replace(y=max(TOP + HEADING, centre - box.height // 2))


def _box(x: int, y: int, width: int, concept: Named | None, *, stale: bool) -> Box:
    lines = wrapped(concept.text, width - 2 * PAD) if concept else ()
    return Box(x, y, width, lines, concept, stale)


def _curves(
    own: Box, others: Sequence[Box], predicates: Sequence[MappingPredicate]
) -> Iterator[Curve]:
    """One for each counterpart: a few fan out, many of one predicate share a stem."""
    room = own.height * _FAN
    stems = list(dict.fromkeys(predicates))
    for place, (box, predicate) in enumerate(zip(others, predicates, strict=True)):
        if len(others) > MOST_FANNED:
            path = _branch(own, box, stems.index(predicate) - (len(stems) - 1) / 2)
        else:
            path = _bow(own, box, ((place + 0.5) / len(others) - 0.5) * room)
        yield Curve(predicate, path, OTHER_X - BADGE, box.middle, box.stale)


def _bow(own: Box, box: Box, below: float) -> str:
    """Straight to the counterpart, from so many pixels below the concept's middle."""
    start, end = own.x + own.width, OTHER_X - 2 * BADGE
    bend, y = (start + end) // 2, round(own.middle + below, 1)
    return f"M{start} {y}C{bend} {y} {bend} {box.middle} {end} {box.middle}"


def _twig(own: Box, box: Box) -> str:
    """Down the only stem, then aside with a round corner."""
    start, end = own.y + own.height, TALL_X - 2 * BADGE
    return (
        f"M{TALL_STEM} {start}V{box.middle - CORNER}"
        f"Q{TALL_STEM} {box.middle} {TALL_STEM + CORNER} {box.middle}H{end}"
    )


def _branch(own: Box, box: Box, stem: float) -> str:
    """Up or down a stem, the one in the middle being 0, then aside with a round corner.

    The lower a group is, the further left is its stem, so that it crosses no branch of another.
    """
    start, end = own.x + own.width, OTHER_X - 2 * BADGE
    x, y = round((start + end) / 2 - stem * STEMS_APART), round(own.middle + stem * STEMS_APART / 2)
    away = box.middle - y
    turn = min(CORNER, abs(away) / 2)
    down = turn if away > 0 else -turn
    return (
        f"M{start} {y}H{x - turn:g}Q{x} {y} {x} {y + down:g}"
        f"V{box.middle - down:g}Q{x} {box.middle} {x + turn:g} {box.middle}H{end}"
    )


def _pieces(words: Iterable[str], width: float) -> Iterator[str]:
    """The words, those that are wider than a line in pieces."""
    for word in words:
        piece = ""
        for character in word:
            if piece and _measured(piece + character) > width:
                yield piece
                piece = ""
            piece += character
        yield piece


def _measured(text: str) -> float:
    """About how wide the text is, in pixels: no reader's font is known here, so rather too wide."""
    return sum(map(_width, text)) * _EM


def _width(character: str) -> float:
    """In ems."""
    if character in _NARROW:
        return 0.4
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.98 if character in _WIDE else 0.76 if character.isupper() else 0.62


def _direction(text: str) -> str:
    """R or L, as the first letter that has a direction says (Unicode Bidirectional Algorithm, P2)."""
    found = (unicodedata.bidirectional(it) for it in text)
    return next(("L" if it == "L" else "R" for it in found if it in ("L", "R", "AL")), "L")
