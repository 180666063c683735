"""The bodies of questions about upgrades of mapping sets: nothing in them that is not known."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from taxonomy.currency import ItemKind
from taxonomy.deciding import Verb
from taxonomy.vocabulary import Kind, MappingPredicate

__all__ = [
    "AdoptionQuestion",
    "BulkQuestion",
    "ChoiceQuestion",
    "DecisionQuestion",
    "MoveQuestion",
    "OpenQuestion",
    "RemarkQuestion",
    "SignOffQuestion",
    "SweepQuestion",
    "TargetQuestion",
    "_Question",
]

MOST_AT_ONCE = 5_000
LONGEST_TEXT = 4_000
_BUTCHER = "http://data.europa.eu/esco/occupation/2"

Text_ = Annotated[str, Field(max_length=LONGEST_TEXT)]
Reference = Annotated[str, Field(min_length=1, max_length=2000)]
ItemId = Annotated[str, Field(pattern="^[0-9a-f]{20}$")]
LanguageState = Annotated[str, Field(pattern="^(not-needed|open|done)$")]


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OpenQuestion(_Question):
    """Which scheme comes to which release; `subject` (`competent/3.11`) where ours moves too."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"scheme": "esco", "version": "1.2.0"}}
    )

    scheme: Annotated[str, Field(pattern="^esco$")] = "esco"
    version: Annotated[str, Field(min_length=1, max_length=64)]
    from_: Annotated[str, Field(alias="from", max_length=64)] = ""
    subject: Annotated[str, Field(pattern="^(competent/[0-9.]{1,40})?$")] = ""


class TargetQuestion(_Question):
    """A concept to map to, by its id; without a predicate a remapped mapping keeps its own."""

    id: Reference
    predicate: MappingPredicate | None = None


class ChoiceQuestion(_Question):
    """What is decided of one mapping of the item, where it is not what is decided of the others."""

    mapping: Annotated[str, Field(pattern="^[0-9a-f]{20}$")]
    decision: Verb
    targets: Annotated[list[TargetQuestion], Field(max_length=50)] = []


class DecisionQuestion(_Question):
    """A decision about an item; `reject` and `dismiss` need a reason, `remap` and `map` targets."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"decision": "remap", "targets": [{"id": _BUTCHER}], "reason": "successor"}
        },
    )

    decision: Verb
    reason: Text_ = ""
    targets: Annotated[list[TargetQuestion], Field(max_length=50)] = []
    choices: Annotated[list[ChoiceQuestion], Field(max_length=1000)] = []


class ItemReference(_Question):
    """An item as it was read: its id and entity tag."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{20}$")]
    etag: Annotated[str, Field(min_length=1, max_length=80)]


class BulkQuestion(DecisionQuestion):
    """One decision for many items, each with its entity tag: all of them, or none."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "items": [{"id": "0f3a5b7c9d1e2f4a6b8c", "etag": '"0f3a5b7c9d1e2f4a6b8c-1"'}],
                "decision": "keep",
            }
        },
    )

    items: Annotated[list[ItemReference], Field(min_length=1, max_length=MOST_AT_ONCE)]


class SweepQuestion(_Question):
    """One decision for all open items of a kind, state and owner, or of these ids.

    `remap` and `map` take what is proposed for each, where it is at least so likely.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"decision": "dismiss", "reason": "no jobs here", "kind": "new-unmapped"}
        },
    )

    decision: Verb
    reason: Text_ = ""
    kind: ItemKind | None = None
    state: Annotated[str, Field(pattern="^(open|seen|investigate)$")] | None = None
    owner: Annotated[str, Field(max_length=200)] | None = None
    items: Annotated[list[ItemId], Field(max_length=MOST_AT_ONCE)] = []
    at_least: Annotated[float, Field(ge=0, le=1)] = 0.5


class MoveQuestion(_Question):
    """What of an item is to be otherwise: state, owner, checks of languages. `done` comes by deciding."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"state": "seen", "owner": "Eva", "languages": {"fr": "done"}}
        },
    )

    state: Annotated[str, Field(pattern="^(open|seen|investigate)$")] | None = None
    owner: Annotated[str, Field(max_length=200)] | None = None
    languages: dict[Annotated[str, Field(pattern="^(nl|fr|de|en)$")], LanguageState] | None = None


class AdoptionQuestion(_Question):
    """How a new concept is adopted: as a concept of this kind, or as another name of ours (id or code).

    `skills` are those of newly linked ones that profiles of ours are to ask for; all where none is named.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"kind": "profile", "reason": "asked for"}}
    )

    kind: Kind | None = None
    concept: Annotated[str, Field(max_length=2000)] = ""
    skills: Annotated[list[Annotated[str, Field(max_length=2000)]], Field(max_length=1000)] = []
    reason: Annotated[str, Field(max_length=2000)] = ""


class SignOffQuestion(_Question):
    """Why the set may be published with what is open now."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"reason": "The rest follows in edition 2."}}
    )

    reason: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class RemarkQuestion(_Question):
    """What a reviewer says of a wording; a comment says something or proposes another wording."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"state": "comment", "comment": "a Dutch word is cut", "proposal": "slager"}
        },
    )

    state: Annotated[str, Field(pattern="^(open|fine|comment)$")]
    comment: Text_ = ""
    proposal: Text_ = ""
