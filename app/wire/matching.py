"""The bodies of questions and answers about which profiles competences lead to."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from app.wire.body import Wire
from app.wire.concepts import MOST_IDS, Brief
from app.wire.migration import Named
from taxonomy.matching.scoring import MOST_ESSENTIAL_WEIGHT, MOST_RARITY, Direction, Formula
from taxonomy.matching.understanding import Code
from taxonomy.vocabulary import Kind, MappingPredicate

__all__ = [
    "MOST_ANSWERS",
    "MOST_QUESTIONS",
    "LeftOutId",
    "MatchAnswer",
    "MatchBatchAnswer",
    "MatchBatchQuestion",
    "MatchQuestion",
    "Relation",
    "UnderstoodId",
]

MOST_ANSWERS = 1000
"""Profiles of one answer."""
MOST_QUESTIONS = 1000
"""Questions of one request."""
_ID = Annotated[str, Field(min_length=1, max_length=2000)]
Relation = Literal["broader", "narrower"]
_ONE_OF: dict[str, JsonValue] = {
    "oneOf": [{"required": ["competences"]}, {"required": ["profile"]}]
}


def _exponent(value: object) -> object:
    """True stands for 1, false for 0; a text is no number."""
    if isinstance(value, str):
        raise PydanticCustomError("rarity", "Input should be true, false or a number")
    return float(value) if isinstance(value, bool) else value


class AskedCompetence(TypedDict):
    """A competence by its id, notation or URI, of any scheme; how much it counts, how far it goes."""

    id: _ID
    weight: NotRequired[
        Annotated[
            float,
            Field(
                gt=0, allow_inf_nan=False, description="Against the other competences; 1 if absent."
            ),
        ]
    ]
    level: NotRequired[
        Annotated[
            float, Field(gt=0, le=1, description="How far it is mastered; 1, fully, if absent.")
        ]
    ]


class Asked(BaseModel):
    """Either competences or a profile whose holder looks for others."""

    competences: Annotated[
        list[AskedCompetence] | None, Field(min_length=1, max_length=MOST_IDS)
    ] = None
    profile: Annotated[
        _ID | None, Field(description="A profile or occupation, by id, notation or URI.")
    ] = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.competences is None) is (self.profile is None):
            raise PydanticCustomError("asked", "Either competences or a profile is needed")
        return self


class Counting(BaseModel):
    """How competences count: the same for every question of a request."""

    direction: Annotated[
        Direction,
        Field(
            description="similarity: how alike both are; coverage: how much of a profile is met."
        ),
    ] = Direction.SIMILARITY
    essential_weight: Annotated[
        float,
        Field(
            ge=1,
            le=MOST_ESSENTIAL_WEIGHT,
            description="What an essential competence weighs where an optional one weighs 1.",
        ),
    ] = 2.0
    rarity: Annotated[
        float,
        BeforeValidator(_exponent),
        Field(ge=0, le=MOST_RARITY, allow_inf_nan=False),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "boolean"},
                    {"type": "number", "minimum": 0, "maximum": MOST_RARITY},
                ],
                "default": True,
                "description": "Whether rare competences weigh more, or the exponent of their rarity.",
            }
        ),
    ] = 1.0
    limit: Annotated[
        int, Field(ge=1, le=MOST_ANSWERS, description="How many profiles at most.")
    ] = 10
    kinds: Annotated[
        set[Kind] | None,
        Field(
            min_length=1,
            description="The kinds of competence that count, on both sides; where absent those that "
            "can be essential: skill in Competent, skill and knowledge elsewhere.",
        ),
    ] = None

    @property
    def formula(self) -> Formula:
        """The formula that the numbers stand for."""
        return Formula(
            essential_weight=self.essential_weight,
            rarity=self.rarity,
            direction=self.direction,
        )


class MatchQuestion(Counting, Asked):
    """Competences, or a profile, and how they count."""

    model_config = ConfigDict(
        json_schema_extra={
            **_ONE_OF,
            "example": {"competences": [{"id": "SK-12"}, {"id": "SK-1", "weight": 0.5}]},
        }
    )


class NamedQuestion(Asked):
    """One of many questions; `id` is yours, and comes back with the answer."""

    model_config = ConfigDict(json_schema_extra={**_ONE_OF})

    id: Annotated[str | None, Field(max_length=2000)] = None


class MatchBatchQuestion(Counting):
    """Many questions that count in the same way."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "questions": [
                    {"id": "vacancy 1", "competences": [{"id": "SK-12"}]},
                    {"id": "vacancy 2", "profile": "OP-10"},
                ]
            }
        }
    )

    questions: Annotated[list[NamedQuestion], Field(min_length=1, max_length=MOST_QUESTIONS)]


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
