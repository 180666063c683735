"""What changed between two releases, and a concept through all of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict, Field

from app.wire.body import Wire
from app.wire.concepts import LabelSet, Summary
from taxonomy.changes import ChangeClass, ChangeType
from taxonomy.vocabulary import Kind, Predicate, ReleaseStatus, RetirementReason, Status

__all__ = ["Change", "ChangeList", "Changed", "Difference", "Digests", "History", "HistoryEntry"]


class Changed(Wire):
    """A concept that a change names; the bare id where neither release holds it."""

    id: str
    notation: str | None = None
    kind: Kind | None = None
    pref_label: LabelSet | None = None


class Difference(Wire):
    """One change of a concept; `from` and `to` are predicates of a moved link, or fields of a label."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    change: ChangeType
    change_class: ChangeClass | None = Field(None, alias="class")
    field: str | None = None
    lang: str | None = None
    before: str | None = None
    after: str | None = None
    predicate: Predicate | None = None
    moved_from: str | None = Field(None, alias="from")
    moved_to: str | None = Field(None, alias="to")
    target: Changed | None = None
    reason: RetirementReason | None = None
    replaced_by: list[str] | None = Field(
        None, description="The codes of the successors, ids where they have none."
    )


class Change(Difference):
    """One change, and the concept as it stands afterwards."""

    concept: Changed


class Digests(Wire):
    """The digests of the two releases."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    before: str = Field(alias="from")
    after: str = Field(alias="to")


class ChangeList(Wire):
    """One page of changes; `summary` counts all of them, whatever was asked for."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    scheme: str
    before: str = Field(alias="from")
    after: str = Field(alias="to")
    backwards: bool = Field(description="Whether `to` is the older version.")
    digests: Digests
    summary: dict[str, int]
    items: list[Change]
    next: str | None = None
    total: int
    release: str


class HistoryEntry(Wire):
    """What one release holds of the concept, and what it changed against its previous one."""

    version: str
    release_status: ReleaseStatus
    released_at: date | None
    published_at: datetime | None
    previous: str | None
    note: str | None = None
    withdrawal: str | None = None
    status: Status
    revision: str
    changes: list[Difference]


class LastActive(Wire):
    """The last state in which a retired concept was active: its canonical document."""

    version: str
    revision: str
    document: dict[str, Any]


class History(Summary):
    """A concept through all releases up to this one, oldest first."""

    scheme: str
    first_release: str
    last_release: str | None
    last_active: LastActive | None = None
    items: list[HistoryEntry]
    total: int
    release: str
