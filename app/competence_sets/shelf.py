"""The sets of drafts and changesets in memory: read once for each state of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from taxonomy.competence_sets.board import board
from taxonomy.competence_sets.sets import COMPETENCES, Sets
from taxonomy.likeness import LabelLikeness
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.editing.holding import Held
    from app.editing.viewing import View
    from taxonomy.competence_sets.board import Line
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["SetShelf", "Standing"]

_MOST = 4
"""So many states are kept: the draft, and changesets over it that somebody works in."""


@dataclass(frozen=True)
class Standing:
    """The sets as an editor sees them, and what finds competences by their labels."""

    sets: Sets
    likeness: Mapping[Kind, LabelLikeness]

    @cached_property
    def board(self) -> Sequence[Line]:
        """A line for each set, in the natural order of codes."""
        return board(self.sets)

    def make_ready(self) -> None:
        """Reckon now what the first screens ask for."""
        _ = self.board, self.likeness[Kind.SKILL]


class SetShelf:
    """Hands out the sets of what an editor sees; engines of labels are made again where labels moved only."""

    def __init__(self) -> None:
        self._standings: OrderedDict[tuple[ReleaseIndex, View | None], Standing] = OrderedDict()
        self._engines: dict[Kind, tuple[Sequence[Concept], LabelLikeness]] = {}
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def of(self, view: View) -> Standing:
        """The sets of a draft, or of a changeset over it."""
        key = view.held.index, view if view.changes else None  # a view is held while nothing moves
        with self._lock:
            known = self._standings.get(key)
            if known is None:
                known = Standing(Sets.of(view.known), _Engines(self, view.held))
                self._standings[key] = known
            self._standings.move_to_end(key)
            while len(self._standings) > _MOST:
                self._standings.popitem(last=False)
            return known

    def engine(self, held: Held, kind: Kind) -> LabelLikeness:
        """What finds the active concepts of a kind by their labels, as the draft or release holds them."""
        concepts = held.index.listed(kind, Status.ACTIVE)
        with self._making:
            known = self._engines.get(kind)
            if known is None or not _same(known[0], concepts):
                known = concepts, LabelLikeness(concepts, held.index, concepts)
                self._engines[kind] = known
            return known[1]


class _Engines(dict[Kind, LabelLikeness]):
    """Kind → its engine, made where it is asked for."""

    def __init__(self, shelf: SetShelf, held: Held) -> None:
        super().__init__()
        self._shelf = shelf
        self._held = held

    def __missing__(self, kind: Kind) -> LabelLikeness:
        if kind not in COMPETENCES:
            raise KeyError(kind)
        self[kind] = found = self._shelf.engine(self._held, kind)
        return found


def _same(one: Sequence[Concept], other: Sequence[Concept]) -> bool:
    """Whether two drafts hold the same concepts: what did not move is the same object in both."""
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
