"""What becomes of ids in another scheme: the question, the answer to each id, and all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from taxonomy.errors import InvalidQueryError
from taxonomy.vocabulary import MappingPredicate, MappingState

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.legs import Leg
    from taxonomy.mapping import Side
    from taxonomy.model import Concept
    from taxonomy.references import Remark
    from taxonomy.walking import Arrival

__all__ = ["Cardinality", "Question", "Translated", "Translation", "TranslationOutcome"]


class TranslationOutcome(StrEnum):
    """What an id becomes in the other scheme; *broader*: what it becomes is broader than the id."""

    EXACT = "exact"
    CLOSE = "close"
    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"
    SEVERAL = "several"
    NONE = "none"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, targets: tuple[Arrival, ...]) -> TranslationOutcome:
        """The outcome of an id that the release knows and that has these targets."""
        if not targets:
            return cls.NONE
        return cls.SEVERAL if len(targets) > 1 else _OUTCOMES[targets[0].predicate]


class Cardinality(StrEnum):
    """How many ids of each side meet (SSSOM mapping_cardinality): `n:1` where others lead there too."""

    ONE_TO_ONE = "1:1"
    ONE_TO_MANY = "1:n"
    MANY_TO_ONE = "n:1"
    MANY_TO_MANY = "n:m"


_OUTCOMES = {
    MappingPredicate.EXACT: TranslationOutcome.EXACT,
    MappingPredicate.CLOSE: TranslationOutcome.CLOSE,
    MappingPredicate.BROAD: TranslationOutcome.BROADER,
    MappingPredicate.NARROW: TranslationOutcome.NARROWER,
    MappingPredicate.RELATED: TranslationOutcome.RELATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a translation besides its ids; by default what was accepted, all of it.

    `states` are those of the mappings that count, `predicates` and `min_confidence` (0–1) what a
    target must have. InvalidQueryError where rejected mappings are to count. Without `cardinality`
    answers do not tell theirs: for it, where every concept of the release leads must be known.
    """

    states: frozenset[MappingState] = frozenset({MappingState.ACCEPTED})
    predicates: frozenset[MappingPredicate] = frozenset(MappingPredicate)
    min_confidence: float = 0.0
    cardinality: bool = True

    def __post_init__(self) -> None:
        if MappingState.REJECTED in self.states:
            message = "a rejected mapping says what does not hold: it cannot count"
            raise InvalidQueryError(message)

    def accepts(self, arrival: Arrival) -> bool:
        """Whether a target is one of those asked for."""
        return arrival.confidence >= self.min_confidence and arrival.predicate in self.predicates


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """What became of one id: its concept (None where its release is not held) and all its targets."""

    asked: str
    outcome: TranslationOutcome
    id: str = ""
    concept: Concept | None = None
    targets: tuple[Arrival, ...] = ()
    cardinality: Cardinality | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The answers in the order asked, and the legs that their paths use."""

    start: Side
    end: Side
    source: ReleaseIndex | None
    target: ReleaseIndex | None
    items: tuple[Translated, ...]
    legs: tuple[Leg, ...]

    def counts(self) -> dict[str, int]:
        """How many of the ids as asked have each outcome; every outcome is named."""
        counted = Counter(it.outcome for it in self.items)
        return {outcome.value: counted[outcome] for outcome in TranslationOutcome}

    def unknown(self) -> list[str]:
        """The ids that the release they are said to be of does not know, each once."""
        return list(
            dict.fromkeys(it.asked for it in self.items if it.outcome is TranslationOutcome.UNKNOWN)
        )

    def concept(self, concept_id: str) -> Concept | None:
        """A target's concept, None where its release is not held."""
        return self.target.taxonomy.by_id.get(concept_id) if self.target else None
