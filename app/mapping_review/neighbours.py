"""A concept as its reviewers see it: with what is broader, and what it is linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.upgrading.showing import concepts_of
from taxonomy.model import Concept
from taxonomy.vocabulary import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from taxonomy.mapping import Side

__all__ = ["Shown", "shown_in"]

_MOST_LINKS = 12
_FIRST = {
    predicate: place
    for place, predicate in enumerate(
        (
            *(Predicate.ESSENTIAL_COMPETENCE, Predicate.OPTIONAL_COMPETENCE),
            *(Predicate.ESSENTIAL_SKILL, Predicate.OPTIONAL_SKILL),
            *(Predicate.SKILL, Predicate.KNOWLEDGE, Predicate.MEMBER),
        )
    )
}
"""What says most of a concept is told first."""


class Shown(NamedTuple):
    """A concept, the broader ones it has, and what it is linked to, those that the release holds.

    What has no name of its own, a technical competence, is told by its skill.
    """

    concept: Concept
    broader: tuple[Concept, ...] = ()
    linked: tuple[Concept, ...] = ()


def shown_in(session: Session, side: Side, ids: Iterable[str]) -> dict[str, Shown]:
    """Id → concept with its neighbours: three questions at most, however many there are."""
    held = concepts_of(session, side, dict.fromkeys(ids))
    near = [target for it in held.values() for target in _near(it)]
    others = concepts_of(session, side, dict.fromkeys(near))
    nameless = [it for it in others.values() if not it.labels]
    skills = concepts_of(session, side, [to for it in nameless for to in _skills(it)])
    others |= {it.id: skills[to] for it in nameless for to in _skills(it) if to in skills}
    return {
        key: Shown(
            it,
            tuple(others[to] for to in it.targets(Predicate.BROADER) if to in others),
            tuple(others[to] for to in _linked(it) if to in others),
        )
        for key, it in held.items()
    }


def _near(it: Concept) -> Iterator[str]:
    yield from it.targets(Predicate.BROADER)
    yield from _linked(it)


def _linked(it: Concept) -> list[str]:
    broader = set(it.targets(Predicate.BROADER))
    links = sorted(it.links, key=lambda link: _FIRST.get(link.predicate, len(_FIRST)))
    return [link.target for link in links if link.target not in broader][:_MOST_LINKS]


def _skills(it: Concept) -> tuple[str, ...]:
    return tuple(it.targets(Predicate.SKILL))
