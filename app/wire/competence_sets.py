"""The bodies of answers about competence sets, for editors."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.wire.body import Wire
from taxonomy.competence_sets.board import GapCode
from taxonomy.disambiguating import DoubtCode
from taxonomy.vocabulary import Kind

__all__ = [
    "Assigned",
    "EditedSet",
    "SetBoard",
    "SetCoverage",
    "SetNames",
    "SetSuggestions",
    "WholeSet",
]

Share = Annotated[float, Field(ge=0, le=1)]


class ConceptOfSet(Wire):
    """A concept by its names."""

    id: str
    notation: str
    kind: Kind
    pref_label: dict[str, str]


class NamedSet(ConceptOfSet):
    """A set by its short label and disambiguator."""

    disambiguators: dict[str, str]


class Overlap(Wire):
    """Another set: members of both, of this one alone, of that one alone, their likeness (Jaccard); profiles with both."""

    set: ConceptOfSet
    shared: int
    here: int
    there: int
    jaccard: Share
    profiles: int


class Gap(Wire):
    """What a set lacks, and in which language."""

    code: GapCode
    lang: str | None = None


class SetLine(Wire):
    """A set with its figures; `essential` and `optional` count how often its profiles ask for a member so."""

    concept: NamedSet
    members: int
    kinds: dict[Kind, int]
    profiles: int
    essential: int
    optional: int
    overlapping: list[Overlap]
    gaps: list[Gap]
    complete: bool


class SetBoard(Wire):
    """The sets that were asked for; `total` counts them, `incomplete` those of all sets that lack something."""

    items: list[SetLine]
    total: int
    incomplete: int
    limit: Annotated[int, Field(description="Characters that the checks let a short label have.")]
    next: str | None = None


class WholeSet(SetLine):
    """A set with its members and profiles, and the sets that share some of them."""

    revision: str
    holds: list[ConceptOfSet]
    carried_by: list[ConceptOfSet]
    beside: list[Overlap]


class EditedSet(WholeSet):
    """A set as its changeset makes it."""

    changeset: int


class Together(Wire):
    """So many of the profiles that ask for the set's members ask for this too: `lift` times more often than all do."""

    asking: int
    of: int
    lift: float


class Alike(Wire):
    """The label `label` is like `of`, a label of the set or of a member (`like`)."""

    like: ConceptOfSet
    likeness: Share
    lang: str
    label: str
    of: str


class SuggestedMember(Wire):
    """A competence that would fit, with the reasons, and the sets that hold it already."""

    concept: ConceptOfSet
    score: Share
    together: Together | None = None
    alike: Alike | None = None
    held_by: list[ConceptOfSet]


class SuggestedProfile(Wire):
    """A profile that asks for members of the set and does not carry it."""

    concept: ConceptOfSet
    asking: int
    essential: int
    of: int


class SetSuggestions(Wire):
    """What would fit into a set, and the profiles that it would fit."""

    members: list[SuggestedMember]
    profiles: list[SuggestedProfile]


class UncoveredCompetence(Wire):
    """A competence in no set: how many profiles ask for it, and of how many it is essential."""

    concept: ConceptOfSet
    asked: int
    essential: int


class SetCoverage(Wire):
    """Of what profiles ask for: how much there is, how much stands in a set, and the first that stands in none."""

    total: int
    covered: int
    items: list[UncoveredCompetence]


class SetName(Wire):
    """A short label: its characters, and what is wrong with its disambiguator."""

    lang: str
    length: int
    long: bool
    doubt: DoubtCode | None = None
    others: list[ConceptOfSet] | None = None


class SetNames(Wire):
    """What is to be said of the names of a set, and the characters that the checks let a short label have."""

    limit: int
    names: list[SetName]


class AssignedProfile(Wire):
    """A profile that changes: whether it carries the set afterwards, and the revision before."""

    concept: ConceptOfSet
    revision: str
    carries: bool


class Assigned(Wire):
    """The profiles that an assignment changes, or would change; `changeset` is where it was applied."""

    changeset: int | None = None
    applied: bool
    profiles: list[AssignedProfile]
