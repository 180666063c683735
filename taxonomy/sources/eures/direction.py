"""In which direction the relation of a table reads: what its rows show against what it is said to be.

A concept seldom has several broader ones in another scheme. So the pairs that are broad or narrow are
laid out both ways, each time as (narrower, broader): where the narrower concepts have about one broader
one each, the direction is right, and where they have many, it is the other one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.mapping import INVERSE
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Evidence", "Pair", "evidence"]

_FEWEST = 100
"""Pairs: with fewer, a few concepts of several broader ones decide."""
_CLEARLY = 1.2
"""How many times more broader concepts one direction must give than the other to be the wrong one.

Measured over 14 tables and their parts: 1.24 (competences of Belgium) to 10 where a direction is right.
"""


class Pair(NamedTuple):
    """A row as it stands there: the concept of the other classification, the word, ESCO's concept."""

    other: str
    predicate: MappingPredicate
    esco: str


class Evidence(NamedTuple):
    """Broader concepts per narrower one, if the relation reads to ESCO, and if it reads from it."""

    pairs: int
    to_esco: float
    from_esco: float

    @property
    def reads_to_esco(self) -> bool | None:
        """Whether it does; None where the rows do not show it."""
        if self.pairs < _FEWEST:
            return None
        if self.from_esco >= _CLEARLY * self.to_esco:
            return True
        return False if self.to_esco >= _CLEARLY * self.from_esco else None


def evidence(pairs: Iterable[Pair]) -> Evidence:
    """What the broad and narrow ones of these pairs show."""
    told = {it for it in pairs if INVERSE[it.predicate] is not it.predicate}
    turned = [it._replace(predicate=INVERSE[it.predicate]) for it in told]
    return Evidence(len(told), _broader_each(list(told)), _broader_each(turned))


def _broader_each(pairs: Sequence[Pair]) -> float:
    """How many broader concepts a narrower one has, where `pairs` read from the other side to ESCO."""
    narrower = {
        (it.other, "") if it.predicate is MappingPredicate.BROAD else ("", it.esco) for it in pairs
    }
    return len(pairs) / len(narrower) if narrower else 0.0
