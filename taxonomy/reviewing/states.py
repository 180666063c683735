"""Where a translation stands, what may be done with it there, and what re-opens it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taxonomy.reviewing.units import Unit

__all__ = ["OPEN", "STEPS", "Standing", "State", "Step", "Work", "after", "allowed", "standing"]


class State(StrEnum):
    """How far a translation is. Missing and stale are never recorded: they follow from the texts."""

    STALE = "stale"
    MISSING = "missing"
    MACHINE = "machine"
    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"


OPEN = tuple(it for it in State if it is not State.APPROVED)
"""The states in which somebody has still to do something."""


class Step(StrEnum):
    """What moves a translation from one state to another."""

    SUGGEST = "suggest"
    SAVE = "save"
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send-back"


_ANY = frozenset(State)
STEPS = {
    Step.SUGGEST: (frozenset({State.MISSING, State.STALE, State.MACHINE}), State.MACHINE),
    Step.SAVE: (_ANY, State.DRAFT),
    Step.SUBMIT: (_ANY - {State.MISSING, State.APPROVED}, State.REVIEW),
    Step.APPROVE: (_ANY - {State.MISSING, State.DRAFT}, State.APPROVED),
    Step.SEND_BACK: (frozenset({State.REVIEW}), State.DRAFT),
}
"""Step → the states in which it may be made, and the state that it leads to.

A draft is not approved: whoever writes it says first that it is ready. A stale translation may be
approved as it stands, by somebody who looked at what changed in the source; and an approved one once
more, where a release published it before anybody reviewed it, or a campaign reviews it again.
"""


@dataclass(frozen=True, slots=True)
class Work:
    """What was done with a unit: the text, the source that was seen meanwhile, and who wrote the text."""

    state: State
    text: str
    source: str
    written_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands now.

    `text` is what is to be read: the proposed text, or the one that the draft of the release holds.
    `source_then` is the source for which it was written or approved. `published` is the version of
    the release that first published the text; with no more than that to speak for it, it counts as
    approved, and `reviewed` is False.
    """

    state: State
    text: str
    source_then: str
    written_by: str = ""
    published: str = ""
    reviewed: bool = False


def standing(unit: Unit, work: Work | None) -> Standing:
    """The state of a unit, from its texts and what was done with it.

    Work counts where its text is still proposed, or is what the target says; else somebody changed
    the target elsewhere, and the texts alone tell. A draft stays with whoever writes it.
    """
    if work and work.state is not State.APPROVED:
        moved = work.source != unit.source and work.state is not State.DRAFT
        return Standing(
            State.STALE if moved else work.state, work.text, work.source, work.written_by
        )
    published = unit.past.version if unit.past else ""
    if work and work.text == unit.target:
        state = State.APPROVED if work.source == unit.source else State.STALE
        return Standing(state, unit.target, work.source, work.written_by, published, reviewed=True)
    if not unit.target:
        return Standing(State.MISSING, "", unit.source)
    if unit.past is None:
        return Standing(State.REVIEW, unit.target, unit.source)
    state = State.APPROVED if unit.past.source == unit.source else State.STALE
    return Standing(state, unit.target, unit.past.source, published=published)


def allowed(state: State) -> tuple[Step, ...]:
    """The steps that may be made in this state."""
    return tuple(step for step, (from_, _) in STEPS.items() if state in from_)


def after(step: Step) -> State:
    """The state that a step leads to."""
    return STEPS[step][1]
