"""What editing says of drafts and changesets, as values; who acts, when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.auth.roles import Actor
    from app.db.changeset_tables import ChangesetRow, DraftRow
    from app.db.tables import ReleaseRow

__all__ = ["By", "ChangesetRecord", "DraftRecord", "Origin", "as_changeset", "as_draft"]


class By(NamedTuple):
    """Who acts, and when."""

    actor: Actor
    at: datetime


class Origin(StrEnum):
    """Where a changeset comes from."""

    EDITING = "editing"
    IMPORT = "import"
    TRANSLATION = "translation"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRecord:
    """What is said of the draft of the next release; `frozen` while its publication is under way."""

    scheme: str
    version: str
    digest: str
    frozen: bool
    sample: bool
    opened_at: datetime | None
    opened_by: str
    notes: dict[str, str]
    planned_for: date | None
    revision: int

    @property
    def etag(self) -> str:
        """The entity tag of what is said of the draft, not of its content (RFC 9110 §8.8.3)."""
        return f'"{self.scheme}-{self.version}-{self.revision}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesetRecord:
    """A changeset as it stands; `size` counts its concepts."""

    key: int
    scheme: str
    title: str
    reason: str
    origin: Origin
    author: str
    organisation: str
    state: str
    undoes: int | None
    size: int
    revision: int
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    submitted_by: str
    decided_at: datetime | None
    decided_by: str
    accepted_in: str

    @property
    def etag(self) -> str:
        """The entity tag of the changeset (RFC 9110 §8.8.3)."""
        return f'"{self.key}-{self.revision}"'


def as_draft(row: ReleaseRow, said: DraftRow | None) -> DraftRecord:
    """The draft as a value."""
    return DraftRecord(
        scheme=row.scheme,
        version=row.version,
        digest=row.digest,
        frozen=row.published_at is not None,
        sample=row.sample,
        opened_at=said.opened_at if said else None,
        opened_by=said.opened_by if said else "",
        notes=said.notes if said else {},
        planned_for=said.planned_for if said else None,
        revision=said.revision if said else 0,
    )


def as_changeset(row: ChangesetRow, size: int) -> ChangesetRecord:
    """The changeset as a value."""
    return ChangesetRecord(
        key=row.key,
        scheme=row.scheme,
        title=row.title,
        reason=row.reason,
        origin=Origin(row.origin),
        author=row.author,
        organisation=row.organisation,
        state=row.state,
        undoes=row.undoes_key,
        size=size,
        revision=row.revision,
        created_at=row.created_at,
        changed_at=row.changed_at,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        accepted_in=row.accepted_in,
    )
