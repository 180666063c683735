"""The bodies of questions about translations: nothing in them that is not known."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from taxonomy.reviewing.terms import LONGEST_TERM
from taxonomy.text import LONGEST_NOTE

__all__ = [
    "ActQuestion",
    "ApprovalsQuestion",
    "AssignmentsQuestion",
    "CampaignChange",
    "CampaignQuestion",
    "PrefillsQuestion",
    "TermQuestion",
    "TextQuestion",
    "UndoingQuestion",
    "UnitAct",
]

MOST_AT_ONCE = 1_000
UnitName = Annotated[str, Field(pattern="^[0-9a-f]{20}$")]
_UNIT = "0f3a5b7c9d1e2f4a6b8c"


class UnitAct(StrEnum):
    """What is done with a translation besides writing it."""

    SUBMIT = "submit"
    APPROVE = "approve"
    UNDO = "undo"
    SEND_BACK = "send-back"
    FLAG = "flag"
    UNFLAG = "unflag"
    COMMENT = "comment"


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TextQuestion(_Asked):
    """A translation; `step` says whether it is a draft, ready for review, or what a machine suggests."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"text": "Désosser des carcasses", "step": "submit"}},
    )

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE)]
    step: Annotated[str, Field(pattern="^(save|submit|suggest)$")] = "save"


class ActQuestion(_Asked):
    """What is done; sending back and commenting need a text, flagging may have one."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"act": "send-back", "text": "et couper ?"}}
    )

    act: UnitAct
    text: Annotated[str, Field(max_length=4_000)] = ""


class SeenUnit(_Asked):
    """A unit as it was read: its id and entity tag."""

    id: UnitName
    etag: Annotated[str, Field(min_length=1, max_length=80)]


class ApprovalsQuestion(_Asked):
    """Units to be approved together; with `preview` it is only said what would become of each."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "items": [{"id": _UNIT, "etag": f'"{_UNIT}-1-0a1b2c3d4e5f"'}],
                "preview": True,
            }
        },
    )

    items: Annotated[list[SeenUnit], Field(min_length=1, max_length=MOST_AT_ONCE)]
    preview: bool = False


class UndoingQuestion(_Asked):
    """Units whose approval is taken back, each as it was read."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"items": [{"id": _UNIT, "etag": f'"{_UNIT}-1-0a1b2c3d4e5f"'}]}
        },
    )

    items: Annotated[list[SeenUnit], Field(min_length=1, max_length=MOST_AT_ONCE)]


class PrefillsQuestion(_Asked):
    """Units that are missing and to be filled; with `preview` it is only said what with."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"units": [_UNIT], "preview": True}}
    )

    units: Annotated[list[UnitName], Field(min_length=1, max_length=MOST_AT_ONCE)]
    preview: bool = False


class AssignmentsQuestion(_Asked):
    """Who is to get on with these units; what is left out stays, "" is nobody."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"units": [_UNIT], "to": "Luc Maes", "priority": 2}},
    )

    units: Annotated[list[UnitName], Field(min_length=1, max_length=MOST_AT_ONCE)]
    to: Annotated[str, Field(max_length=200)] | None = None
    organisation: Annotated[str, Field(max_length=200)] | None = None
    priority: Annotated[int, Field(ge=0, le=3)] | None = None


class CampaignQuestion(_Asked):
    """A review of one language; without kinds or fields it is of all of them."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"title": "French review 3.12", "lang": "fr", "deadline": "2026-12-20"}
        },
    )

    title: Annotated[str, Field(min_length=1, max_length=200)]
    lang: Annotated[str, Field(pattern="^(fr|de|en)$")]
    kinds: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=30)] = []
    fields: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)] = []
    deadline: date | None = None


class CampaignChange(_Asked):
    """What of a campaign is to be otherwise."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"state": "frozen"}})

    state: Annotated[str, Field(pattern="^(open|frozen|closed)$")] | None = None
    deadline: date | None = None


class TermQuestion(_Asked):
    """How a term is said in a language, and the wordings that are not used for it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "lang": "fr",
                "source": "karkas",
                "target": "carcasse",
                "forbidden": ["cadavre"],
            }
        },
    )

    lang: Annotated[str, Field(pattern="^(fr|de|en)$")]
    source: Annotated[str, Field(max_length=LONGEST_TERM)]
    target: Annotated[str, Field(max_length=LONGEST_TERM)] = ""
    forbidden: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=LONGEST_TERM)]], Field(max_length=20)
    ] = []
    remark: Annotated[str, Field(max_length=1_000)] = ""
