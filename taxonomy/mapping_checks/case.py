"""What a check of mappings looks at, and what it says where its rule is broken."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping as ConceptMapping
    from taxonomy.mapping import MappingSet

__all__ = ["End", "MappingCase", "MappingFlaw"]


class MappingFlaw(NamedTuple):
    """A rule that a mapping breaks, in words that name it; its subject (or object), and what is at fault."""

    message: str
    concept: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """One end of the accepted mappings: `subject` or `object`, by id, and its release where it is held."""

    name: str
    by_id: Mapping[str, Sequence[ConceptMapping]]
    index: ReleaseIndex | None

    def called(self, concept_id: str) -> str:
        """The notation of a concept, or its id."""
        concept = self.index.taxonomy.by_id.get(concept_id) if self.index else None
        return (concept.notation if concept else "") or concept_id


@dataclass(frozen=True)
class MappingCase:
    """A mapping set and the releases at its ends, None where the service does not hold them."""

    mapping_set: MappingSet
    subjects: ReleaseIndex | None = None
    objects: ReleaseIndex | None = None

    @cached_property
    def accepted(self) -> tuple[ConceptMapping, ...]:
        """The mappings that are told to the world as true, in order; not those that find nothing."""
        return tuple(
            it
            for it in self.mapping_set
            if it.state is MappingState.ACCEPTED and not it.finds_nothing
        )

    @cached_property
    def subject(self) -> End:
        """The subjects of the accepted mappings."""
        return End("subject", self._by("subject_id"), self.subjects)

    @cached_property
    def object(self) -> End:
        """The objects of the accepted mappings."""
        return End("object", self._by("object_id"), self.objects)

    def held(self) -> Iterator[tuple[End, ReleaseIndex]]:
        """The ends whose releases the service holds."""
        for end in (self.subject, self.object):
            if end.index:
                yield end, end.index

    def _by(self, name: str) -> Mapping[str, Sequence[ConceptMapping]]:
        found: defaultdict[str, list[ConceptMapping]] = defaultdict(list)
        for it in self.accepted:
            found[getattr(it, name)].append(it)
        return dict(found)
