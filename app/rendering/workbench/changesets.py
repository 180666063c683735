"""Changesets as their screens show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.db.changesets import OPEN, SENT_BACK, SUBMITTED, UNDECIDED, Wanted
from app.editing.changesets import changes_of, changeset_of, changesets_of
from app.editing.outlooks import Outlook, outlook_of
from app.editing.protocols import FOUR_EYES
from app.editing.talking import comments_of
from app.editing.viewing import view_of
from app.rendering.workbench.naming import Name, field_rows, name_of
from taxonomy import canonical
from taxonomy.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.auth.roles import Actor
    from app.db.changesets import ChangeRecord, Comment
    from app.editing.holding import Desk
    from app.editing.records import ChangesetRecord
    from app.editing.viewing import View
    from app.rendering.workbench.naming import FieldRow
    from taxonomy.findings import Finding

__all__ = ["ChangesetPage", "ListOfChangesets", "changeset_page", "list_of_changesets", "open_of"]

PER_PAGE = 50
MOST_CHANGES = 50
MOST_FINDINGS = 100
"""So many findings and conflicts are shown: the others follow where these are mended."""


class ListOfChangesets(NamedTuple):
    """A page of changesets; `next` is the number before which the next page begins, 0 on the last one."""

    items: Sequence[ChangesetRecord]
    states: Mapping[str, int]
    next: int


class ShownChange(NamedTuple):
    """A concept that a changeset changes, by name, with its fields."""

    record: ChangeRecord
    notation: str
    name: Name
    rows: Sequence[FieldRow]


class ShownFinding(NamedTuple):
    """A finding, and the concept to mend."""

    found: Finding
    notation: str


class ChangesetPage(NamedTuple):
    """A changeset with all that its people look at, and what this one may do with it."""

    record: ChangesetRecord
    changes: Sequence[ShownChange]
    next: int
    comments: Sequence[Comment]
    outlook: Outlook
    findings: Sequence[ShownFinding]
    moves: Sequence[str]


def list_of_changesets(desk: Desk, wanted: Wanted, before: int) -> ListOfChangesets:
    """The newest changesets that are wanted, of those before that number where one is given."""
    found, states = changesets_of(desk.engine, wanted, before=before, limit=PER_PAGE + 1)
    more = found[PER_PAGE - 1].key if len(found) > PER_PAGE else 0
    return ListOfChangesets(found[:PER_PAGE], states, more)


def open_of(desk: Desk, actor: Actor) -> list[ChangesetRecord]:
    """The changesets in which this person edits: open ones and those sent back to them."""
    wanted = Wanted(states=(OPEN, SENT_BACK), author=actor.name)
    return changesets_of(desk.engine, wanted, limit=PER_PAGE)[0]


def changeset_page(desk: Desk, key: int, actor: Actor, lang: str, after: int) -> ChangesetPage:
    """A changeset, with the changes behind that concept; NotFoundError."""
    record = changeset_of(desk.engine, key)
    found, _ = changes_of(desk.engine, key, after=after, limit=MOST_CHANGES + 1)
    decided = record.state not in UNDECIDED
    outlook = Outlook(size=record.size) if decided else outlook_of(desk, key)
    view = view_of(desk, key, record.scheme)
    findings = sorted(outlook.findings, key=lambda it: it.severity is not Severity.ERROR)
    more = found[MOST_CHANGES - 1].concept_key if len(found) > MOST_CHANGES else 0
    return ChangesetPage(
        record,
        [_shown(it, view, lang) for it in found[:MOST_CHANGES]],
        more,
        comments_of(desk.engine, key),
        outlook,
        [_finding(it, view) for it in findings[:MOST_FINDINGS]],
        _moves(record, outlook, actor),
    )


def _shown(record: ChangeRecord, view: View, lang: str) -> ShownChange:
    before, after = (canonical.read(it) if it else None for it in (record.before, record.after))
    named = after or before
    rows = field_rows(before, after, lang, view.find)
    if named is None:
        return ShownChange(record, "", Name.of(record.concept_id), rows)
    return ShownChange(record, named.notation, name_of(named, lang, view.find), rows)


def _finding(it: Finding, view: View) -> ShownFinding:
    concept = view.find(it.concept)
    code = concept.notation or concept.id if concept else it.concept
    return ShownFinding(it, code)


def _moves(record: ChangesetRecord, outlook: Outlook, actor: Actor) -> list[str]:
    """What may be done with the changeset now; whether this person may is said where they try."""
    if record.state == "accepted":
        return ["undo"]
    if record.state not in UNDECIDED:
        return []
    moves = []
    if record.state == SUBMITTED:
        name = actor.name.casefold()
        wrote = name == record.author.casefold() or name in outlook.authors
        if not (wrote and outlook.people == FOUR_EYES):
            moves += ["accept", "send-back"]
        moves.append("take-back")
    elif outlook.size:
        moves.append("submit" if outlook.people == FOUR_EYES else "accept")
    return [*moves, "discard"]
