"""Taking back an approval: the unit stands again where it stood, in the draft and in the record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.auth.roles import Scope
from app.db import translations
from app.reviewing.changing import changing, require_seen
from app.reviewing.placing import Placing, placed
from taxonomy.reviewing.errors import StepRefusedError
from taxonomy.reviewing.states import State
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.db.translation_tables import TranslationRow
    from app.editing.records import By
    from app.reviewing.changing import Opened
    from app.reviewing.records import Entry, Seen
    from app.reviewing.review import Review

__all__ = ["APPROVED_ACT", "as_was", "is_undoable", "undo"]

APPROVED_ACT = "translation-approved"


def as_was(entry: Entry) -> dict[str, Any]:
    """Where the unit stands now, as the event of its approval keeps it, to be brought back."""
    touch, work = entry.touch, entry.touch.work
    return {
        "target": entry.unit.target,
        "state": work.state.value if work else "",
        "text": work.text if work else "",
        "source": work.source if work else "",
        "written_by": work.written_by if work else "",
        "decided_by": touch.decided_by,
        "decided_at": touch.decided_at.isoformat() if touch.decided_at else None,
        "flagged_by": touch.flagged_by,
        "changeset": touch.changeset,
    }


def is_undoable(entry: Entry) -> bool:
    """Whether a reviewer approved the text and no release has published it since."""
    return (
        entry.state is State.APPROVED
        and entry.standing.reviewed
        and (entry.touch.changeset is None or not _is_published(entry))
    )


def undo(review: Review, seen: Sequence[Seen], by: By) -> list[Entry]:
    """The units as they were before they were approved, all of them or none.

    A text that came into the draft by that leaves it again. RoleRequiredError, NotFoundError,
    PreconditionFailedError, CampaignFrozenError, StepRefusedError for a unit that nobody approved,
    or whose text a release has published since.
    """
    ids = list(dict.fromkeys(it.id for it in seen))
    with changing(review, by, ids) as opened:
        for it in seen:
            entry = opened.entry(it.id)
            by.actor.require(Scope.REVIEW, entry.unit.place.lang)
            require_seen(entry, (it.etag,))
            opened.require_thawed(entry)
        approvals = translations.newest(opened.session, ids, APPROVED_ACT)
        was = {it: approvals[it].detail.get("was") if it in approvals else None for it in ids}
        entries = [opened.entry(it) for it in ids]
        for entry in entries:
            _require_undoable(entry, was[entry.unit.id])
        _undo(opened, entries, {key: it for key, it in was.items() if it})
    board = review.now()
    return [board.get(it) for it in ids]


def _undo(opened: Opened, entries: Sequence[Entry], was: dict[str, dict[str, Any]]) -> None:
    placings = [
        Placing(*entry.unit.place, was[entry.unit.id]["target"], "")
        for entry in entries
        if was[entry.unit.id]["target"] != entry.unit.target
    ]
    first, number = entries[0], len(entries)
    of = f"{first.label[:100]} ({first.unit.notation})" if number == 1 else f"{number} texts"
    title = f"{first.unit.place.lang}: approval undone, {of}"
    changeset = placed(opened.session, opened.board, placings, opened.by, title)
    placed_at = {(it.concept_id, it.field, it.lang) for it in placings}
    for entry in entries:
        before = was[entry.unit.id]
        _bring_back(opened.row(entry), before)
        opened.tell(
            entry,
            "translation-unapproved",
            text=before["target"],
            before=entry.unit.target,
            after={
                "text": before["target"],
                **({"changeset": changeset} if entry.unit.place in placed_at else {}),
            },
        )


def _bring_back(row: TranslationRow, was: dict[str, Any]) -> None:
    for name in ("state", "text", "source", "written_by", "decided_by", "flagged_by", "changeset"):
        setattr(row, name, was[name])
    row.decided_at = datetime.fromisoformat(was["decided_at"]) if was["decided_at"] else None


def _require_undoable(entry: Entry, was: dict[str, Any] | None) -> None:
    name = f"{entry.unit.notation} ({entry.unit.place.lang})"
    if was is None or entry.state is not State.APPROVED or not entry.standing.reviewed:
        message = sentence(
            "%(name)s is %(step)s, and no approval of it stands: there is none to undo",
            name=name,
            step=entry.state,
        )
        raise StepRefusedError(message)
    if was["target"] != entry.unit.target and _is_published(entry):
        message = sentence(
            "%(name)s was published as %(target)r: write another text instead",
            name=name,
            target=entry.unit.target,
        )
        raise StepRefusedError(message)


def _is_published(entry: Entry) -> bool:
    """Whether the newest release says what the unit says."""
    return entry.unit.past is not None
