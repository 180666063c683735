"""The bodies of answers about which profiles competences lead to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.wire.body import Wire
from app.wire.concepts import Brief
from app.wire.migration import Named
from taxonomy.matching.scoring import Direction
from taxonomy.matching.understanding import Code
from taxonomy.vocabulary import Kind, MappingPredicate

__all__ = ["LeftOutId", "MatchAnswer", "MatchBatchAnswer", "Relation", "UnderstoodId"]

Relation = Literal["broader", "narrower"]


class Through(Wire):
    """How the competence stands to what was asked, how sure that is, and over which mappings."""

    predicate: MappingPredicate
    confidence: float
    sources: list[str]
    mapping: str | None = None


class MatchRemark(Wire):
    """A code for programs and its sentence for people."""

    code: Code
    text: str


class UnderstoodId(Wire):
    """What an id counts as."""

    asked: str
    as_: str = Field(alias="as")
    through: Through | None = None
    remarks: list[MatchRemark] | None = None


class LeftOutId(MatchRemark):
    """An id that is known and does not count."""

    asked: str


class Understood(Wire):
    """What became of the ids of the question."""

    understood: list[UnderstoodId]
    unknown: list[str]
    left_out: list[LeftOutId]


class Parts(Wire):
    """`essential` + `optional` = score / 100; `rarity` is how much of that rarity makes."""

    essential: float
    optional: float
    rarity: float


class Missing(Named):
    """A competence with its weight for the profile."""

    weight: float


class Hit(Missing):
    """A competence of both sides, and its part of score / 100."""

    essential: bool
    part: float


class ReachableCompetence(Named):
    """A competence that is missing, and the one that is directly broader or narrower and is there."""

    through: Named
    relation: Relation


class MatchedProfile(Wire):
    """A profile, its score 0–100 and all reasons for it."""

    score: float
    concept: Brief
    parts: Parts
    hits: list[Hit]
    missing_essential: list[Missing]
    missing_optional: list[Missing]
    surplus: list[Named]
    reachable: list[ReachableCompetence]


class Counted(Wire):
    """How competences counted; `rarity` is the exponent."""

    direction: Direction
    essential_weight: float
    rarity: float
    kinds: list[Kind]


class MatchAnswer(Understood):
    """The profiles, best first; `competences` names each one that is spoken of once."""

    release: str
    formula: Counted
    profile: Brief | None = None
    items: list[MatchedProfile]
    competences: list[Brief]


class MatchProblem(Wire):
    """Why one of many questions has no answer."""

    code: str
    title: str
    detail: str


class MatchBatchItem(Wire):
    """The answer to one question, or why there is none; `question` counts from 0."""

    question: int
    id: str | None = None
    answer: MatchAnswer | None = None
    problem: MatchProblem | None = None


class MatchBatchAnswer(Wire):
    """An answer to each question, in their order."""

    items: list[MatchBatchItem]
    total: int
    release: str
