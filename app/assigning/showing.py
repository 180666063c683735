"""Profiles by digital skills, as an editor of a changeset sees them: which are wanted, and each as a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.editing.viewing import view_of
from taxonomy import canonical
from taxonomy.assigning.matrix import Row, Ticking, row_of
from taxonomy.errors import InvalidQueryError
from taxonomy.index import natural_key
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.assigning.material import Assigner, Assigners
    from app.editing.holding import Desk
    from app.editing.viewing import View
    from taxonomy.assigning.neighbours import Neighbour
    from taxonomy.model import Concept

__all__ = ["Matrix", "Wanted", "matrix_of", "require_profile", "revision_of"]

ISCO = "isco-08"
NOTHING = Ticking()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which profiles: all that is given has to fit. `sector` is an id or notation, `isco` how a code begins.

    `suggested` lets those pass alone that lack a digital skill for which there is as much as that.
    """

    text: str = ""
    sector: str = ""
    isco: str = ""
    without: bool = False
    suggested: Ticking = NOTHING


@dataclass(frozen=True, slots=True)
class Matrix:
    """What somebody sees, and the profiles that they asked for, in natural order."""

    view: View
    assigner: Assigner
    profiles: Sequence[Concept]
    total: int
    """How many profiles there are in all."""

    def row(self, profile: Concept) -> Row:
        """The row of a profile, as it and its neighbours are in what is seen."""
        return _row(self.view, self.assigner, profile)

    def neighbours(self, profile: Concept) -> list[tuple[Concept, Neighbour]]:
        """The profiles most alike to it, as they are in what is seen."""
        return _near(self.view, self.assigner, profile)

    def suggestions(self, ticking: Ticking) -> list[tuple[Concept, list[str]]]:
        """The profiles that were asked for and lack something, with the digital skills that are suggested."""
        found = [(it, self.row(it).suggested(ticking)) for it in self.profiles]
        return [(profile, skills) for profile, skills in found if skills]


def matrix_of(
    desk: Desk, assigners: Assigners, wanted: Wanted, changeset: int | None = None
) -> Matrix:
    """The profiles that are wanted, as an editor of that changeset sees them; NotFoundError.

    It reads the record as `view_of` does, and all else from memory.
    """
    view = view_of(desk, changeset)
    assigner = assigners.get(view.held.index)
    profiles = _profiles(view)
    fitting = [it for it in profiles if _fits(it, wanted, view)]
    if wanted.suggested != NOTHING:
        fitting = [it for it in fitting if _lacks(view, assigner, it, wanted.suggested)]
    return Matrix(view, assigner, fitting, len(profiles))


def revision_of(profile: Concept) -> str:
    """The revision, in hexadecimal, that a change of the profile has to have seen."""
    return canonical.revision(canonical.write(profile)).hex()


def require_profile(view: View, reference: str) -> Concept:
    """The active profile of this id or notation; ConceptNotFoundError, InvalidQueryError for another concept."""
    found = view.get(reference)
    if found.kind is not Kind.PROFILE or found.status is not Status.ACTIVE:
        concept = found.notation or found.id
        message = (
            sentence(
                "%(concept)s is retired: only active profiles have digital skills", concept=concept
            )
            if found.kind is Kind.PROFILE
            else sentence(
                "%(concept)s is a %(kind)s: only active profiles have digital skills",
                concept=concept,
                kind=found.kind,
            )
        )
        raise InvalidQueryError(message)
    return found


def _profiles(view: View) -> list[Concept]:
    """The active profiles, those that the changeset changes as it has them."""
    listed = view.held.index.listed(Kind.PROFILE)
    if not view.changes:
        return list(listed)
    kept = [it for it in listed if it.id not in view.changes]
    changed = [it for it in view.changes.values() if it and _is_profile(it)]
    return sorted([*kept, *changed], key=lambda it: (natural_key(it.notation), it.id))


def _is_profile(concept: Concept) -> bool:
    return concept.kind is Kind.PROFILE and concept.status is Status.ACTIVE


def _fits(profile: Concept, wanted: Wanted, view: View) -> bool:
    if wanted.without and profile.targets(Predicate.DIGITAL_SKILL):
        return False
    if wanted.isco and not any(
        it.system == ISCO and it.value.startswith(wanted.isco) for it in profile.notations
    ):
        return False
    if wanted.sector and not _of_sector(profile, wanted.sector, view):
        return False
    return not wanted.text.strip() or _is_called(profile, wanted.text.strip().casefold())


def _of_sector(profile: Concept, sector: str, view: View) -> bool:
    found = view.find(sector)
    return found is not None and found.id in profile.targets(Predicate.SECTOR)


def _is_called(profile: Concept, text: str) -> bool:
    return profile.notation.casefold().startswith(text) or any(
        text in it.text.casefold() for it in profile.labels
    )


def _near(view: View, assigner: Assigner, profile: Concept) -> list[tuple[Concept, Neighbour]]:
    """Its neighbours that the changeset, if any, has not ended, as they are to be."""
    found = ((_held(view, it.id), it) for it in assigner.neighbours(profile))
    return [(concept, it) for concept, it in found if concept and _is_profile(concept)]


def _lacks(view: View, assigner: Assigner, profile: Concept, ticking: Ticking) -> bool:
    """Whether something is suggested to it; most profiles have no evidence, and need no row for that."""
    if not ticking.neighbours and not assigner.found(profile).reasons:
        return False
    return bool(_row(view, assigner, profile).suggested(ticking))


def _held(view: View, concept_id: str) -> Concept | None:
    """As `View.find`, of an id: one look-up, however much the changeset changes."""
    if concept_id in view.changes:
        return view.changes[concept_id]
    return view.held.taxonomy.by_id.get(concept_id)


def _row(view: View, assigner: Assigner, profile: Concept) -> Row:
    neighbours = [concept for concept, _ in _near(view, assigner, profile)]
    return row_of(profile, assigner.columns, assigner.found(profile), neighbours)
