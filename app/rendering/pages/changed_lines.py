"""One change of a concept, as a line that people read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from app.rendering.pages.addresses import concept_path
from app.rendering.pages.names import Item, Text, read
from taxonomy.changes import ChangeClass, ChangeType
from taxonomy.vocabulary import Kind, Predicate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.rendering.pages.names import Reader

__all__ = ["TURNS", "Line", "Turn", "line", "named"]


class Turn(StrEnum):
    """What happened, as people ask for it."""

    ADDED = "added"
    RETIRED = "retired"
    RENAMED = "renamed"
    NAMES = "names"
    TEXTS = "texts"
    LINKS = "links"
    OTHER = "other"


TURNS: Mapping[str, Turn] = {
    **dict.fromkeys(ChangeType, Turn.OTHER),
    ChangeType.ADDED: Turn.ADDED,
    ChangeType.RESTORED: Turn.ADDED,
    ChangeType.RETIRED: Turn.RETIRED,
    ChangeType.CAME_AND_WENT: Turn.RETIRED,
    ChangeType.DROPPED: Turn.RETIRED,
    ChangeType.RENAMED: Turn.RENAMED,
    ChangeType.LABEL_ADDED: Turn.NAMES,
    ChangeType.LABEL_REMOVED: Turn.NAMES,
    ChangeType.LABEL_MOVED: Turn.NAMES,
    ChangeType.LABEL_CODE_CHANGED: Turn.NAMES,
    ChangeType.NOTE_CHANGED: Turn.TEXTS,
    ChangeType.LINK_MOVED: Turn.LINKS,
    ChangeType.LINK_ADDED: Turn.LINKS,
    ChangeType.LINK_REMOVED: Turn.LINKS,
    ChangeType.LINK_RANKED: Turn.LINKS,
}
"""What each type of change is to people."""


class Line(NamedTuple):
    """A change; what does not apply to it is empty."""

    change: ChangeType
    turn: Turn
    depth: ChangeClass | None
    field: str
    lang: str
    before: str
    after: str
    predicate: Predicate | None
    moved_from: str
    moved_to: str
    target: Item | None
    reason: str
    successors: Sequence[Item]


def line(change: Mapping[str, Any], after: Reader, earlier: str) -> Line:
    """The change of these JSON values; `earlier` is what paths of the earlier release begin with."""
    type_ = ChangeType(change["change"])
    depth, predicate = change.get("class"), change.get("predicate")
    target = change.get("target")
    return Line(
        type_,
        TURNS[type_],
        ChangeClass(depth) if depth else None,
        change.get("field", ""),
        change.get("lang", ""),
        change.get("before", ""),
        change.get("after", ""),
        Predicate(predicate) if predicate else None,
        change.get("from", ""),
        change.get("to", ""),
        named(target, after, earlier) if target else None,
        change.get("reason", ""),
        [it for it in (_coded(name, after) for name in change.get("replaced_by", ())) if it],
    )


def named(told: Mapping[str, Any], after: Reader, earlier: str) -> Item:
    """The concept as the later release names it, else as the change does, with its page in the earlier one."""
    found = after.target(told["id"])
    if found:
        return found
    notation = told.get("notation", "")
    otherwise = notation or told["id"]
    return Item(
        read(told.get("pref_label", {}), after.asked) or Text(otherwise),
        notation,
        Kind(told["kind"]) if "kind" in told else Kind.SKILL,
        concept_path(earlier, otherwise),
        retired=False,
    )


def _coded(name: str, after: Reader) -> Item | None:
    """The successor of this notation or id."""
    found = after.index.find(name)
    return after.item(found) if found else None
