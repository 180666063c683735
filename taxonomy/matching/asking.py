"""A question to a release and its answer: profiles for competences, or for another profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taxonomy.errors import InvalidQueryError
from taxonomy.matching.demands import ASKERS
from taxonomy.matching.matcher import Share
from taxonomy.matching.scoring import Formula
from taxonomy.matching.understanding import Understanding, competences_of, understand
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.matching.explaining import Match
    from taxonomy.matching.matcher import Matcher
    from taxonomy.matching.understanding import Foreign
    from taxonomy.model import Concept
    from taxonomy.vocabulary import Kind

__all__ = ["Answer", "Question", "answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Competences with the share of each, or a profile; how they count, and how many answers at most."""

    ids: Sequence[str] = ()
    shares: Sequence[Share] = ()
    profile: str | None = None
    formula: Formula = field(default_factory=Formula)
    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was understood, and the profiles it leads to, best first; columns are the matcher's.

    `formula` and `kinds` say how competences counted.
    """

    formula: Formula
    kinds: Collection[Kind]
    matcher: Matcher
    understanding: Understanding
    profile: Concept | None
    matches: Sequence[Match]


def answer(
    index: ReleaseIndex,
    matcher: Matcher,
    kinds: Collection[Kind],
    question: Question,
    translated: Mapping[str, Foreign],
) -> Answer:
    """The answer of a release; `matcher` is of its competences of these kinds.

    An id that means nothing is told, never fatal. ConceptNotFoundError for an unknown profile,
    InvalidQueryError for one that is none, or retired.
    """
    profile: Concept | None = None
    if question.profile is None:
        understanding = understand(question.ids, index, translated, competences_of(index, kinds))
        asked, row = _shares(matcher, question, understanding), None
    else:
        understanding, profile = Understanding(), _profile(index, question.profile)
        row = matcher.demands.row(profile.id)
        asked = matcher.profile_question(row, question.formula)
    return Answer(
        formula=question.formula,
        kinds=kinds,
        matcher=matcher,
        understanding=understanding,
        profile=profile,
        matches=matcher.match(asked, question.formula, question.limit, without=row),
    )


def _shares(matcher: Matcher, question: Question, understanding: Understanding) -> dict[int, Share]:
    asked: dict[int, Share] = {}
    for it in understanding.understood:
        column = matcher.demands.columns[it.competence]
        asked[column] = _greater(asked.get(column), question.shares[it.place])
    return asked


def _profile(index: ReleaseIndex, reference: str) -> Concept:
    profile = index.get(reference)
    if profile.kind not in ASKERS or profile.status is not Status.ACTIVE:
        told = (
            f"a retired {profile.kind}" if profile.kind in ASKERS else f"of the kind {profile.kind}"
        )
        message = (
            f"profile: {reference[:80]!r} is {told}; an active profile or occupation is needed"
        )
        raise InvalidQueryError(message)
    return profile


def _greater(one: Share | None, other: Share) -> Share:
    """What is asked more than once counts with its greatest weight and level."""
    if one is None:
        return other
    return Share(max(one.weight, other.weight), max(one.level, other.level))
