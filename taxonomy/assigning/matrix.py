"""Profiles by digital skills: what each cell says, and which cells suggest a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.vocabulary import Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from taxonomy.assigning.columns import Column
    from taxonomy.assigning.evidence import Found
    from taxonomy.model import Concept

__all__ = ["Cell", "Row", "Ticking", "row_of"]


class Cell(NamedTuple):
    """Whether the profile has the digital skill, how many competences and neighbours speak for it.

    `occupations` counts the skills that its occupations of ESCO ask for (`Found.asked`).
    """

    skill_id: str
    assigned: bool
    evidence: int
    neighbours: int
    occupations: int = 0


class Ticking(NamedTuple):
    """From how much evidence of each sort on a digital skill is suggested; 0: not by that."""

    evidence: int = 0
    neighbours: int = 0
    occupations: int = 0

    def suggests(self, cell: Cell) -> bool:
        """Whether the profile lacks the skill, and there is as much as that."""
        return not cell.assigned and (
            0 < self.evidence <= cell.evidence
            or 0 < self.neighbours <= cell.neighbours
            or 0 < self.occupations <= cell.occupations
        )


class Row(NamedTuple):
    """A profile with a cell for each digital skill; `of` is how many neighbours were asked."""

    profile: Concept
    cells: Sequence[Cell]
    of: int

    def suggested(self, ticking: Ticking) -> list[str]:
        """The ids of the digital skills that it lacks and something speaks for."""
        return [it.skill_id for it in self.cells if ticking.suggests(it)]


def row_of(
    profile: Concept,
    columns: Sequence[Column],
    found: Found,
    neighbours: Sequence[Concept],
) -> Row:
    """The row of a profile, as it and its neighbours are now."""
    own = _having(profile)
    theirs = [_having(it) for it in neighbours]
    cells = [
        Cell(
            it.skill.id,
            own(it.skill.id),
            found.number(it.skill.id),
            sum(1 for has in theirs if has(it.skill.id)),
            found.asked(it.skill.id),
        )
        for it in columns
    ]
    return Row(profile, cells, len(theirs))


def _having(profile: Concept) -> Callable[[str], bool]:
    return frozenset(profile.targets(Predicate.DIGITAL_SKILL)).__contains__
