"""Mappings between releases of two schemes (SSSOM), and the set that holds them. All frozen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import orjson

from taxonomy.vocabulary import Justification, MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Mapping as Dictionary
    from datetime import date

__all__ = [
    "INVERSE",
    "NO_TERM_FOUND",
    "Mapping",
    "MappingSet",
    "MappingSource",
    "Side",
    "inverted",
    "mapping_id",
]

NO_TERM_FOUND = "sssom:NoTermFound"
"""The object of a mapping that says: this scheme has nothing for the subject (SSSOM, NoTermFound)."""

INVERSE = {
    MappingPredicate.EXACT: MappingPredicate.EXACT,
    MappingPredicate.CLOSE: MappingPredicate.CLOSE,
    MappingPredicate.BROAD: MappingPredicate.NARROW,
    MappingPredicate.NARROW: MappingPredicate.BROAD,
    MappingPredicate.RELATED: MappingPredicate.RELATED,
}
"""What a predicate becomes when subject and object change places (SKOS S43 and S44)."""

_ORDER = {predicate: place for place, predicate in enumerate(MappingPredicate)}


class Side(NamedTuple):
    """One side of a mapping set: a scheme and its release. The service need not hold either."""

    scheme: str
    version: str

    @property
    def name(self) -> str:
        """`competent/3.8`."""
        return f"{self.scheme}/{self.version}"


class MappingSource(NamedTuple):
    """Where mappings were read: a file, what it says of itself, and its SHA-256 in hexadecimal."""

    file: str
    sha256: str = ""
    title: str = ""
    author: str = ""
    version: str = ""
    date: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One mapping, read from the subject to the object: the object is *broader* with `broadMatch`.

    Ids are those of the concepts in their schemes. `confidence` is a probability (0–1), None where
    nobody gave one. `subject_revision` and `object_revision` are the digests (`sha256:…`) of both
    concepts as they were when somebody last said that the mapping holds, "" where that is not known.
    Labels are kept as the source gave them. `reasons` says why it is stale, or was suggested: plain
    JSON values, whose shape is that of `taxonomy.currency` and `taxonomy.suggesting`.
    """

    subject_id: str
    predicate: MappingPredicate
    object_id: str
    justification: Justification = Justification.UNSPECIFIED
    state: MappingState = MappingState.ACCEPTED
    confidence: float | None = None
    author: str = ""
    reviewer: str = ""
    mapping_date: date | None = None
    review_date: date | None = None
    comment: str = ""
    subject_label: str = ""
    object_label: str = ""
    subject_revision: str = ""
    object_revision: str = ""
    source: str = ""
    reasons: tuple[Dictionary[str, object], ...] = field(default=(), hash=False)

    @property
    def finds_nothing(self) -> bool:
        """Whether it says that the object's scheme has no such concept."""
        return self.object_id == NO_TERM_FOUND

    @property
    def order(self) -> tuple[str, int, str]:
        """What mappings of a set are sorted by: subject, predicate (closest first), object."""
        return self.subject_id, _ORDER[self.predicate], self.object_id


@dataclass(frozen=True, kw_only=True)
class MappingSet:
    """The mappings from one release to another, sorted, each triple once; equal sets have one digest."""

    subject: Side
    object: Side
    mappings: tuple[Mapping, ...] = ()
    sources: tuple[MappingSource, ...] = ()
    comment: str = ""

    @classmethod
    def of(
        cls,
        subject: Side,
        object_: Side,
        mappings: Iterable[Mapping],
        *,
        sources: tuple[MappingSource, ...] = (),
        comment: str = "",
    ) -> MappingSet:
        """The set of these mappings; ValueError where a triple stands there twice."""
        ordered = tuple(sorted(mappings, key=attrgetter("order")))
        for before, after in pairwise(ordered):
            if before.order == after.order:
                message = f"{before.subject_id} {before.predicate} {before.object_id} twice"
                raise ValueError(message)
        return cls(
            subject=subject, object=object_, mappings=ordered, sources=sources, comment=comment
        )

    @property
    def name(self) -> str:
        """`competent-3.8--esco-1.2.0`: how addresses and files name it."""
        return f"{self.subject.scheme}-{self.subject.version}--{self.object.scheme}-{self.object.version}"

    @cached_property
    def by_subject(self) -> Dictionary[str, Sequence[Mapping]]:
        """Subject id → its mappings, in order."""
        return {key: tuple(it) for key, it in groupby(self.mappings, attrgetter("subject_id"))}

    @cached_property
    def by_object(self) -> Dictionary[str, Sequence[Mapping]]:
        """Object id → the mappings to it, in order."""
        ordered = sorted(self.mappings, key=attrgetter("object_id"))
        return {key: tuple(it) for key, it in groupby(ordered, attrgetter("object_id"))}

    @cached_property
    def by_id(self) -> Dictionary[str, Mapping]:
        """Id → mapping."""
        return {self.id_of(it): it for it in self.mappings}

    @cached_property
    def digest(self) -> str:
        """`sha256:…` over everything that the mappings say, in order."""
        state = hashlib.sha256(f"{self.subject.name}\t{self.object.name}\n".encode())
        for it in self.mappings:
            state.update(orjson.dumps(it, option=orjson.OPT_SORT_KEYS))
        return f"sha256:{state.hexdigest()}"

    def id_of(self, mapping: Mapping) -> str:
        """The id of one of its mappings, the same in the set of every release pair."""
        return mapping_id(self.subject.scheme, mapping, self.object.scheme)

    def inverted(self) -> MappingSet:
        """The set read from its object to its subject; what finds nothing has no inverse."""
        mappings = [inverted(it) for it in self.mappings if not it.finds_nothing]
        return MappingSet.of(
            self.object, self.subject, mappings, sources=self.sources, comment=self.comment
        )

    def __iter__(self) -> Iterator[Mapping]:
        return iter(self.mappings)

    def __len__(self) -> int:
        return len(self.mappings)


def mapping_id(subject_scheme: str, mapping: Mapping, object_scheme: str) -> str:
    """80 bits in hexadecimal that name the triple, whatever the releases, for ever."""
    parts = (
        *(subject_scheme, mapping.subject_id),
        mapping.predicate.value,
        *(object_scheme, mapping.object_id),
    )
    return hashlib.sha256("\t".join(parts).encode()).hexdigest()[:20]


def inverted(mapping: Mapping) -> Mapping:
    """The mapping with subject and object in each other's place, and the inverse predicate."""
    return replace(
        mapping,
        subject_id=mapping.object_id,
        predicate=INVERSE[mapping.predicate],
        object_id=mapping.subject_id,
        subject_label=mapping.object_label,
        object_label=mapping.subject_label,
        subject_revision=mapping.object_revision,
        object_revision=mapping.subject_revision,
    )
