"""The bodies of answers about upgrades of mapping sets."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from app.wire.body import Wire
from taxonomy.currency import End, ItemKind
from taxonomy.vocabulary import MappingPredicate

__all__ = [
    "Adopted",
    "Decisions",
    "FindingList",
    "Item",
    "ItemList",
    "ItemStory",
    "SweepPlan",
    "Swept",
    "Text",
    "TextList",
    "Upgrade",
    "UpgradeCoverage",
    "UpgradeList",
]

ItemState = Annotated[str, Field(pattern="^(open|seen|investigate|done)$")]


class FindingList(Wire):
    """One page of what is odd about the incoming release."""

    items: list[dict[str, Any]]
    next: str | None = None


class SignOff(Wire):
    """Who answers for how many open items, and why."""

    by: str
    at: datetime
    reason: str
    open: int


class Upgrade(Wire):
    """The upgrade of a mapping set, whose name it has."""

    name: str
    scheme: str
    from_: Annotated[str, Field(alias="from")]
    to: str
    carried_from: str
    status: str
    superseded_by: str | None = None
    items: int
    done: int
    open: int
    sign_off: SignOff | None = None
    created_at: datetime
    created_by: str
    links: dict[str, str]


class UpgradeList(Wire):
    """Every upgrade, the newest first."""

    items: list[Upgrade]
    total: int


class ShownConcept(Wire):
    """A concept with its code and labels; `given_label` where the release does not hold it."""

    id: str
    notation: str | None = None
    labels: dict[str, str] | None = None
    given_label: str | None = None


class ShownMapping(Wire):
    """A mapping that the item is about, as it was when the worklist was made."""

    id: str
    subject: ShownConcept
    predicate: MappingPredicate
    object: ShownConcept


class Item(Wire):
    """One thing to decide; `decision` is what is decided, or proposed while the state is not `done`."""

    id: str
    etag: str
    kind: ItemKind
    end: End
    state: ItemState
    concept: ShownConcept
    reason: str
    slight: bool
    version: str
    touches: list[dict[str, Any]]
    mappings: list[ShownMapping]
    proposals: list[dict[str, Any]]
    links: list[dict[str, Any]]
    candidates: list[dict[str, Any]]
    owner: str
    languages: dict[str, str]
    decision: dict[str, Any] | None = None
    proposed_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    changed_at: datetime
    changed_by: str


class Adopted(Wire):
    """The item as it stands, and the changeset in which the concept with this code is made or named."""

    item: Item
    changeset: int
    notation: str


class Happened(Wire):
    """Something that happened to the item."""

    at: datetime
    actor: str
    action: str
    detail: dict[str, Any]


class ItemStory(Item):
    """An item, and everything that happened to it, oldest first."""

    events: list[Happened]


class ItemList(Wire):
    """One page of the worklist, in the order in which it is worked through."""

    items: list[Item]
    total: int
    next: str | None = None


class Decisions(Wire):
    """The items after the decision."""

    items: list[Item]


class Planned(Wire):
    """What an item would be decided: the verb, the reason, and what it would be mapped to."""

    id: str
    kind: ItemKind
    concept: dict[str, Any]
    decision: dict[str, Any]


class SweepPlan(Wire):
    """What a sweep would decide, and what it leaves: `unfit` for its kind, or `no-candidate`."""

    items: list[Planned]
    left: list[dict[str, str]]
    total: int


class Swept(Wire):
    """The items after a sweep, how many were left, and the changeset with what was adopted."""

    items: list[Item]
    left: int
    changeset: int | None = None


class UpgradeCoverage(Wire):
    """How far the upgrade is; percentages are whole and rounded down."""

    upgrade: str
    items: int
    done: int
    open: int
    percent: int
    kinds: dict[str, dict[str, Any]]
    owners: dict[str, dict[str, int]]
    languages: dict[str, int]
    mappings: dict[str, dict[str, int]]
    sign_off: SignOff | None = None


class Text(Wire):
    """A wording in one language, the English one, and what a reviewer says of it."""

    number: int
    etag: str
    concept: str
    language: str
    kind: str
    before: str
    text: str
    english: str
    state: str
    comment: str
    proposal: str
    changed_by: str | None = None
    changed_at: datetime | None = None


class TextList(Wire):
    """One page of the wordings to check."""

    items: list[Text]
    next: str | None = None
