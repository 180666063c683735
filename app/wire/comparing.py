"""The bodies of questions and answers about what two sides have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from app.wire.body import Wire
from app.wire.concepts import MOST_IDS, Brief
from app.wire.matching import LeftOutId, Relation, UnderstoodId
from app.wire.migration import Named
from taxonomy.vocabulary import Kind

__all__ = ["CompareAnswer", "CompareQuestion"]

_ID = {"type": "string", "minLength": 1, "maxLength": 2000}


def _listed(value: object) -> object:
    """One id is a list of one."""
    return [value] if isinstance(value, str) else value


_Ids = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=2000)]],
    Field(min_length=1, max_length=MOST_IDS),
    BeforeValidator(_listed),
    WithJsonSchema(
        {
            "anyOf": [_ID, {"type": "array", "items": _ID, "minItems": 1, "maxItems": MOST_IDS}],
            "description": "A profile, an occupation, a competence set or a competence, or a list of "
            "such, by id, notation or URI: together they are one side.",
        }
    ),
]


class CompareQuestion(BaseModel):
    """Two sides, each one id or a list of ids."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"a": "OP-10", "b": ["SK-1", "SK-40", "SK-0"]}}
    )

    a: _Ids
    b: _Ids
    kinds: Annotated[
        set[Kind] | None,
        Field(
            min_length=1,
            description="The kinds of competence that count, on both sides; where absent those that "
            "can be essential, and in a scheme without profiles all.",
        ),
    ] = None


class ComparedSide(Wire):
    """How many competences a side has; of its ids what is worth telling, unknown ones, and others."""

    size: int
    understood: list[UnderstoodId]
    unknown: list[str]
    left_out: list[LeftOutId]


class ComparedCompetence(Brief):
    """A competence; `essential_a` and `essential_b` where a profile of that side asks for it."""

    essential_a: bool | None = None
    essential_b: bool | None = None


class ComparedReachable(ComparedCompetence):
    """A competence of b that a lacks, and the one of a that is directly broader or narrower."""

    through: Named
    relation: Relation


class Similarity(Wire):
    """Shares from 0 to 1: what both have of what either has, the part of a in b, and of b in a."""

    jaccard: float
    a_in_b: float
    b_in_a: float


class CompareAnswer(Wire):
    """What both sides have, what only one has, and what of b can be reached from a."""

    release: str
    a: ComparedSide
    b: ComparedSide
    similarity: Similarity
    shared: list[ComparedCompetence]
    only_a: list[ComparedCompetence]
    only_b: list[ComparedCompetence]
    reachable: list[ComparedReachable]
