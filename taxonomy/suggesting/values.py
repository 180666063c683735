"""What goes into a suggestion and what comes out: subjects, candidates and their reasons. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from taxonomy.model import Concept
from taxonomy.vocabulary import Kind

__all__ = [
    "NO_MATCH",
    "PREDICATES",
    "Accepted",
    "Candidate",
    "Name",
    "Reason",
    "Subject",
    "Suggestion",
]

PREDICATES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch")
"""What a candidate may be to its subject (SKOS §10): `broadMatch` says that the candidate is broader."""
NO_MATCH = "sssom:NoTermFound"
"""What SSSOM says of a subject that the object scheme has nothing for."""


class Name(NamedTuple):
    """A label of a subject."""

    lang: str
    text: str
    preferred: bool = True

    @property
    def language(self) -> str:
        """The language without its region: `nl` of `nl-BE`."""
        return self.lang.partition("-")[0].lower()


class Accepted(NamedTuple):
    """A mapping that somebody accepted; it speaks for candidates of its neighbours."""

    subject_id: str
    predicate: str
    object_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A concept that candidates are looked for, with what is known of it; all but the id may be empty.

    `kinds` are those that candidates may have, `isco` its codes in ISCO-08, `broader` and `linked` the
    ids of other subjects.
    """

    id: str
    names: tuple[Name, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    isco: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it has labels in, by their tags."""
        return tuple(sorted({it.language for it in self.names if it.text.strip()}))

    def texts(self, lang: str) -> list[str]:
        """The labels in this language, the preferred one first."""
        held = [it for it in self.names if it.language == lang and it.text.strip()]
        return [it.text for it in sorted(held, key=lambda it: not it.preferred)]

    def of_kind(self, kind: Kind) -> Subject:
        """The same subject, said to be of this kind."""
        return replace(self, kinds=frozenset({kind}))


class Reason(NamedTuple):
    """One thing that speaks for a candidate, in a sentence for people, and how strong it is (0–1).

    Its type is `label`, `translation`, `group`, `isco`, `mapping`, `meaning` or `words`. `sign` is what
    the sentence says as data, for whoever says it in another language: its code, then its values.
    """

    type: str
    text: str
    strength: float
    lang: str = ""
    sign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept that may be what the subject is: score 0–100, confidence 0–1 that a reviewer takes it."""

    concept: Concept
    predicate: str
    predicate_confidence: float
    score: float
    confidence: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A subject's candidates, best first, and how likely it is (0–1) that there is none."""

    subject: Subject
    candidates: tuple[Candidate, ...]
    no_match: float
