"""The bodies of questions about drafts and changesets: nothing in them that is not known."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE
from taxonomy.versions import GRAMMAR
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, RetirementReason

__all__ = [
    "BeginQuestion",
    "ChangesetMove",
    "ChangesetMoveQuestion",
    "CommentQuestion",
    "CreateQuestion",
    "DescribeQuestion",
    "DraftQuestion",
    "NotesQuestion",
    "ProtocolQuestion",
    "ResolveQuestion",
    "RestoreQuestion",
    "RetireQuestion",
    "RewordQuestion",
    "SaveQuestion",
]

MOST_PARTS = 10_000
_TAG = "^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,4}$"

Title = Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL)]
Words = Annotated[str, Field(max_length=LONGEST_NOTE)]
Why = Annotated[str, Field(max_length=4_000)]
Reference = Annotated[str, Field(min_length=1, max_length=2_000)]
Tag = Annotated[str, Field(pattern=_TAG)]
Revision = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _shown(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"example": example})


class DraftQuestion(_Question):
    """Which version the draft is to be; without one, that behind the last release."""

    model_config = _shown(version="3.12")

    version: Annotated[str, Field(pattern=f"^({GRAMMAR})?$")] = ""


class NotesQuestion(_Question):
    """Release notes by language, the day that is planned, and why it is; what is left out stays."""

    model_config = _shown(notes={"nl": "Nieuwe beroepen in de zorg."}, planned_for="2026-12-15")

    notes: dict[Annotated[str, Field(pattern="^(nl|fr|de|en)$")], Words] | None = None
    planned_for: date | None = None
    why: Why = ""


class ProtocolQuestion(_Question):
    """How many people a kind of change needs."""

    model_config = _shown(change="link", people=2)

    change: Annotated[str, Field(max_length=32)]
    people: Annotated[int, Field(ge=1, le=2)]
    why: Why = ""


class BeginQuestion(_Question):
    """A changeset: what it is called, and why."""

    model_config = _shown(title="Words of butchers", reason="The sector asked for it.")

    scheme: Annotated[str, Field(max_length=40)] = "competent"
    title: Title
    reason: Words = ""


class DescribeQuestion(_Question):
    """What the changeset is called from now on, and why."""

    model_config = _shown(title="Words of butchers", reason="The sector asked for it.")

    title: Title
    reason: Words = ""


class CommentQuestion(_Question):
    """What is said of the changeset, or of a concept in it."""

    model_config = _shown(text="Is a butcher not one any more?", concept="6b1f0a52")

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE)]
    concept: Annotated[str, Field(max_length=2_000)] = ""


class ChangesetMove(StrEnum):
    """What is done with a changeset."""

    SUBMIT = "submit"
    TAKE_BACK = "take-back"
    ACCEPT = "accept"
    SEND_BACK = "send-back"
    DISCARD = "discard"
    UNDO = "undo"


class ChangesetMoveQuestion(_Question):
    """What is done with the changeset; sending back needs a word."""

    model_config = _shown(move="submit")

    move: ChangesetMove
    text: Words = ""


class LabelPart(_Question):
    """A label."""

    lang: Tag
    type: LabelType
    text: Annotated[str, Field(max_length=LONGEST_LABEL)]
    id: Annotated[str, Field(max_length=200)] = ""
    notation: Annotated[str, Field(max_length=80)] = ""


class NotePart(_Question):
    """A note."""

    lang: Tag
    type: NoteType
    text: Words


class LinkPart(_Question):
    """A link, to an id or a notation."""

    predicate: Predicate
    target: Reference
    rank: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class NotationPart(_Question):
    """The code of the concept in another system."""

    system: Annotated[str, Field(min_length=1, max_length=80)]
    value: Annotated[str, Field(min_length=1, max_length=200)]


class FrameworkPart(_Question):
    """Where a digital skill stands."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    version: Annotated[str, Field(min_length=1, max_length=40)]
    number: Annotated[str, Field(min_length=1, max_length=40)]


class ConceptPart(_Question):
    """All that a concept says, but for whether it lives: what is left out is gone."""

    kind: Kind
    notation: Annotated[str, Field(max_length=80)] = ""
    labels: Annotated[list[LabelPart], Field(max_length=MOST_PARTS)] = []
    notes: Annotated[list[NotePart], Field(max_length=MOST_PARTS)] = []
    links: Annotated[list[LinkPart], Field(max_length=MOST_PARTS)] = []
    notations: Annotated[list[NotationPart], Field(max_length=MOST_PARTS)] = []
    collections: Annotated[list[Reference], Field(max_length=MOST_PARTS)] = []
    attributes: dict[Annotated[str, Field(min_length=1, max_length=200)], Words] = {}
    framework: FrameworkPart | None = None


class SaveQuestion(_Question):
    """A concept as it is to be, and why."""

    model_config = _shown(
        concept={
            "kind": "skill",
            "notation": "SK-12",
            "labels": [{"lang": "nl", "type": "preferred", "text": "Worsten maken"}],
        },
        why="shorter",
    )

    concept: ConceptPart
    why: Why = ""


class CreateQuestion(_Question):
    """A new concept: its kind and names; the code and the id come by themselves."""

    model_config = _shown(kind="skill", labels={"nl": "Worsten drogen", "fr": "Sécher"})

    kind: Kind
    labels: dict[Tag, Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL)]] = {}
    why: Why = ""


class RetireQuestion(_Question):
    """Why a concept ends, what takes its place, and whether links to it follow."""

    model_config = _shown(reason="split", successors=["SK-12", "SK-13"], relink=True)

    reason: RetirementReason
    successors: Annotated[list[Reference], Field(max_length=100)] = []
    relink: bool = False
    why: Why = ""


class RestoreQuestion(_Question):
    """The state to go back to; without one the concept is what it is, but active."""

    model_config = _shown(revision="0" * 64)

    revision: Revision = ""
    why: Why = ""


class ResolveQuestion(_Question):
    """Of each field that both sides changed, whether ours stays."""

    model_config = _shown(mine={"label.preferred.nl": True})

    mine: dict[Annotated[str, Field(max_length=300)], bool]


class RewordQuestion(_Question):
    """Which words become which, in which labels; `apply` does it, else it is shown."""

    model_config = _shown(find="beenhouwer", by="slager", langs=["nl"])

    find: Annotated[str, Field(min_length=1, max_length=200)]
    by: Annotated[str, Field(max_length=200)]
    langs: Annotated[list[Tag], Field(max_length=20)] = []
    types: Annotated[list[LabelType], Field(max_length=3)] = []
    kinds: Annotated[list[Kind], Field(max_length=40)] = []
    whole_words: bool = True
    without: Annotated[list[Reference], Field(max_length=MOST_PARTS)] = []
    apply: bool = False
