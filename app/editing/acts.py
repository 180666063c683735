"""What editors do to whole concepts within a changeset: create, retire, restore, edit by the dozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.db import changesets
from app.db.session import reading, writing
from app.editing.changing import ANYTHING, Edit, put
from app.editing.undoing import earlier
from app.editing.viewing import viewed
from taxonomy import canonical
from taxonomy.editing.beginning import created, next_notation
from taxonomy.editing.bulk import reworded
from taxonomy.editing.ending import relinked, restored, retired
from taxonomy.editing.errors import EditRefusedError
from taxonomy.index import natural_key
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.editing.holding import Desk, Drafts
    from app.editing.records import By
    from app.editing.viewing import View
    from taxonomy.editing.bulk import Rewording
    from taxonomy.model import Concept, Label
    from taxonomy.vocabulary import Kind, RetirementReason

__all__ = [
    "Beginning",
    "Retirement",
    "begun_in",
    "create",
    "edits_of",
    "has_ended",
    "preview_rewording",
    "restore",
    "restored_in",
    "retire",
    "retired_in",
    "reword",
    "reworded_of",
]

MOST_AT_ONCE = 2_000
"""So many concepts one edit may change; more are a matter for a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a new concept begins with; its id is new, and its code comes by itself."""

    kind: Kind
    id: str
    labels: tuple[Label, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """Why a concept ends, and what takes its place; `relink` lets its links follow to one successor."""

    reason: RetirementReason
    heirs: tuple[str, ...] = ()
    relink: bool = False
    why: str = ""


def create(desk: Desk, key: int, new: Beginning, by: By) -> Concept:
    """A new concept in the changeset, under the next code of its kind; errors as `put`, EditRefusedError."""
    with writing(desk.engine) as session:
        return begun_in(session, desk.drafts, changesets.hold(session, key), new, by)


def begun_in(session: Session, shelf: Drafts, row: ChangesetRow, new: Beginning, by: By) -> Concept:
    """As `create`, within a transaction."""
    view = viewed(session, shelf, row)
    promised = [canonical.read(it).notation for it in changesets.promised(session, row.scheme)]
    notation = next_notation(new.kind, view.held.taxonomy, promised)
    made = replace(created(row.scheme, new.kind, new.id, notation), labels=new.labels)
    put(session, row, [Edit(concept_id=new.id, after=made, act="create", why=new.why)], by)
    return made


def retire(desk: Desk, key: int, ended: tuple[str, str], told: Retirement, by: By) -> list[str]:
    """The ids of what the changeset changes to retire a concept (its id, and the revision that was seen).

    Successors are named by id or notation. Links of active concepts to it go to its one successor
    where that is wanted; where it has none, or several, they are taken away. EditRefusedError with
    findings, errors as `put`, ConceptNotFoundError.
    """
    with writing(desk.engine) as session:
        row = changesets.hold(session, key)
        return retired_in(session, desk.drafts, row, ended, told, by)


def retired_in(
    session: Session,
    shelf: Drafts,
    row: ChangesetRow,
    ended: tuple[str, str],
    told: Retirement,
    by: By,
) -> list[str]:
    """As `retire`, within a transaction."""
    view = viewed(session, shelf, row)
    concept = view.get(ended[0])
    known = view.known
    heirs = [found.id if (found := view.find(it)) else it for it in told.heirs]
    changed = {concept.id: retired(concept, told.reason, heirs, known)}
    if told.relink:
        heir = heirs[0] if len(heirs) == 1 else None
        changed |= relinked({**known, **changed}, concept.id, heir)
    seen = {concept.id: ended[1]}
    put(session, row, edits_of(changed, {concept.id: "retire"}, told.why, seen), by)
    return sorted(changed)


def restore(
    desk: Desk, key: int, ended: tuple[str, str], by: By, *, revision: str = "", why: str = ""
) -> Concept:
    """A concept (its id, and the revision that was seen), in the changeset, as it was in that revision.

    Without one it is as it was seen, but active. Errors as `put`, NotFoundError where it never was
    in that state.
    """
    with writing(desk.engine) as session:
        row = changesets.hold(session, key)
        return restored_in(session, row, ended, by, revision=revision, why=why)


def restored_in(
    session: Session,
    row: ChangesetRow,
    ended: tuple[str, str],
    by: By,
    *,
    revision: str = "",
    why: str = "",
) -> Concept:
    """As `restore`, within a transaction."""
    concept_id, seen = ended
    after = earlier(session, row.scheme, concept_id, revision or seen)
    if not revision:
        after = restored(after)
    edit = Edit(concept_id=concept_id, after=after, seen=seen, act="restore", why=why)
    put(session, row, [edit], by)
    return after


def has_ended(
    view: View, references: Iterable[str], reason: RetirementReason, heirs: Collection[str] | None
) -> bool:
    """Whether the changeset itself ends all these concepts already, for that reason.

    `heirs` are the ids of their successors; None: whichever they are.
    """
    return all(
        found is not None
        and found.id in view.changes
        and found.retirement is reason
        and (heirs is None or {*heirs} == {*found.replaced_by})
        for found in map(view.find, references)
    )


def preview_rewording(
    desk: Desk,
    key: int,
    rewording: Rewording,
    kinds: Collection[Kind] = (),
) -> list[tuple[Concept, Concept]]:
    """Each concept that the rewording would change, before and after, in the order of codes."""
    with reading(desk.engine) as session:
        return reworded_of(
            viewed(session, desk.drafts, changesets.get(session, key)), rewording, kinds
        )


def reword(
    desk: Desk,
    key: int,
    rewording: Rewording,
    by: By,
    *,
    kinds: Collection[Kind] = (),
    without: Collection[str] = (),
) -> int:
    """How many concepts the changeset rewords, those of these ids left as they are.

    EditRefusedError where there are too many for one edit, errors as `put`.
    """
    with writing(desk.engine) as session:
        row = changesets.hold(session, key)
        pairs = reworded_of(viewed(session, desk.drafts, row), rewording, kinds)
        changed = {after.id: after for _, after in pairs if after.id not in without}
        if len(changed) > MOST_AT_ONCE:
            message = sentence(
                "%(count)s concepts at once: %(most)s go, or a file",
                count=len(changed),
                most=MOST_AT_ONCE,
            )
            raise EditRefusedError(message)
        why = f"{rewording.find} → {rewording.by}"
        put(session, row, edits_of(changed, {}, why, {}), by)
        return len(changed)


def reworded_of(
    view: View, rewording: Rewording, kinds: Collection[Kind] = ()
) -> list[tuple[Concept, Concept]]:
    """As `preview_rewording`, of what somebody sees already."""
    known = {
        id: it
        for id, it in view.known.items()
        if it.status is Status.ACTIVE and (not kinds or it.kind in kinds)
    }
    pairs = [(known[id], after) for id, after in reworded(known.values(), rewording).items()]
    return sorted(pairs, key=lambda it: (natural_key(it[0].notation), it[0].id))


def edits_of(
    changed: Mapping[str, Concept], acts: Mapping[str, str], why: str, seen: Mapping[str, str]
) -> list[Edit]:
    """The edits; what is done to a concept is told where that is more than to change it."""
    return [
        Edit(
            concept_id=id, after=it, seen=seen.get(id, ANYTHING), act=acts.get(id, "edit"), why=why
        )
        for id, it in changed.items()
    ]
