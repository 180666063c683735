"""Skills that are newly linked to an occupation which a concept of ours is mapped to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.vocabulary import Kind, MappingPredicate, MappingState, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.currency.values import End, Move
    from taxonomy.mapping import Mapping as ConceptMapping
    from taxonomy.model import Concept

__all__ = ["NewLink", "newly_linked"]

_SKILLS = (Predicate.ESSENTIAL_SKILL, Predicate.OPTIONAL_SKILL)
_NEAR = (MappingPredicate.EXACT, MappingPredicate.CLOSE)
"""What an occupation asks for says little of a profile that is broader or narrower than it."""


class NewLink(NamedTuple):
    """An occupation asks for a skill that it did not ask for; `new` where the skill is new itself."""

    end: End
    occupation_id: str
    predicate: Predicate
    skill_id: str
    new: bool
    mapped: bool
    """Whether the set maps the skill: then the concept that may be missing from the profile is known."""


def newly_linked(by_end: Mapping[str, Sequence[ConceptMapping]], move: Move) -> Iterator[NewLink]:
    """The new links of the occupations that are accepted as exact or close, sorted by their ids.

    Nothing where the release before relates no occupation to a skill: then all links are new to us,
    not to the scheme. A link that turned from optional to essential is none.
    """
    before, after = move.before.taxonomy.by_id, move.after.taxonomy.by_id
    if not any(_skills(it) for it in move.before.listed(Kind.OCCUPATION)):
        return
    for occupation in sorted(move.after.listed(Kind.OCCUPATION)):
        was = before.get(occupation.id)
        if was is None or was is occupation or not _near(by_end.get(occupation.id, ())):
            continue
        had = _skills(was)
        for skill_id, predicate in sorted(_skills(occupation).items()):
            skill = after.get(skill_id)
            if skill_id in had or skill is None or skill.status is not Status.ACTIVE:
                continue
            new, mapped = skill_id not in before, bool(by_end.get(skill_id))
            yield NewLink(move.end, occupation.id, predicate, skill_id, new, mapped)


def _near(mappings: Sequence[ConceptMapping]) -> bool:
    return any(it.state is MappingState.ACCEPTED and it.predicate in _NEAR for it in mappings)


def _skills(concept: Concept) -> dict[str, Predicate]:
    """Skill → essential or optional; essential where it is both."""
    return {
        target: predicate
        for predicate in reversed(_SKILLS)
        for target in concept.targets(predicate)
    }
