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
    """What was understood, and the profiles it leads to, best first; columns are the matcher's."""

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
    if question.profile is not None:
        return _of_profile(index, matcher, question, question.profile)
    understanding = understand(question.ids, index, translated, competences_of(index, kinds))
    columns = matcher.demands.columns
    asked: dict[int, Share] = {}
    for it in understanding.understood:
        column = columns[it.competence]
        asked[column] = _greater(asked.get(column), question.shares[it.place])
    matches = matcher.match(asked, question.formula, question.limit)
    return Answer(matcher=matcher, understanding=understanding, profile=None, matches=matches)


def _of_profile(
    index: ReleaseIndex, matcher: Matcher, question: Question, reference: str
) -> Answer:
    profile = index.get(reference)
    if profile.kind not in ASKERS or profile.status is not Status.ACTIVE:
        told = (
            f"a retired {profile.kind}" if profile.kind in ASKERS else f"of the kind {profile.kind}"
        )
        message = (
            f"profile: {reference[:80]!r} is {told}; an active profile or occupation is needed"
        )
        raise InvalidQueryError(message)
    row = matcher.demands.row(profile.id)
    asked = matcher.profile_question(row, question.formula)
    matches = matcher.match(asked, question.formula, question.limit, without=row)
    return Answer(matcher=matcher, understanding=Understanding(), profile=profile, matches=matches)


def _greater(one: Share | None, other: Share) -> Share:
    """What is asked more than once counts with its greatest weight and level."""
    if one is None:
        return other
    return Share(max(one.weight, other.weight), max(one.level, other.level))
