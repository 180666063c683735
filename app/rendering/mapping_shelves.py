"""Mapping sets as the pages list them: between which releases, how many, how current."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.rendering.mapping_lists import PREDICATES
from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.db.mapping_sets import SetRecord
    from taxonomy.currency import Coverage
    from taxonomy.mapping import Side
    from taxonomy.model import Release
    from taxonomy.schemes import Scheme

__all__ = ["End", "Listed", "ends", "listed", "title"]


class End(NamedTuple):
    """One side of a set: what it is called, and the release of its scheme that is current now."""

    side: Side
    title: str
    scheme: Scheme | None
    current: Release | None

    @property
    def is_behind(self) -> bool:
        """Whether another release is current now than the one that was mapped."""
        return self.current is not None and self.current.version != self.side.version


class Listed(NamedTuple):
    """An edition and its figures: accepted mappings by predicate, all by state, coverage where known."""

    record: SetRecord
    ends: Sequence[End]
    predicates: Mapping[MappingPredicate, int]
    states: Mapping[MappingState, int]
    coverage: Sequence[Coverage]

    @property
    def title(self) -> str:
        """`Competent 3.8 → ESCO 1.0.3`."""
        return " → ".join(it.title for it in self.ends)

    @property
    def shares(self) -> Mapping[str, int]:
        """The accepted mappings by the short name of their predicate, such as `exact`."""
        names = {found: name for name, found in PREDICATES.items()}
        return {names[it]: count for it, count in self.predicates.items()}

    @property
    def total(self) -> int:
        """The accepted mappings."""
        return sum(self.predicates.values())


def listed(record: SetRecord, ends: Sequence[End], coverage: Sequence[Coverage] | None) -> Listed:
    """An edition with the figures that the record holds."""
    accepted = record.counts.get(MappingState.ACCEPTED.value, {})
    return Listed(
        record,
        ends,
        {it: accepted.get(it.value, 0) for it in MappingPredicate},
        {it: sum(record.counts.get(it.value, {}).values()) for it in MappingState},
        coverage or (),
    )


def ends(record: SetRecord, current: Callable[[str], Release | None]) -> tuple[End, End]:
    """Both sides of an edition; `current` tells the current release of a scheme."""
    return _end(record.subject, current), _end(record.object, current)


def title(side: Side) -> str:
    """`Competent 3.8`; a scheme that the service does not hold by its id."""
    scheme = SCHEMES.get(side.scheme)
    return f"{scheme.title if scheme else side.scheme} {side.version}"


def _end(side: Side, current: Callable[[str], Release | None]) -> End:
    return End(side, title(side), SCHEMES.get(side.scheme), current(side.scheme))
