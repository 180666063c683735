"""The body of a question that changes many concepts at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.wire.changeset_questions import Reference, Revision, Why
from taxonomy.vocabulary import Kind, RetirementReason

__all__ = ["ManyQuestion", "ManyQuestionAct"]

_MOST = 2_000


class ManyQuestionAct(StrEnum):
    """What is done to each of the concepts."""

    ADD_LINK = "add-link"
    REMOVE_LINK = "remove-link"
    ADD_CODE = "add-code"
    REMOVE_CODE = "remove-code"
    SET_ATTRIBUTE = "set-attribute"
    CLEAR_ATTRIBUTE = "clear-attribute"
    RETIRE = "retire"


class ChoicePart(BaseModel):
    """Which active concepts: those that are named, else those that fit all that is asked."""

    model_config = ConfigDict(extra="forbid")

    references: Annotated[list[Reference], Field(max_length=_MOST)] = []
    kinds: Annotated[list[Kind], Field(max_length=40)] = []
    text: Annotated[str, Field(max_length=200)] = ""
    linked_to: Annotated[str, Field(max_length=2_000)] = ""
    without: Annotated[str, Field(max_length=2_000)] = ""


class ManyQuestion(BaseModel):
    """Which concepts, and what is done to each; `apply` does it, else it is shown.

    `name` is a predicate, a system of codes or an attribute; `values` are targets, codes, the text,
    or successors of what is retired for that `reason`. `seen` is concept → revision that was read.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "choose": {"references": ["OP-10", "OP-44"]},
                "act": "add-link",
                "name": "softSkill",
                "values": ["SO-4"],
            }
        },
    )

    choose: ChoicePart
    act: ManyQuestionAct
    name: Annotated[str, Field(max_length=200)] = ""
    values: Annotated[list[Reference], Field(max_length=100)] = []
    reason: RetirementReason = RetirementReason.NONE
    relink: bool = False
    leave: Annotated[list[Reference], Field(max_length=_MOST)] = []
    seen: dict[Annotated[str, Field(max_length=2_000)], Revision] = {}
    why: Why = ""
    apply: bool = False
