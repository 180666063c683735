"""The bodies of questions about the review of a mapping set: nothing in them that is not known."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from taxonomy.choosing import MOST_CHOICES
from taxonomy.vocabulary import MappingPredicate

__all__ = ["AskQuestion", "ReplyQuestion", "VerdictQuestion", "VerdictsQuestion"]

_BUTCHER = "http://data.europa.eu/esco/occupation/2"
_PICKS: dict[str, Any] = {"picks": [{"object": _BUTCHER, "predicate": "skos:exactMatch"}]}

Reference = Annotated[str, Field(min_length=1, max_length=2000)]
Said = Annotated[str, Field(min_length=1, max_length=4000)]


class PickQuestion(BaseModel):
    """A concept that the subject is mapped to, and how."""

    model_config = ConfigDict(extra="forbid")

    object: Reference
    predicate: MappingPredicate


class VerdictQuestion(BaseModel):
    """What the concept is mapped to; without picks: that nothing fits."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _PICKS})

    picks: Annotated[list[PickQuestion], Field(max_length=MOST_CHOICES)]
    reason: Annotated[str, Field(max_length=4000)] = ""


class ConceptVerdict(VerdictQuestion):
    """A verdict about one of many concepts, with the entity tag that it was read with."""

    concept: Reference
    etag: Annotated[str, Field(min_length=1, max_length=80)]


class VerdictsQuestion(BaseModel):
    """Verdicts about many concepts: all of them, or none."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"items": [{"concept": "6b1f0a52", "etag": '"0f3a5b7c9d1e2f4a"', **_PICKS}]}
        },
    )

    items: Annotated[list[ConceptVerdict], Field(min_length=1, max_length=500)]


class AskQuestion(BaseModel):
    """A question about a concept, of a colleague by name; of anybody where none is named."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"text": "Hairdresser?", "of": "Peter"}}
    )

    text: Said
    of: Annotated[str, Field(max_length=200)] = ""


class ReplyQuestion(BaseModel):
    """The answer to a question."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"text": "Barber."}})

    text: Said
