"""Which sets of the board are wanted, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from taxonomy.folding import plain
from taxonomy.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from taxonomy.competence_sets.board import Line

__all__ = ["Order", "Wanted", "short_label", "wanted_lines"]


class Order(StrEnum):
    """What the board is ordered by; figures begin with the greatest."""

    CODE = "code"
    NAME = "name"
    MEMBERS = "members"
    PROFILES = "profiles"
    OVERLAP = "overlap"
    GAPS = "gaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Sets with these words in a name or code; `gap` is what they lack ("any": something)."""

    text: str = ""
    gap: str = ""
    order: Order = Order.CODE
    reverse: bool = False
    lang: str = "nl"


def wanted_lines(lines: Iterable[Line], wanted: Wanted) -> list[Line]:
    """The lines that are wanted, in their order; what is equal stays in the order it comes in."""
    words = plain(wanted.text).split()
    found = [it for it in lines if _lacks(it, wanted.gap) and _named(it, words)]
    found.sort(key=_KEYS[wanted.order](wanted.lang))
    return found[::-1] if wanted.reverse else found


def short_label(line: Line, lang: str) -> tuple[str, str]:
    """The short label in this language or the next best, and its language; the code where there is none."""
    labels = line.concept.pref_labels()
    order = (lang, *LANGUAGES, *labels)
    chosen = next((it for it in order if it in labels), "")
    return labels.get(chosen, line.concept.notation or line.concept.id), chosen


def _lacks(line: Line, gap: str) -> bool:
    if gap == "any":
        return not line.complete
    return not gap or any(it.code == gap for it in line.gaps)


def _named(line: Line, words: list[str]) -> bool:
    concept = line.concept
    labels, notes = (it.text for it in concept.labels), (it.text for it in concept.notes)
    told = plain(" ".join((concept.notation, *labels, *notes)))
    return all(it in told for it in words)


_KEYS: dict[Order, Callable[[str], Callable[[Line], Any]]] = {
    Order.CODE: lambda _: lambda _: 0,
    Order.NAME: lambda lang: lambda it: plain(short_label(it, lang)[0]),
    Order.MEMBERS: lambda _: lambda it: -it.members,
    Order.PROFILES: lambda _: lambda it: -it.profiles,
    Order.OVERLAP: lambda _: lambda it: -max((one.jaccard for one in it.overlapping), default=0.0),
    Order.GAPS: lambda _: lambda it: (it.complete, -len(it.gaps)),
}
