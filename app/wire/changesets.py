"""The bodies of answers about drafts and changesets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from app.wire.body import Wire
from taxonomy.vocabulary import Kind

__all__ = [
    "ChangedConcept",
    "ChangedList",
    "Changeset",
    "ChangesetList",
    "ChangesetState",
    "CommentList",
    "Draft",
    "ManyEdited",
    "Outlook",
    "Protocols",
    "Rewordings",
]

ChangesetState = Annotated[str, Field(pattern="^(open|submitted|sent-back|accepted|discarded)$")]


class Draft(Wire):
    """The draft of the next release; `frozen` while its publication is under way."""

    scheme: str
    version: str
    digest: str
    frozen: bool
    opened_at: datetime | None = None
    opened_by: str
    notes: dict[str, str]
    planned_for: date | None = None
    etag: str


class Protocols(Wire):
    """Kind of change → how many people it needs."""

    scheme: str
    people: dict[str, int]


class Changeset(Wire):
    """A changeset; `concepts` counts what it changes, `accepted_in` is the version that took it."""

    id: int
    scheme: str
    title: str
    reason: str
    origin: str
    author: str
    organisation: str
    state: ChangesetState
    undoes: int | None = None
    concepts: int
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None = None
    submitted_by: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    accepted_in: str | None = None
    etag: str
    links: dict[str, str]


class ChangesetList(Wire):
    """One page of changesets, the newest first, and how many there are in each state."""

    items: list[Changeset]
    states: dict[str, int]
    next: str | None = None


class NamedConcept(Wire):
    """A concept by its names."""

    id: str
    notation: str | None = None
    kind: Kind | None = None
    pref_label: dict[str, str] | None = None


class FieldChange(Wire):
    """A field, its texts before and after."""

    field: str
    before: list[str]
    after: list[str]


class ChangedConcept(Wire):
    """What a changeset makes of a concept; `revision` is what the next edit has to have seen."""

    concept: NamedConcept
    act: str
    authors: list[str]
    at: datetime
    why: str
    revision: str
    fields: list[FieldChange]


class ChangedList(Wire):
    """One page of the concepts that a changeset changes."""

    items: list[ChangedConcept]
    total: int
    next: str | None = None


class ChangesetComment(Wire):
    """What somebody said of a changeset, or of one of its concepts."""

    at: datetime
    author: str
    text: str
    concept: str | None = None


class CommentList(Wire):
    """What was said, the oldest first."""

    items: list[ChangesetComment]


class Outlook(Wire):
    """What would become of a changeset now: findings, conflicts, and how many people it needs for what."""

    findings: list[dict[str, Any]]
    errors: int
    conflicts: list[dict[str, Any]]
    people: int
    because_of: list[str]


class RewordedConcept(Wire):
    """A label before and after."""

    concept: NamedConcept
    fields: list[FieldChange]


class Rewordings(Wire):
    """What an act on several concepts changes, or would change; `items` shows the first hundred."""

    concepts: int
    applied: bool
    items: list[RewordedConcept]


class ManyEdited(Wire):
    """What one edit of many concepts changes, or would change; `items` shows the first hundred.

    `chosen` counts the concepts that were meant, `following` those whose links go or lead elsewhere with it.
    """

    concepts: int
    chosen: int
    following: int
    applied: bool
    items: list[RewordedConcept]
