"""Frameworks side by side as their screen shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy import canonical
from taxonomy.aligning import Ground
from taxonomy.vocabulary import LANGUAGES, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.aligning import Comparison
    from taxonomy.aligning import Alignment

__all__ = ["FrameworkPage", "ShownName", "ShownRow", "framework_page"]

ONLY_LEFT, ONLY_RIGHT = "only-left", "only-right"


class ShownName(NamedTuple):
    """A name with its language, "" where there is none."""

    text: str
    lang: str


class ShownRow(NamedTuple):
    """A row, with both names in one language where there is one.

    `renamed` where two releases of one scheme call it differently there; `outside` where the right
    side is none of those that are compared. `seen` is the revision of a digital skill on the left.
    """

    alignment: Alignment
    left: ShownName
    right: ShownName
    ground: str
    renamed: bool
    outside: bool
    seen: str


class FrameworkPage(NamedTuple):
    """A comparison with the rows of one ground, or all."""

    comparison: Comparison
    rows: Sequence[ShownRow]
    grounds: dict[str, int]
    renamed: int


def framework_page(found: Comparison, ground: str, lang: str) -> FrameworkPage:
    """The rows of that ground (see `Comparison.grounds`), all where none is named."""
    rows = [_row(it, found.members, lang) for it in found.rows]
    grounds = dict(found.grounds)
    shown = [it for it in rows if not ground or it.ground == ground]
    return FrameworkPage(found, shown, grounds, sum(1 for it in rows if it.renamed))


def _row(it: Alignment, members: Collection[str], lang: str) -> ShownRow:
    left, right = _names(it, lang)
    told = it.ground.value if it.ground else ONLY_LEFT if it.left else ONLY_RIGHT
    same = it.left is not None and it.right is not None and it.left.scheme == it.right.scheme
    renamed = same and left.lang == right.lang and left.text != right.text
    outside = it.ground is Ground.MAPPING and it.right is not None and it.right.id not in members
    ours = it.left if it.left and it.left.kind is Kind.DIGITAL_SKILL else None
    seen = canonical.revision(canonical.write(ours)).hex() if ours else ""
    return ShownRow(it, left, right, told, renamed, outside, seen)


def _names(it: Alignment, lang: str) -> tuple[ShownName, ShownName]:
    """Both in the language asked, else in one that both are named in, else each in its own."""
    labels = [concept.pref_labels() if concept else {} for concept in (it.left, it.right)]
    order = (lang, *LANGUAGES, *labels[0], *labels[1])
    held = [side for side in labels if side]
    common = next((tag for tag in order if held and all(tag in side for side in held)), None)
    first, second = (_name(side, (*([common] if common else []), *order)) for side in labels)
    return first, second


def _name(labels: dict[str, str], order: Sequence[str]) -> ShownName:
    found = next((tag for tag in order if tag in labels), "")
    return ShownName(labels.get(found, ""), found)
