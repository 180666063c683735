"""What changed between two releases, for people: concept by concept, with what it can be narrowed down to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import orjson

from app.comparing import Wanted
from app.rendering.pages.changed_lines import TURNS, Line, Turn, line, named
from app.rendering.pages.concept import titles
from app.rendering.pages.paging import part_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from app.comparing import Changes, Mark
    from app.rendering.pages.names import Item, Reader, Text
    from taxonomy.changes import ChangeClass
    from taxonomy.vocabulary import Kind

__all__ = [
    "MOST_LINES",
    "PER_PAGE",
    "ChangedConcept",
    "ChangedPage",
    "Choice",
    "Sifted",
    "changed",
    "wanted_places",
]

PER_PAGE = 50
MOST_LINES = 12
"""Of a concept that changed in more ways a list shows so many, and leads to all of them."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """Which changes a reader wants to see: what happened, to which kind, how deep, to which concept."""

    what: Turn | None = None
    kind: Kind | None = None
    depth: ChangeClass | None = None
    concept: str | None = None


class Choice(NamedTuple):
    """One choice among the changes, and how many concepts it keeps."""

    value: str
    number: int
    on: bool


class ChangedConcept(NamedTuple):
    """A concept with what happened to it; `total` counts also the lines that are not shown."""

    item: Item
    id: str
    titles: Sequence[Text]
    lines: Sequence[Line]
    total: int


class ChangedPage(NamedTuple):
    """One page of the concepts that changed; `changes` counts single changes, `total` concepts."""

    concepts: Sequence[ChangedConcept]
    turns: Sequence[Choice]
    kinds: Sequence[Choice]
    depths: Sequence[Choice]
    everything: int
    total: int
    changes: int
    number: int
    pages: int


def changed(
    changes: Changes, sifted: Sifted, number: int, after: Reader, earlier: str
) -> ChangedPage:
    """The page of this number; InvalidQueryError for a page there is not.

    Names are those of the later release; where it holds a concept no more, they are those that the
    changes tell, with a path below `earlier`, the pages of the earlier release.
    """
    places = wanted_places(changes, sifted)
    groups = [list(it) for _, it in groupby(places, lambda it: changes.marks[it].names[0])]
    shown, pages = part_of(groups, number, PER_PAGE, "these changes")
    most = MOST_LINES if sifted.concept is None else len(places)
    tallies = _tallied(changes.marks, sifted)
    return ChangedPage(
        [_concept(changes, it, after, earlier, most) for it in shown],
        _choices(tallies["what"], sifted.what),
        _choices(tallies["kind"], sifted.kind),
        _choices(tallies["depth"], sifted.depth),
        len(tallies[""].get("", ())),
        len(groups),
        len(places),
        number,
        pages,
    )


def wanted_places(changes: Changes, sifted: Sifted) -> Sequence[int]:
    """Where the changes stand that the reader wants to see."""
    wanted = Wanted(sifted.kind, None, sifted.depth, None, sifted.concept)
    return [
        it
        for it in changes.places(wanted)
        if sifted.what in (None, TURNS[changes.marks[it].change])
    ]


def _tallied(
    marks: Iterable[Mark], sifted: Sifted
) -> defaultdict[str, defaultdict[str, set[Hashable]]]:
    """For each way of narrowing down: its choices, and the concepts that each keeps beside the other ways."""
    found: defaultdict[str, defaultdict[str, set[Hashable]]] = defaultdict(lambda: defaultdict(set))
    what, kind, depth = sifted.what, sifted.kind, sifted.depth
    for mark in marks:
        turn, concept = TURNS[mark.change], mark.names[0]
        as_turn = what in (None, turn)
        as_kind = kind in (None, mark.kind)
        as_depth = depth in (None, mark.change_class)
        found[""][""].add(concept)
        if as_kind and as_depth:
            found["what"][turn].add(concept)
        if as_turn and as_depth:
            found["kind"][mark.kind].add(concept)
        if as_turn and as_kind and mark.change_class:
            found["depth"][mark.change_class].add(concept)
    return found


def _choices(tally: defaultdict[str, set[Hashable]], chosen: str | None) -> list[Choice]:
    found = [Choice(value, len(held), value == chosen) for value, held in tally.items()]
    if chosen and chosen not in tally:
        found.append(Choice(chosen, 0, on=True))
    return sorted(found, key=lambda it: -it.number)


def _concept(
    changes: Changes, places: Sequence[int], after: Reader, earlier: str, most: int
) -> ChangedConcept:
    rows = [orjson.loads(changes.rows[it]) for it in places[:most]]
    told = rows[0]["concept"]
    held = after.index.taxonomy.by_id.get(told["id"])
    return ChangedConcept(
        named(told, after, earlier),
        told["id"],
        titles(after, held) if held else [],
        [line(json, after, earlier) for json in rows],
        len(places),
    )
