"""The changes between two releases of a scheme, and the release that they lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taxonomy.changes import Change, ChangeType
from taxonomy.comparing import content_changes
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import Kind, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taxonomy.model import Concept

__all__ = ["apply", "diff", "diff_concepts", "pairs"]

_KIND_ORDER = {kind: place for place, kind in enumerate(Kind)}
_CHANGE_ORDER = {change: place for place, change in enumerate(ChangeType)}
_NUMBERS = re.compile(r"([0-9]{1,18})")


def diff(before: Taxonomy, after: Taxonomy) -> tuple[Change, ...]:
    """Every change from one taxonomy to the other, sorted; ValueError where the schemes differ.

    Added, retired and restored concepts have that one change and none of their parts.
    """
    if before.scheme != after.scheme:
        message = f"a diff is within one scheme, not from {before.scheme} to {after.scheme}"
        raise ValueError(message)
    return diff_concepts(pairs(before, after))


def pairs(before: Taxonomy, after: Taxonomy) -> Iterator[tuple[Concept | None, Concept | None]]:
    """The concepts that differ, as (before, after), None where there is none."""
    known, current = before.by_id, after.by_id
    for concept_id, old in known.items():
        new = current.get(concept_id)
        if new is not old and new != old:
            yield old, new
    yield from ((None, new) for concept_id, new in current.items() if concept_id not in known)


def diff_concepts(
    changed: Iterable[tuple[Concept | None, Concept | None]],
) -> tuple[Change, ...]:
    """The sorted changes of (before, after) pairs of one concept each; equal pairs have none."""
    groups = [
        (_place(before, after), sorted(_changes(before, after), key=_order))
        for before, after in changed
    ]
    return tuple(it for _, changes in sorted(groups, key=_first) for it in changes)


def apply(changes: Iterable[Change], before: Taxonomy) -> Taxonomy:
    """The taxonomy after the changes: `apply(diff(a, b), a) == b`."""
    concepts = dict(before.by_id)
    for change in changes:
        if change.concept is None:
            concepts.pop(change.concept_id, None)
        else:
            concepts[change.concept_id] = change.concept
    return Taxonomy.of(before.scheme, concepts.values())


def _changes(before: Concept | None, after: Concept | None) -> Iterable[Change]:
    if before == after:
        return ()
    life = _life_change(before, after)
    if life is None and before and after:
        return content_changes(before, after)
    concept = after or before
    if concept is None or life is None:
        return ()
    retired = life in (ChangeType.RETIRED, ChangeType.CAME_AND_WENT)
    reason = concept.retirement or RetirementReason.UNKNOWN
    return (
        Change(
            concept_id=concept.id,
            notation=concept.notation,
            kind=concept.kind,
            change=life,
            reason=reason if retired else None,
            replaced_by=concept.replaced_by if retired else (),
            concept=after,
            was=before,
        ),
    )


def _life_change(before: Concept | None, after: Concept | None) -> ChangeType | None:
    lived = before is not None and before.status is Status.ACTIVE
    lives = after is not None and after.status is Status.ACTIVE
    if lived != lives:
        if lived:
            return ChangeType.RETIRED
        return ChangeType.RESTORED if before else ChangeType.ADDED
    if before is None:
        return ChangeType.CAME_AND_WENT
    return ChangeType.DROPPED if after is None else None


def _place(before: Concept | None, after: Concept | None) -> tuple[object, ...]:
    concept = after or before
    if concept is None:
        return ()
    return _KIND_ORDER[concept.kind], _natural(concept.notation), concept.id


def _first(group: tuple[tuple[object, ...], list[Change]]) -> tuple[object, ...]:
    return group[0]


def _order(change: Change) -> tuple[object, ...]:
    return (
        _CHANGE_ORDER[change.change],
        change.field,
        change.lang,
        change.predicate or "",
        change.target,
        change.before,
        change.after,
        change.moved_from,
        change.moved_to,
    )


def _natural(notation: str) -> tuple[tuple[int, str], ...]:
    """A key in which `OP-9` stands before `OP-10`."""
    return tuple(
        (int(part), "") if place % 2 else (-1, part)
        for place, part in enumerate(_NUMBERS.split(notation))
    )
