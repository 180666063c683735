"""The digital skills of a release, where each stands in its framework, and what of ESCO it covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.aligning import Ground, align
from taxonomy.vocabulary import Kind, MappingState, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.aligning import Alignment
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import MappingSet
    from taxonomy.model import Concept

__all__ = [
    "COLLECTIONS",
    "DIGCOMP",
    "TITLE",
    "Column",
    "Covered",
    "best_framework",
    "columns",
    "numbers_of",
]

DIGCOMP = "digcomp"
TITLE = "DigComp"
"""How digital skills name that framework."""
COLLECTIONS = ("digital", DIGCOMP)
"""By what ESCO marks digital skills: its collections of these names."""


class Covered(NamedTuple):
    """A concept of ESCO that a digital skill covers, and why; `likeness` is that of their names."""

    concept: Concept
    ground: Ground
    likeness: float


@dataclass(frozen=True, slots=True)
class Column:
    """A digital skill; `place` is its row in the framework, None where no framework is known."""

    skill: Concept
    place: Alignment | None
    covered: tuple[Covered, ...]

    @property
    def number(self) -> str:
        """Its number in the framework, recorded or presumed; empty where neither is known."""
        if self.skill.framework:
            return self.skill.framework.number
        return self.place.right.notation if self.place and self.place.right else ""

    @property
    def presumed(self) -> bool:
        """Whether the number is read from names, and recorded nowhere."""
        return not self.skill.framework and bool(self.number)


def numbers_of(skills: Sequence[Concept]) -> dict[str, str]:
    """Id → the number of DigComp that the skill bears."""
    return {
        it.id: it.framework.number
        for it in skills
        if it.framework and it.framework.name.casefold() == DIGCOMP
    }


def best_framework(
    skills: Sequence[Concept], frameworks: Sequence[ReleaseIndex]
) -> ReleaseIndex | None:
    """The release of DigComp that the skills name, else the one with whose names most of theirs agree.

    The newest of several; None where none is there.
    """
    versions = [it.framework.version for it in skills if it.framework]
    named = [it for it in frameworks if it.release.version in versions]
    if named:
        return max(named, key=lambda it: versions.count(it.release.version))
    return max(reversed(frameworks), key=lambda it: _agreeing(skills, it), default=None)


def columns(
    index: ReleaseIndex,
    framework: ReleaseIndex | None,
    esco: ReleaseIndex | None,
    mappings: MappingSet | None,
) -> tuple[Column, ...]:
    """The active digital skills of a release in natural order; `mappings` lead from it to `esco`."""
    skills = index.listed(Kind.DIGITAL_SKILL)
    places = _places(skills, framework)
    standing = _standing(framework, esco)
    mapped = mappings.by_subject if mappings else {}
    found = []
    for skill in skills:
        place = places.get(skill.id)
        direct = [
            Covered(concept, Ground.MAPPING, 1.0)
            for it in mapped.get(skill.id, ())
            if it.state is MappingState.ACCEPTED and (concept := _active(esco, it.object_id))
        ]
        through = _through(place, standing)
        known = {it.concept.id for it in direct}
        if through and through.concept.id not in known:
            direct.append(through)
        found.append(Column(skill, place, tuple(direct)))
    return tuple(found)


def _agreeing(skills: Sequence[Concept], framework: ReleaseIndex) -> int:
    return sum(1 for it in _places(skills, framework).values() if it.right)


def _places(skills: Sequence[Concept], framework: ReleaseIndex | None) -> dict[str, Alignment]:
    """Id of a digital skill → its row in the framework."""
    if framework is None:
        return {}
    rows = align(
        skills,
        framework.listed(Kind.DIGITAL_COMPETENCE),
        framework,
        numbers=numbers_of(skills),
    )
    return {it.left.id: it for it in rows if it.left}


def _standing(framework: ReleaseIndex | None, esco: ReleaseIndex | None) -> Mapping[str, Alignment]:
    """Id of a competence of the framework → the skill of ESCO that is called alike."""
    if framework is None or esco is None:
        return {}
    members = [it for it in esco.listed() if DIGCOMP in it.collections]
    rows = align(framework.listed(Kind.DIGITAL_COMPETENCE), members, framework)
    return {it.left.id: it for it in rows if it.left and it.right}


def _through(place: Alignment | None, standing: Mapping[str, Alignment]) -> Covered | None:
    """What of ESCO stands for the competence in whose row the digital skill is."""
    found = standing.get(place.right.id) if place and place.right else None
    if place is None or place.ground is None or found is None or found.right is None:
        return None
    return Covered(found.right, place.ground, min(place.likeness, found.likeness))


def _active(index: ReleaseIndex | None, concept_id: str) -> Concept | None:
    found = index.taxonomy.by_id.get(concept_id) if index else None
    return found if found and found.status is Status.ACTIVE else None
