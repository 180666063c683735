"""The bodies of questions and answers about concepts that are merged, and concepts that are split."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.wire.body import Wire
from app.wire.changeset_questions import (
    LabelPart,
    LinkPart,
    NotationPart,
    NotePart,
    Reference,
    Revision,
    Tag,
    Why,
)
from app.wire.changesets import Rewordings
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE

__all__ = ["MergeQuestion", "Merged", "PiecePart", "SplitQuestion", "SplitUp"]

_MOST = 10_000


def _shown(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"example": example})


class ItemGroup(StrEnum):
    """What a single thing is: of a concept, or (`user`) a concept that links to it."""

    LABEL = "label"
    NOTE = "note"
    LINK = "link"
    NOTATIONS = "notations"
    COLLECTIONS = "collections"
    USER = "user"


class ItemPart(BaseModel):
    """A name, text, link or code of a concept, or a concept that links to it.

    `name` is the type of a label or note, the predicate of a link or user, the system of a code;
    `value` is the text or code, or the id or notation of what is linked to or of who links.
    """

    model_config = ConfigDict(extra="forbid")

    group: ItemGroup
    name: Annotated[str, Field(max_length=200)] = ""
    value: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE)]
    lang: Annotated[str, Field(max_length=40)] = ""


class MergeQuestion(BaseModel):
    """Which concept stays, which end in its favour, of which fields another one's words stay, what is left out.

    `without` is of the `choices` that the answer lists: a link that is left out is gone, and whoever
    links to an ended concept and is left out links to none of them. `seen` is id → the revision that
    was looked at; `apply` does it, else it is shown.
    """

    model_config = _shown(
        survivor="SK-12",
        others=["SK-13"],
        taken={"label.preferred.fr": "SK-13"},
        without=[{"group": "label", "name": "alternative", "lang": "nl", "value": "Afzagen"}],
    )

    survivor: Reference
    others: Annotated[list[Reference], Field(min_length=1, max_length=100)]
    taken: Annotated[
        dict[Annotated[str, Field(max_length=300)], Reference], Field(max_length=1_000)
    ] = {}
    without: Annotated[list[ItemPart], Field(max_length=_MOST)] = []
    seen: Annotated[dict[Reference, Revision], Field(max_length=101)] = {}
    why: Why = ""
    apply: bool = True


class PiecePart(BaseModel):
    """One of the concepts that a split makes: names by language, and what it takes over.

    `names` are those beside the preferred ones. Without `users` every concept that linked to the whole links to it; without `notations` or
    `collections` it has those of the whole.
    """

    model_config = ConfigDict(extra="forbid")

    labels: Annotated[
        dict[Tag, Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL)]],
        Field(max_length=40),
    ] = {}
    names: Annotated[list[LabelPart], Field(max_length=1_000)] = []
    notes: Annotated[list[NotePart], Field(max_length=100)] = []
    links: Annotated[list[LinkPart], Field(max_length=_MOST)] = []
    notations: Annotated[list[NotationPart], Field(max_length=1_000)] | None = None
    collections: Annotated[list[Reference], Field(max_length=1_000)] | None = None
    users: Annotated[list[Reference], Field(max_length=_MOST)] | None = None


class SplitQuestion(BaseModel):
    """Into which new concepts one is split; `apply` does it, else it is shown."""

    model_config = _shown(parts=[{"labels": {"nl": "Zagen"}}, {"labels": {"nl": "Boren"}}])

    parts: Annotated[list[PiecePart], Field(min_length=2, max_length=12)]
    why: Why = ""
    apply: bool = True


class JoinedItem(Wire):
    """A single thing of a concept, as it is named in a question."""

    group: ItemGroup
    name: str
    value: str
    lang: str = ""


class LostItem(JoinedItem):
    """What goes nowhere: `left` out, `weaker` than what is said already, or a link of the concepts `itself`."""

    because: Annotated[str, Field(pattern="^(left|weaker|itself)$")]


class SplitUp(Rewordings):
    """What a split changes, or would change; what of the whole no part takes over; what checks find."""

    lost: list[LostItem]
    findings: list[dict[str, Any]]


class Merged(SplitUp):
    """What a merger changes, or would change, and what may be left out of it."""

    choices: list[JoinedItem]
