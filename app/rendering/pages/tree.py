"""The groups of ISCO with what stands in them: of a scheme that holds them, or by the codes of profiles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.hierarchy import Hierarchy
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.rendering.pages.names import Item, Reader
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["Branch", "Placed", "Tree", "branch", "placed", "places_of"]

SYSTEM = "isco-08"
_PLACED = (Kind.PROFILE, Kind.OCCUPATION)


class Placed(NamedTuple):
    """A group, and how many active concepts stand in it or below."""

    group: Item
    number: int
    below: Sequence[Placed]


class Branch(NamedTuple):
    """A group (None: all of the tree), those above it, those below it, and what stands in it itself."""

    group: Item | None
    above: Sequence[Item]
    below: Sequence[Placed]
    members: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Tree:
    """The groups of a release, and for each the active concepts of another one that stand in it."""

    groups: ReleaseIndex
    hierarchy: Hierarchy
    members: Mapping[str, Sequence[Concept]]


def placed(groups: ReleaseIndex, index: ReleaseIndex) -> Tree:
    """The concepts of an index by the groups whose codes they bear; both may be of one scheme."""
    found = [it for it in groups.taxonomy if it.kind is Kind.ISCO_GROUP]
    by_code = {it.notation: it.id for it in found}
    members: defaultdict[str, list[Concept]] = defaultdict(list)
    for kind in _PLACED:
        for concept in index.listed(kind):
            for group in {by_code[it] for it in places_of(concept) if it in by_code}:
                members[group].append(concept)
    return Tree(groups, Hierarchy.of(found), dict(members))


def places_of(concept: Concept) -> list[str]:
    """The codes of ISCO that a concept bears."""
    return [it.value for it in concept.notations if it.system == SYSTEM]


def branch(tree: Tree, group: Concept | None, of_groups: Reader, of_members: Reader) -> Branch:
    """The part of a tree below a group, two levels deep."""
    hierarchy = tree.hierarchy
    by_id = tree.groups.taxonomy.by_id
    below = hierarchy.narrower(group.id) if group else hierarchy.top_concepts()
    above = hierarchy.ancestors(group.id)[::-1] if group else ()
    members = tree.members.get(group.id, ()) if group else ()
    return Branch(
        of_groups.item(group) if group else None,
        [of_groups.item(by_id[it]) for it in above],
        [_placed(tree, it, of_groups, 2) for it in _by_code(tree, below)],
        of_members.items(members),
    )


def _placed(tree: Tree, group: str, reader: Reader, depth: int) -> Placed:
    below = _by_code(tree, tree.hierarchy.narrower(group)) if depth > 1 else []
    everything = {it.id for it in _within(tree, group)}
    item = reader.item(tree.groups.taxonomy.by_id[group])
    return Placed(item, len(everything), [_placed(tree, it, reader, depth - 1) for it in below])


def _within(tree: Tree, group: str) -> list[Concept]:
    inside = (group, *tree.hierarchy.descendants(group))
    return [it for found in inside for it in tree.members.get(found, ())]


def _by_code(tree: Tree, groups: Sequence[str]) -> list[str]:
    by_id = tree.groups.taxonomy.by_id
    return sorted(groups, key=lambda it: by_id[it].notation)
