"""What stands above and below a concept over `broader`; deep and circular data do no harm."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taxonomy.vocabulary import Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from taxonomy.model import Concept

__all__ = ["Hierarchy", "cycles"]

_Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The broader links of the concepts among themselves, and their inverse, both by id.

    Only active concepts count as narrower or top concepts; a retired one still knows its broader.
    """

    _broader: Mapping[str, _Ids]
    _narrower: Mapping[str, _Ids]
    _active: frozenset[str]

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> Hierarchy:
        """The hierarchy of these concepts; links to itself or to none of them are left out."""
        known = {concept.id: concept for concept in concepts}
        broader: dict[str, _Ids] = {}
        narrower: defaultdict[str, list[str]] = defaultdict(list)
        for concept in known.values():
            targets = dict.fromkeys(concept.targets(Predicate.BROADER))
            targets.pop(concept.id, None)
            broader[concept.id] = tuple(it for it in targets if it in known)
            if concept.status is Status.ACTIVE:
                for target in broader[concept.id]:
                    narrower[target].append(concept.id)
        active = frozenset(it.id for it in known.values() if it.status is Status.ACTIVE)
        return cls(broader, {key: tuple(sorted(ids)) for key, ids in narrower.items()}, active)

    def broader(self, concept_id: str) -> _Ids:
        """The concepts directly above, by rank."""
        return self._broader.get(concept_id, ())

    def narrower(self, concept_id: str) -> _Ids:
        """The active concepts directly below, sorted."""
        return self._narrower.get(concept_id, ())

    def ancestors(self, concept_id: str) -> _Ids:
        """Every concept above, nearest first, each once, itself never (skos:broaderTransitive)."""
        return tuple(_reached(self._broader, concept_id))

    def descendants(self, concept_id: str) -> _Ids:
        """Every active concept below, nearest first, itself never (skos:narrowerTransitive)."""
        return tuple(_reached(self._narrower, concept_id))

    def top_concepts(self) -> _Ids:
        """The active concepts without an active concept above them, sorted (skos:hasTopConcept)."""
        return tuple(sorted(it for it in self._active if self._active.isdisjoint(self.broader(it))))


def cycles(links: Mapping[str, Sequence[str]]) -> Iterator[_Ids]:
    """Circles of two concepts or more, each from its smallest id, so that none is left unnamed.

    Of circles that share concepts at least one is given.
    """
    done: set[str] = set()
    for start in sorted(links):
        if start not in done:
            yield from _cycles_from(start, links, done)


def _cycles_from(start: str, links: Mapping[str, Sequence[str]], done: set[str]) -> Iterator[_Ids]:
    """Depth-first without recursion: a link back onto the path closes a circle."""
    path: dict[str, Iterator[str]] = {start: iter(links[start])}
    while path:
        here = next(reversed(path))
        for target in path[here]:
            if target in path and target != here:
                yield _from_smallest(list(path), target)
            elif target not in done and target not in path:
                path[target] = iter(links.get(target, ()))
                break
        else:
            done.add(here)
            del path[here]


def _from_smallest(path: list[str], start: str) -> _Ids:
    circle = path[path.index(start) :]
    smallest = circle.index(min(circle))
    return tuple(circle[smallest:] + circle[:smallest])


def _reached(links: Mapping[str, _Ids], start: str) -> Iterator[str]:
    seen = {start}
    frontier: list[str] = [start]
    while frontier:
        following = [it for here in frontier for it in links.get(here, ())]
        frontier = [it for it in dict.fromkeys(following) if it not in seen]
        seen.update(frontier)
        yield from frontier
