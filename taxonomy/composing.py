"""What follows from two mappings one after the other, and how sure a path of them is."""

from __future__ import annotations

from functools import reduce
from math import prod
from typing import TYPE_CHECKING

from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ASSUMED", "COMPOSED", "EXACTNESS", "compose", "composed", "confidence", "sureness"]

EXACT = MappingPredicate.EXACT
CLOSE = MappingPredicate.CLOSE
BROAD = MappingPredicate.BROAD
NARROW = MappingPredicate.NARROW
RELATED = MappingPredicate.RELATED

COMPOSED: Mapping[MappingPredicate, Mapping[MappingPredicate, MappingPredicate]] = {
    EXACT: {EXACT: EXACT, CLOSE: CLOSE, BROAD: BROAD, NARROW: NARROW, RELATED: RELATED},
    CLOSE: {EXACT: CLOSE, CLOSE: RELATED, BROAD: RELATED, NARROW: RELATED, RELATED: RELATED},
    BROAD: {EXACT: BROAD, CLOSE: RELATED, BROAD: BROAD, NARROW: RELATED, RELATED: RELATED},
    NARROW: {EXACT: NARROW, CLOSE: RELATED, BROAD: RELATED, NARROW: NARROW, RELATED: RELATED},
    RELATED: {EXACT: RELATED, CLOSE: RELATED, BROAD: RELATED, NARROW: RELATED, RELATED: RELATED},
}
"""First step → second step → what may be said of both ends; *related* where nothing more follows.

- *exact* changes nothing: it is transitive and symmetric (SKOS Reference §10, S44 and S45), and what
  holds of a concept holds of the one that means the same.
- *broad* after *broad* stays *broad*, and *narrow* after *narrow* stays *narrow*: what is wider than
  the wider is wider. SKOS leaves broadMatch intransitive, as skos:broader; we read both as inclusion,
  as SEMRA does when it infers chains.
- *close* after *close* is no *close*: SKOS does not make closeMatch transitive, lest errors add up
  over many schemes (§10.6.8). *close* beside *broad* or *narrow* loses the direction: what is nearly
  the same may reach over the edge of the wider one.
- *broad* after *narrow*, or the other way round, says that both ends have a concept above or below
  them in common, and no more. SEMRA infers nothing from such chains; we say *related*, so that a
  person can look, and never more.
"""

EXACTNESS: Mapping[MappingPredicate, int] = {EXACT: 3, CLOSE: 2, BROAD: 1, NARROW: 1, RELATED: 0}
"""How much a predicate claims; *broad* and *narrow* claim alike. No path claims more than a step."""

ASSUMED: Mapping[MappingPredicate, float] = {
    EXACT: 0.95,
    CLOSE: 0.8,
    BROAD: 0.9,
    NARROW: 0.9,
    RELATED: 0.5,
}
"""The confidence (0–1) of a mapping to which nobody gave one: a convention that lets a longer path
rank below a shorter one, and not a figure that anybody measured."""


def compose(first: MappingPredicate, second: MappingPredicate) -> MappingPredicate:
    """How the end of two steps stands to their beginning; see `COMPOSED`."""
    return COMPOSED[first][second]


def composed(steps: Iterable[MappingPredicate]) -> MappingPredicate:
    """How the end of a path stands to its beginning; a path without steps ends where it began: exact."""
    return reduce(compose, steps, EXACT)


def confidence(predicate: MappingPredicate, given: float | None) -> float:
    """The confidence (0–1) of one step: the one given, or else the one assumed for its predicate."""
    return ASSUMED[predicate] if given is None else given


def sureness(steps: Iterable[tuple[MappingPredicate, float | None]]) -> float:
    """The confidence (0–1) of a path: the product of its steps', as if they erred independently.

    Where nothing follows from its steps (those aside that are only *related* themselves), once more
    times that of *related*: what was sure of each step is not sure of such a path.
    """
    every = list(steps)
    followed = composed(it for it, _ in every if it is not RELATED)
    return prod(confidence(*it) for it in every) * (ASSUMED[RELATED] if followed is RELATED else 1)
