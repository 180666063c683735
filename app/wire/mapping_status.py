"""The body of the answer about how current mappings are."""

from __future__ import annotations

from app.wire.body import Wire
from taxonomy.vocabulary import MappingPredicate, MappingState

__all__ = ["MappingStatus"]


class Coverage(Wire):
    """The active concepts of a kind at one end, by what the set says of them; the parts make `active`."""

    kind: str
    active: int
    covered: int
    open: int
    nothing: int
    uncovered: int


class Ends(Wire):
    """A name for each end."""

    subject: str
    object: str


class SetStanding(Wire):
    """The figures of a set against two releases; an end that the service does not hold has no coverage."""

    subject: str
    object: str
    mappings: int
    states: dict[MappingState, int]
    predicates: dict[MappingPredicate, int]
    coverage: dict[str, list[Coverage]]
    retired: dict[str, int]
    unknown: dict[str, int]
    exact_twice: dict[str, int]
    finds_nothing: int


class MappingStatus(Wire):
    """How current a set is: `behind` names the newer releases that it is not made for yet."""

    mapping_set: str
    subject: str
    object: str
    newest: Ends
    current: bool
    standing: SetStanding
    against_newest: SetStanding | None = None
    behind: list[str] | None = None
