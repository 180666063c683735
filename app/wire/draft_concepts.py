"""The answers about concepts of the draft."""

from __future__ import annotations

from datetime import datetime

from app.wire.body import Wire
from app.wire.changesets import ChangesetState
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, RetirementReason, Status

__all__ = ["ConceptState", "ConceptStates", "DraftConcept", "DraftConcepts", "Edited"]


class EditedLabel(Wire):
    """A label as it is edited."""

    lang: str
    type: LabelType
    text: str
    id: str | None = None
    notation: str | None = None


class EditedNote(Wire):
    """A note as it is edited."""

    lang: str
    type: NoteType
    text: str


class EditedLink(Wire):
    """A link as it is edited; `rank` orders links of one predicate."""

    predicate: Predicate
    target: str
    rank: int | None = None


class Edited(Wire):
    """A concept as it is edited: the canonical document, its `revision`, and what its checks say."""

    id: str
    scheme: str
    kind: Kind
    notation: str | None = None
    status: Status
    labels: list[EditedLabel] | None = None
    notes: list[EditedNote] | None = None
    links: list[EditedLink] | None = None
    notations: list[dict[str, str]] | None = None
    collections: list[str] | None = None
    attributes: dict[str, str] | None = None
    framework: dict[str, str] | None = None
    retirement: RetirementReason | None = None
    replaced_by: list[str] | None = None
    revision: str


class DraftConcept(Wire):
    """A concept of a list of the draft, with its preferred label by language."""

    id: str
    notation: str
    kind: Kind
    status: Status
    pref_label: dict[str, str]


class DraftConcepts(Wire):
    """One page of the draft's concepts that are looked for, and how many there are in all."""

    items: list[DraftConcept]
    total: int
    next: str | None = None


class ConceptState(Wire):
    """A state that a concept was in; `state` is that of the changeset that made it."""

    revision: str
    releases: list[str]
    changeset: int | None = None
    state: ChangesetState | None = None
    title: str | None = None
    authors: list[str] | None = None
    at: datetime | None = None
    why: str | None = None


class ConceptStates(Wire):
    """Every state of a concept, the newest first."""

    items: list[ConceptState]
