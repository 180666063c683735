"""The bodies of questions that publish a draft, or move a release: nothing in them that is not known."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from taxonomy.text import LONGEST_LABEL

__all__ = ["PublicationQuestion", "ReleaseMove", "ReleaseMoveQuestion", "ShownAs"]

Reason = Annotated[str, Field(max_length=LONGEST_LABEL)]


class ShownAs(StrEnum):
    """What a draft becomes."""

    CANDIDATE = "candidate"
    RELEASE = "release"


class PublicationQuestion(BaseModel):
    """What the draft becomes; `seen` is its digest as it was looked at.

    `until` is, of a candidate, the day on which it is to become current; else the usual one.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "shown_as": "candidate",
                "seen": "sha256:" + "0" * 64,
                "until": "2026-12-20",
            }
        },
    )

    shown_as: ShownAs
    seen: Annotated[str, Field(max_length=80)]
    until: date | None = None


class ReleaseMove(StrEnum):
    """What is done with a release: a candidate is promoted, moved to another day or given up, a release withdrawn."""

    PROMOTE = "promote"
    RESCHEDULE = "reschedule"
    ABANDON = "abandon"
    WITHDRAW = "withdraw"


class ReleaseMoveQuestion(BaseModel):
    """What is done with the release, and why: everybody reads it.

    `until` is the day to which a candidate is moved; `earlier` says that whoever moves it knows that
    readers were promised a later one. A candidate whose day has come is promoted without a reason.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "move": "reschedule",
                "until": "2027-01-10",
                "reason": "Forem asks for two weeks more.",
            }
        },
    )

    move: ReleaseMove
    reason: Reason = ""
    until: date | None = None
    earlier: bool = False
