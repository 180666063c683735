"""Undoing what was accepted, and the states that a concept has been in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db import changes as change_rows
from app.db import changesets, releases, revisions
from app.db.changesets import ACCEPTED
from app.db.session import reading
from app.editing.at_once import begin_with
from app.editing.changesets import Purpose
from app.editing.changing import Edit
from app.editing.conflicts import conflict_of
from app.editing.drafts import basis
from app.editing.records import Origin
from taxonomy import canonical
from taxonomy.editing.errors import EditConflictError
from taxonomy.errors import ConceptNotFoundError, ConflictError, NotFoundError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.db.changesets import ChangeRecord
    from app.editing.records import By, ChangesetRecord
    from taxonomy.model import Concept

__all__ = ["State", "concepts_of", "earlier", "states_of", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state that a concept was in: its revision, the releases that hold it, and the changes to it.

    `changeset` is 0 where no changeset made it; `state` is that of the changeset.
    """

    revision: str
    releases: tuple[str, ...]
    changeset: int = 0
    state: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    at: datetime | None = None
    why: str = ""


def undo(
    engine: Engine, key: int, by: By, *, concept_ids: Collection[str] | None = None
) -> ChangesetRecord:
    """A new, open changeset that takes an accepted one back; only these concepts of it where named.

    EditConflictError where a concept moved since, ConflictError where it was not accepted,
    EditRefusedError where a concept that it made is public by now, NotFoundError.
    """
    with reading(engine) as session:
        row = changesets.get(session, key)
        scheme, purpose = row.scheme, Purpose(f"↶ {row.title}", origin=Origin.UNDO, undoes=row.key)
        if row.state != ACCEPTED:
            message = sentence(
                "changeset %(number)d is %(state)s: only an accepted one is undone",
                number=key,
                state=row.state,
            )
            raise ConflictError(message)
        found = changesets.changes(session, key, concept_ids)
    if not found:
        message = sentence("changeset %(number)d changes none of these concepts", number=key)
        raise NotFoundError(message)

    def edits(session: Session) -> list[Edit]:
        _require_unmoved(session, changesets.get(session, key), found)
        return [
            Edit(
                concept_id=it.concept_id,
                after=_read(it.before),
                seen=it.revision.hex() if it.revision else "",
                act="undo",
            )
            for it in found
        ]

    return begin_with(engine, scheme, purpose, edits, by)


def states_of(engine: Engine, scheme: str, concept_id: str) -> list[State]:
    """Every state that the concept was in or is proposed to be in, the newest first.

    Three queries; ConceptNotFoundError.
    """
    with reading(engine) as session:
        changed = changesets.of_concept(session, scheme, concept_id)
        held = change_rows.states(session, scheme, concept_id)
        order = [it.version for it in releases.every(session, scheme)]
    if not held and not changed:
        message = sentence(
            "%(scheme)s never held a concept %(concept)r", scheme=scheme, concept=concept_id[:80]
        )
        raise ConceptNotFoundError(message)
    where: dict[str, list[str]] = {}
    for version in sorted(held, key=order.index):
        where.setdefault(held[version].revision.hex(), []).append(version)
    told = [_state(row, it, where) for row, it in changed if it.revision]
    made = {it.revision for it in told}
    rest = [
        State(revision=revision, releases=tuple(versions))
        for revision, versions in where.items()
        if revision not in made
    ]
    return [*told, *rest[::-1]]


def concepts_of(engine: Engine, states: Sequence[State]) -> dict[str, Concept]:
    """Revision → the concept as it was in that state; one query for all of them."""
    with reading(engine) as session:
        found = revisions.of_digests(session, [bytes.fromhex(it.revision) for it in states])
    return {digest.hex(): canonical.read(document) for digest, document in found.items()}


def earlier(session: Session, scheme: str, concept_id: str, revision: str) -> Concept:
    """The concept as it was in that revision; NotFoundError where it never was."""
    try:
        found = changesets.document(session, bytes.fromhex(revision))
    except ValueError:
        found = None
    concept = canonical.read(found[1]) if found else None
    if concept is None or (concept.scheme, concept.id) != (scheme, concept_id):
        message = sentence(
            "%(concept)r never was in the state %(revision)r",
            concept=concept_id[:80],
            revision=revision[:80],
        )
        raise NotFoundError(message)
    return concept


def _state(row: ChangesetRow, it: ChangeRecord, where: dict[str, list[str]]) -> State:
    revision = it.revision.hex() if it.revision else ""
    return State(
        revision=revision,
        releases=tuple(where.get(revision, ())),
        changeset=row.key,
        state=row.state,
        title=row.title,
        authors=it.authors,
        at=row.decided_at if row.state == ACCEPTED else it.at,
        why=it.why,
    )


def _require_unmoved(session: Session, row: ChangesetRow, found: Sequence[ChangeRecord]) -> None:
    draft = basis(session, row.scheme)
    ids = [it.concept_id for it in found]
    held = revisions.documents_of(session, draft.key, ids, row.scheme)
    moved = [
        conflict_of(_read(it.after), _read(held.get(it.concept_id)), _read(it.before))
        for it in found
        if held.get(it.concept_id) != it.after
    ]
    if moved:
        names = ", ".join(it["notation"] or it["id"] for it in moved[:5])
        message = sentence(
            "%(names)s: changed again since changeset %(number)d, so that comes first",
            names=names,
            number=row.key,
        )
        raise EditConflictError(message, moved)


def _read(document: bytes | None) -> Concept | None:
    return canonical.read(document) if document else None
