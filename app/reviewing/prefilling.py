"""Filling what is missing with what machines know: official wording, and the memory of exact matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import Scope
from app.reviewing.acting import write
from app.reviewing.changing import changing
from taxonomy.findings import Severity
from taxonomy.reviewing.checking import check
from taxonomy.reviewing.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.editing.records import By
    from app.reviewing.board import Board
    from app.reviewing.helping import Officials
    from app.reviewing.records import Entry
    from app.reviewing.review import Review
    from taxonomy.reviewing.checking import Against

__all__ = ["Proposal", "prefill", "proposals"]


class Proposal(NamedTuple):
    """A text that a machine proposes for a missing translation, and where it comes from."""

    entry: Entry
    text: str
    origin: str
    """`esco/1.2.0` for the official wording of an exact match, `memory SK-12` for the very same source."""


def proposals(review: Review, officials: Officials, unit_ids: Sequence[str]) -> list[Proposal]:
    """What there is for those of the units that are missing; NotFoundError. Nothing is written."""
    board = review.now()
    entries = [board.get(it) for it in dict.fromkeys(unit_ids)]
    found = (_proposed(board, officials, it) for it in entries if it.state is State.MISSING)
    return [it for it in found if it]


def prefill(
    review: Review, officials: Officials, unit_ids: Sequence[str], by: By
) -> list[Proposal]:
    """As `proposals`, written down: they count as machine texts until somebody reads them.

    What somebody wrote meanwhile stays. A text in which checks find an error is not proposed.
    RoleRequiredError, NotFoundError, CampaignFrozenError.
    """
    known = {it.entry.unit.id: it for it in proposals(review, officials, unit_ids)}
    taken = []
    with changing(review, by, list(known)) as opened:
        against = review.against(opened.session, opened.board)
        for unit_id, proposal in known.items():
            entry = opened.entry(unit_id)
            by.actor.require(Scope.TRANSLATE, entry.unit.place.lang)
            opened.require_thawed(entry)
            if entry.state is not State.MISSING or not _is_sound(entry, proposal.text, against):
                continue
            write(opened, entry, proposal.text, State.MACHINE, by)
            told = {"text": proposal.text, "from": proposal.origin}
            opened.tell(
                entry,
                "translation-suggested",
                text=proposal.text,
                after=told,
                more={"from": proposal.origin},
            )
            taken.append(proposal)
    board = review.now()
    return [it._replace(entry=board.get(it.entry.unit.id)) for it in taken]


def _proposed(board: Board, officials: Officials, entry: Entry) -> Proposal | None:
    official = officials.of(board, entry)
    if official:
        it = official[0]
        return Proposal(entry, it.text, f"{it.scheme}/{it.version}")
    unit = entry.unit
    hits = board.lore.memory.same(unit.source, unit.place.lang, apart_from=unit.notation)
    return Proposal(entry, hits[0].target, f"memory {hits[0].notation}") if hits else None


def _is_sound(entry: Entry, text: str, against: Against) -> bool:
    return all(it.severity is not Severity.ERROR for it in check(entry.unit, text, against))
