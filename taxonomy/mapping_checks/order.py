"""Checks of broader and narrower: mappings against the hierarchies, and in a circle."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from taxonomy.hierarchy import Hierarchy
from taxonomy.mapping_checks.case import MappingFlaw
from taxonomy.sentences import sentence
from taxonomy.vocabulary import MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.mapping import Mapping as ConceptMapping
    from taxonomy.mapping import MappingSet
    from taxonomy.mapping_checks.case import MappingCase

__all__ = ["against_hierarchy", "circles"]

_EXACT, _BROAD, _NARROW = MappingPredicate.EXACT, MappingPredicate.BROAD, MappingPredicate.NARROW

_Node = tuple[str, str]
"""Scheme and id of a concept."""


def against_hierarchy(case: MappingCase) -> Iterator[MappingFlaw]:
    """Subjects at or above their object, whose broader stands at or below something under that object.

    From `A broader B`, `x` at or below `A` and `y` at or above `B` it follows that `y` is not below `x`.
    """
    if case.subjects is None or case.objects is None:
        return
    subjects, objects = Hierarchy.of(case.subjects.taxonomy), Hierarchy.of(case.objects.taxonomy)
    upper = _upper(case.accepted)
    above: dict[str, frozenset[str]] = {}
    for it in case.accepted:
        if it.predicate not in (_EXACT, _NARROW):
            continue
        for broader in subjects.ancestors(it.subject_id):
            for target in upper.get(broader, ()):
                if target not in above:
                    above[target] = frozenset(objects.ancestors(target))
                if it.object_id in above[target]:
                    yield _crossed(case, it, broader, target)


def _upper(mappings: Sequence[ConceptMapping]) -> Mapping[str, Sequence[str]]:
    """Subject → the objects that are at or above it."""
    upper: defaultdict[str, list[str]] = defaultdict(list)
    for it in mappings:
        if it.predicate in (_EXACT, _BROAD):
            upper[it.subject_id].append(it.object_id)
    return upper


def _crossed(case: MappingCase, lower: ConceptMapping, broader: str, target: str) -> MappingFlaw:
    one, other = case.subject.called(lower.subject_id), case.object.called(lower.object_id)
    message = sentence(
        "%(one)s is matched to %(other)s (%(predicate)s), but %(above)s above it to %(below)s below that",
        one=one,
        other=other,
        predicate=lower.predicate,
        above=case.subject.called(broader),
        below=case.object.called(target),
    )
    return MappingFlaw(message, lower.subject_id, lower.predicate.value)


def circles(sets: Sequence[MappingSet]) -> Iterator[tuple[_Node, ...]]:
    """Circles over the accepted mappings of all sets in which something is broader than itself.

    Exact matches lead both ways, broad and narrow ones upwards; close and related ones lead nowhere
    (neither is transitive). Each broad or narrow match that closes any stands on one circle at least,
    as short as may be; a circle begins and ends with the lower concept of such a match.
    """
    up, strict = _links(sets)
    group = _groups(up)
    told: set[tuple[_Node, _Node]] = set()
    for lower, upper in strict:
        if group[lower] == group[upper] and (lower, upper) not in told:
            circle = lower, *_shortest(upper, lower, up, group)
            told.update(pairwise(circle))
            yield circle


def _links(
    sets: Sequence[MappingSet],
) -> tuple[dict[_Node, list[_Node]], list[tuple[_Node, _Node]]]:
    """Concept → what is at or above it, and the links that lead truly upwards, in order."""
    up: defaultdict[_Node, list[_Node]] = defaultdict(list)
    strict: dict[tuple[_Node, _Node], None] = {}
    for mapping_set in sets:
        for it in mapping_set:
            if it.state is not MappingState.ACCEPTED or it.finds_nothing:
                continue
            subject = mapping_set.subject.scheme, it.subject_id
            object_ = mapping_set.object.scheme, it.object_id
            if it.predicate in (_EXACT, _BROAD):
                up[subject].append(object_)
            if it.predicate in (_EXACT, _NARROW):
                up[object_].append(subject)
            if it.predicate in (_BROAD, _NARROW):
                pair = (subject, object_) if it.predicate is _BROAD else (object_, subject)
                strict[pair] = None
    return {**{node: [] for pair in strict for node in pair}, **up}, list(strict)


def _groups(up: Mapping[_Node, Sequence[_Node]]) -> dict[_Node, _Node]:
    """Concept → the name of those that reach each other (Kosaraju and Sharir, without recursion)."""
    down: defaultdict[_Node, list[_Node]] = defaultdict(list)
    for node, targets in up.items():
        for target in targets:
            down[target].append(node)
    group: dict[_Node, _Node] = {}
    for root in reversed(_finished(up)):
        waiting = [root] if root not in group else []
        while waiting:
            node = waiting.pop()
            if node not in group:
                group[node] = root
                waiting += down.get(node, ())
    return group


def _finished(up: Mapping[_Node, Sequence[_Node]]) -> list[_Node]:
    """The concepts in the order in which a depth-first walk leaves them."""
    seen: set[_Node] = set()
    order: list[_Node] = []
    for root in up:
        path = [] if root in seen else [(root, iter(up[root]))]
        seen.add(root)
        while path:
            node, targets = path[-1]
            target = next((it for it in targets if it not in seen), None)
            if target is None:
                order.append(node)
                path.pop()
            else:
                seen.add(target)
                path.append((target, iter(up.get(target, ()))))
    return order


def _shortest(
    start: _Node, end: _Node, up: Mapping[_Node, Sequence[_Node]], group: Mapping[_Node, _Node]
) -> tuple[_Node, ...]:
    """The shortest way up from one concept to another of its group."""
    came: dict[_Node, _Node] = {start: start}
    queue = [start]
    for node in queue:
        if node == end:
            break
        for target in up.get(node, ()):
            if target not in came and group[target] == group[end]:
                came[target] = node
                queue.append(target)
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))
