"""Approving translations, one or many: four eyes, checks, and then the text stands in the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.auth.roles import Scope
from app.refusals import ServiceError
from app.reviewing.acting import require_sound, require_step
from app.reviewing.changing import changing, require_seen
from app.reviewing.placing import Placing, placed
from app.reviewing.undoing import APPROVED_ACT, as_was
from taxonomy.errors import TaxonomyError
from taxonomy.reviewing.checking import check
from taxonomy.reviewing.errors import OthersEyesError, StepRefusedError
from taxonomy.reviewing.states import State, Step
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.editing.records import By
    from app.reviewing.changing import Opened
    from app.reviewing.records import Entry, Seen
    from app.reviewing.review import Review
    from taxonomy.findings import Finding
    from taxonomy.reviewing.checking import Against

__all__ = ["MOST_AT_ONCE", "Verdict", "approve", "approve_many", "preview"]

MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What approving would do to a unit: its text, whether the draft changes, and why it cannot be done."""

    entry: Entry
    changes: bool
    refusal: str
    code: str
    findings: tuple[Finding, ...]


def approve(review: Review, unit_id: str, by: By, *, etags: tuple[str, ...] = ()) -> Entry:
    """The unit, approved for the source as it stands now; where its text is new, it stands in the draft.

    RoleRequiredError, OthersEyesError for whoever wrote it, StepRefusedError, TranslationRefusedError
    with findings, PreconditionFailedError, CampaignFrozenError.
    """
    with changing(review, by, [unit_id], etags=etags) as opened:
        against = review.against(opened.session, opened.board)
        entry = opened.entry(unit_id)
        _require_approvable(opened, entry, against)
        _approve(opened, [entry])
    return opened.after(unit_id)


def approve_many(review: Review, seen: Sequence[Seen], by: By) -> list[Entry]:
    """The units, all of them approved, or none; errors as `approve`, of the first that cannot be."""
    _require_few(seen)
    ids = list(dict.fromkeys(it.id for it in seen))
    with changing(review, by, ids) as opened:
        against = review.against(opened.session, opened.board)
        for it in seen:
            entry = opened.entry(it.id)
            require_seen(entry, (it.etag,))
            _require_approvable(opened, entry, against)
        _approve(opened, [opened.entry(it) for it in ids])
    board = review.now()
    return [board.get(it) for it in ids]


def preview(review: Review, seen: Sequence[Seen], by: By) -> list[Verdict]:
    """What approving them would do, unit by unit; nothing is written."""
    _require_few(seen)
    ids = list(dict.fromkeys(it.id for it in seen))
    with changing(review, by, ids) as opened:
        against = review.against(opened.session, opened.board)
        return [_verdict(opened, it, against) for it in seen]


def _verdict(opened: Opened, seen: Seen, against: Against) -> Verdict:
    entry = opened.entry(seen.id)
    found = tuple(check(entry.unit, entry.standing.text, against))
    code = refusal = ""
    try:
        require_seen(entry, (seen.etag,))
        _require_approvable(opened, entry, against)
    except (TaxonomyError, ServiceError) as error:
        code, refusal = error.code, error.detail
    return Verdict(entry, entry.standing.text != entry.unit.target, refusal, code, found)


def _require_approvable(opened: Opened, entry: Entry, against: Against) -> None:
    place = entry.unit.place
    opened.by.actor.require(Scope.REVIEW, place.lang)
    opened.require_thawed(entry)
    require_step(entry, Step.APPROVE)
    writer = entry.standing.written_by
    if writer.casefold() == opened.by.actor.name.casefold():
        message = sentence(
            "four eyes: %(name)s wrote %(notation)s (%(lang)s), so somebody else approves it",
            name=writer,
            notation=entry.unit.notation,
            lang=place.lang,
        )
        raise OthersEyesError(message)
    require_sound(entry, entry.standing.text, against)


def _approve(opened: Opened, entries: Sequence[Entry]) -> None:
    placings = [
        Placing(*entry.unit.place, entry.standing.text, entry.standing.written_by)
        for entry in entries
        if entry.standing.text != entry.unit.target
    ]
    changeset = placed(opened.session, opened.board, placings, opened.by, _title(entries))
    placed_at = {(it.concept_id, it.field, it.lang) for it in placings}
    for entry in entries:
        stood, row = entry.standing, opened.row(entry)
        was = as_was(entry)
        row.text, row.source = stood.text, entry.unit.source
        row.state, row.written_by = State.APPROVED.value, stood.written_by
        row.decided_by, row.decided_at = opened.by.actor.name, opened.by.at
        row.flagged_by = ""
        became: dict[str, object] = {"text": stood.text}
        if entry.unit.place in placed_at:
            row.changeset = changeset
            became["changeset"] = changeset
        opened.tell(
            entry,
            APPROVED_ACT,
            text=stood.text,
            before=entry.unit.target,
            after=became,
            more={"was": was},
        )


def _title(entries: Sequence[Entry]) -> str:
    """What the changeset is called: `fr: Slager (OP-10)`, `fr: 12 texts`."""
    langs = ", ".join(sorted({it.unit.place.lang for it in entries}))
    if len(entries) == 1:
        return f"{langs}: {entries[0].label[:120]} ({entries[0].unit.notation})"
    return f"{langs}: {len(entries)} texts"


def _require_few(seen: Sequence[Seen]) -> None:
    if not 0 < len(seen) <= MOST_AT_ONCE:
        message = sentence(
            "1 to %(most)s translations are approved at once, not %(count)s",
            most=MOST_AT_ONCE,
            count=len(seen),
        )
        raise StepRefusedError(message)
