"""Many concepts at once within a changeset: chosen, looked at, then changed or retired together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from app.db import changesets
from app.db.session import writing
from app.editing.changesets import Purpose, begun
from app.editing.changing import ANYTHING, Edit, put
from app.editing.viewing import viewed
from taxonomy.editing.ending import relinked, retired
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.many import Choice, ManyEdit, chosen, edited_many
from taxonomy.index import natural_key
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from app.editing.acts import Retirement
    from app.editing.holding import Desk
    from app.editing.records import By
    from app.editing.viewing import View
    from taxonomy.model import Concept

__all__ = ["MOST_AT_ONCE", "Asked", "Preview", "change_many", "look_at_many"]

_SCHEME = "competent"
MOST_AT_ONCE = 1_000
"""So many concepts are changed at once: what a person can look through; more are a matter for a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which concepts, what is done to each, and why; those `without` are left as they are.

    `seen` is concept → the revision that was looked at, where somebody looked.
    """

    choice: Choice
    act: ManyEdit | Retirement
    without: Collection[str] = ()
    seen: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


class Preview(NamedTuple):
    """Each concept that would change, before and after, by code; how many were chosen; and who else follows.

    `following` are pairs of concepts that are not chosen themselves: their links lead to what is retired.
    """

    pairs: list[tuple[Concept, Concept]]
    chosen: int
    following: list[tuple[Concept, Concept]]


def look_at_many(view: View, asked: Asked) -> Preview:
    """What would become of the concepts; EditRefusedError as `taxonomy.editing.many` and `retired`."""
    known = view.known
    found = chosen(known.values(), asked.choice, view.find)
    kept = [it for it in found if it.id not in asked.without]
    following: dict[str, Concept] = {}
    if isinstance(asked.act, ManyEdit):
        changed = edited_many(kept, asked.act, view.find)
    else:
        _require_few(len(kept))
        changed, following = _retired(kept, asked.act, view, known)
    _require_few(len(changed))
    return Preview(_in_order(known, changed), len(found), _in_order(known, following))


def change_many(desk: Desk, into: int | Purpose, asked: Asked, by: By) -> tuple[int, Preview]:
    """The number of the changeset, or of the new one, and what it makes of the concepts: all of them or none.

    ConceptMovedError where one was changed since it was seen, errors as `look_at_many` and `put`.
    """
    with writing(desk.engine) as session:
        if isinstance(into, Purpose):
            row = begun(session, _SCHEME, into, by)
        else:
            row = changesets.hold(session, into)
        preview = look_at_many(viewed(session, desk.drafts, row), asked)
        if not preview.pairs:
            message = sentence("none of the concepts would change")
            raise EditRefusedError(message)
        act = "edit" if isinstance(asked.act, ManyEdit) else "retire"
        edits = [
            Edit(
                concept_id=after.id,
                after=after,
                seen=asked.seen.get(after.id, ANYTHING),
                act=what,
                why=asked.why,
            )
            for what, pairs in ((act, preview.pairs), ("edit", preview.following))
            for _, after in pairs
        ]
        put(session, row, edits, by)
        return row.key, preview


def _retired(
    concepts: list[Concept], act: Retirement, view: View, known: Mapping[str, Concept]
) -> tuple[dict[str, Concept], dict[str, Concept]]:
    """The concepts, retired; and those whose links follow to the heir, or go."""
    heirs = [found.id if (found := view.find(it)) else it for it in act.heirs]
    changed = {it.id: retired(it, act.reason, heirs, known) for it in concepts}
    following: dict[str, Concept] = {}
    if act.relink:
        heir = heirs[0] if len(heirs) == 1 else None
        for it in known.values():
            for gone in {link.target for link in it.links} & changed.keys() - {it.id}:
                now = {it.id: following.get(it.id, it)} if it.id not in changed else {}
                following |= relinked(now, gone, heir)
    return changed, following


def _in_order(
    known: Mapping[str, Concept], changed: Mapping[str, Concept]
) -> list[tuple[Concept, Concept]]:
    pairs = [(known[id], after) for id, after in changed.items()]
    return sorted(pairs, key=lambda it: (natural_key(it[0].notation), it[0].id))


def _require_few(count: int) -> None:
    if count > MOST_AT_ONCE:
        message = sentence(
            "%(count)s concepts at once: %(most)s go; choose fewer, or send a file",
            count=count,
            most=MOST_AT_ONCE,
        )
        raise EditRefusedError(message)
