"""What is asked of the board: sets, their coverage, and the profiles that are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taxonomy.competence_sets.sets import COMPETENCES
from taxonomy.competence_sets.suggesting import kinds_of, suggestions
from taxonomy.errors import ConceptNotFoundError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.competence_sets.shelf import Standing
    from taxonomy.competence_sets.suggesting import Suggestion
    from taxonomy.model import Concept

__all__ = ["Meant", "meant_profiles", "sectors", "suggested"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Whose competences are looked at: of the profiles with a set, of one profile, of a sector; else of all."""

    set: str = ""
    profile: str = ""
    sector: str = ""


def meant_profiles(standing: Standing, meant: Meant) -> list[str]:
    """The ids of the profiles that are meant by all that is said; ConceptNotFoundError."""
    sets = standing.sets
    found = [it.id for it in sets.profiles]
    if meant.set:
        carrying = set(sets.carrying[sets.get(meant.set).id])
        found = [it for it in found if it in carrying]
    if meant.profile:
        wanted = _one(sets.profiles, meant.profile, Kind.PROFILE)
        found = [it for it in found if it == wanted.id]
    if meant.sector:
        sector = _one(sectors(standing), meant.sector, Kind.SECTOR)
        found = [it for it in found if sector.id in sets.known[it].targets(Predicate.SECTOR)]
    return found


def sectors(standing: Standing) -> list[Concept]:
    """The sectors to which profiles belong."""
    sets = standing.sets
    ids = {it for profile in sets.profiles for it in profile.targets(Predicate.SECTOR)}
    found = [sets.known[it] for it in ids if it in sets.known]
    return sorted(found, key=lambda it: (it.notation, it.id))


def suggested(standing: Standing, set_: Concept, kind: Kind | None) -> list[Suggestion]:
    """The competences of this kind (None: of the kinds that it holds) that would fit into the set."""
    kinds = (kind,) if kind in COMPETENCES else kinds_of(standing.sets, set_)
    return suggestions(standing.sets, set_, {it: standing.likeness[it] for it in kinds if it})


def _one(concepts: Sequence[Concept], reference: str, kind: Kind) -> Concept:
    found = next((it for it in concepts if reference in (it.id, it.notation)), None)
    if found is None:
        message = sentence(
            "there is no %(kind)s %(reference)r", kind=kind, reference=reference[:200]
        )
        raise ConceptNotFoundError(message)
    return found
