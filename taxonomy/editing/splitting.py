"""One concept becomes several: each takes over what it is given, and links lead where they are told to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from taxonomy.editing.ending import retired
from taxonomy.vocabulary import RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.model import Concept, Label, Link, Notation, Note
    from taxonomy.vocabulary import Predicate

__all__ = ["Part", "split_into"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What becomes of a concept that is split: the new concept, still empty, and what it takes over.

    `links` are predicates with targets of the whole; `users` are the concepts that linked to the whole
    and link to this part from then on.
    """

    made: Concept
    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    links: frozenset[tuple[Predicate, str]] = frozenset()
    notations: tuple[Notation, ...] = ()
    collections: tuple[str, ...] = ()
    users: frozenset[str] = frozenset()


def split_into(
    concept: Concept, parts: Sequence[Part], known: Mapping[str, Concept]
) -> dict[str, Concept]:
    """Id → concept of all that a split changes: the parts, the retired whole, and who linked to it.

    Every part is of the whole's kind. EditRefusedError as `retired`.
    """
    whole = {
        it.made.id: replace(
            it.made,
            labels=it.labels,
            notes=it.notes,
            links=tuple(one for one in concept.links if (one.predicate, one.target) in it.links),
            notations=it.notations,
            collections=it.collections,
        )
        for it in parts
    }
    heirs = [it.made.id for it in parts]
    whole[concept.id] = retired(concept, RetirementReason.SPLIT, heirs, {**known, **whole})
    for user in known.values():
        if user.status is Status.ACTIVE and any(it.target == concept.id for it in user.links):
            ours = [it.made.id for it in parts if user.id in it.users]
            whole[user.id] = replace(user, links=tuple(_spread(user.links, concept.id, ours)))
    return whole


def _spread(links: Iterable[Link], gone: str, heirs: Sequence[str]) -> Iterable[Link]:
    for it in links:
        if it.target != gone:
            yield it
        else:
            yield from (it._replace(target=heir) for heir in heirs)
