"""The bodies about long work on mappings: what is to be done, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.wire.body import Wire
from taxonomy.vocabulary import Kind

__all__ = ["MappingRun", "MappingRuns", "SuggestQuestion"]

ReleaseName = Annotated[str, Field(pattern="^[a-z0-9.-]{1,60}/[0-9A-Za-z.-]{1,64}$")]


class SuggestQuestion(BaseModel):
    """From and to which release; of these kinds, else of those that the set maps; so many candidates of each."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"subject": "competent/3.11", "object": "esco/1.2.0"}},
    )

    subject: ReleaseName
    object: ReleaseName
    kinds: Annotated[list[Kind], Field(max_length=len(Kind))] = []
    candidates: Annotated[int, Field(ge=1, le=20)] = 5


class MappingRun(Wire):
    """A run: `state` is running, done, stopped or failed; `alive` is false where its process was killed.

    `total` is 0 while releases are read. `links` lead to what it works on.
    """

    number: int
    kind: Annotated[str, Field(pattern="^(suggest|upgrade)$")]
    set: str
    asked: dict[str, Any]
    state: Annotated[str, Field(pattern="^(running|done|stopped|failed)$")]
    alive: bool
    stopping: bool
    done: int
    total: int
    seconds_left: int | None
    result: dict[str, Any]
    error: str
    started_by: str
    organisation: str
    started_at: datetime
    ended_at: datetime | None
    links: dict[str, str]


class MappingRuns(Wire):
    """The last runs, the newest first."""

    items: list[MappingRun]
    total: int
