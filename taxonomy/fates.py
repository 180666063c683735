"""The fate of one id between two releases: its outcome, its successors, what changed and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.changes import Change, ChangeClass, ChangeType

if TYPE_CHECKING:
    from taxonomy.model import Concept
    from taxonomy.references import Remark
    from taxonomy.vocabulary import RetirementReason

__all__ = ["Fate", "Outcome", "Renaming", "Touch"]

_LINKS = (
    ChangeType.LINK_ADDED,
    ChangeType.LINK_REMOVED,
    ChangeType.LINK_MOVED,
    ChangeType.LINK_RANKED,
)


class Outcome(StrEnum):
    """What becomes of an id, in the order in which outcomes are counted and shown."""

    KEPT = "kept"
    RENAMED = "renamed"
    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"
    GONE = "gone"
    RESTORED = "restored"
    NOT_YET = "not-yet"
    NEW = "new"
    UNKNOWN = "unknown"


class Touch(StrEnum):
    """The kinds of change that touched a concept; one that none touched is the same as before."""

    COSMETIC = "cosmetic"
    WORDING = "wording"
    MEANING = "meaning"
    LINKS = "links"
    OTHER = "other"


class Renaming(NamedTuple):
    """The preferred label of one language, before and after, and how deep the change goes."""

    lang: str
    before: str
    after: str
    change_class: ChangeClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one id as asked.

    `was` is its concept in the earlier release (in the order asked, not of time), `became` the same
    concept in the target. `now` are the active concepts of the target that stand for it, in natural
    order, and `written` the same in the form in which the id was asked. `paths` lead from it to each
    of `now`, by ids. `shared_with` names concepts that have the same successor.
    """

    asked: str
    outcome: Outcome
    was: Concept | None = None
    became: Concept | None = None
    now: tuple[Concept, ...] = ()
    written: tuple[str, ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()
    reason: RetirementReason | None = None
    renamings: tuple[Renaming, ...] = ()
    changes: tuple[Change, ...] = ()
    shared_with: tuple[Concept, ...] = ()
    remarks: tuple[Remark, ...] = ()
    repeats: str | None = None
    """The id asked before this one that names the same concept (or the same nothing)."""

    @property
    def touched(self) -> tuple[Touch, ...]:
        """Which kinds of change touched the concept, in the order of Touch; none of a replaced one."""
        kinds = {_touch(it) for it in self.changes}
        kinds |= {Touch(it.change_class.value) for it in self.renamings}
        return tuple(it for it in Touch if it in kinds)


def _touch(change: Change) -> Touch:
    if change.change in _LINKS:
        return Touch.LINKS
    return Touch(change.change_class.value) if change.change_class else Touch.OTHER
