"""The bodies of questions about which profiles competences lead to."""

from __future__ import annotations

from typing import Annotated, NotRequired, Self

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

from app.wire.concepts import MOST_IDS
from taxonomy.matching.scoring import MOST_ESSENTIAL_WEIGHT, MOST_RARITY, Direction, Formula
from taxonomy.vocabulary import Kind

__all__ = [
    "MOST_ANSWERS",
    "MOST_QUESTIONS",
    "Asked",
    "Counting",
    "MatchBatchQuestion",
    "MatchQuestion",
]

MOST_ANSWERS = 1000
"""Profiles of one answer."""
MOST_QUESTIONS = 1000
"""Questions of one request."""
_ID = Annotated[str, Field(min_length=1, max_length=2000)]
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
