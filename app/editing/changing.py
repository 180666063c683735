"""Changing concepts within a changeset: who has seen what, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.auth.roles import About
from app.db import audit, changesets, drafts, revisions
from app.db.changesets import OPEN, SENT_BACK
from app.editing.conflicts import conflict_of, shown_change
from app.editing.drafts import basis
from app.editing.protocols import require_to_change
from app.refusals import ConceptMovedError
from taxonomy import canonical
from taxonomy.editing.errors import EditRefusedError
from taxonomy.errors import ConflictError
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE, normalise_label, normalise_note
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.db.changesets import ChangeRecord
    from app.db.tables import ReleaseRow
    from app.editing.records import By
    from taxonomy.model import Concept

__all__ = ["ANYTHING", "Edit", "leave", "put", "require_editable", "tidied"]

ANYTHING = "*"
"""What stands for any revision: the edit does not mind what others have made of the concept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a concept is to become; None: nothing, which only one may that was never public.

    `seen` is the revision, in hexadecimal, that was looked at: of the changeset where it changes the
    concept already, else of the draft; empty where there was none. `authors` are others who wrote it.
    """

    concept_id: str
    after: Concept | None
    seen: str = ""
    act: str = "edit"
    why: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Standing:
    """What there is of a concept: its change in this changeset, and what the draft holds."""

    change: ChangeRecord | None
    held: bytes | None

    @property
    def document(self) -> bytes | None:
        """What an editor of this changeset sees."""
        return self.change.after if self.change else self.held

    @property
    def base(self) -> bytes | None:
        """What the change begins from."""
        return self.change.before if self.change else self.held


def put(session: Session, changeset: ChangesetRow, edits: Sequence[Edit], by: By) -> None:
    """Keep the edits in the changeset, all of them or none; one that changes nothing is no change.

    ConflictError where the changeset is not being edited, ConceptMovedError where a concept was
    changed since it was seen, RoleRequiredError, EditRefusedError for what no concept can be.
    """
    require_editable(changeset)
    row = basis(session, changeset.scheme)
    standing = _standing(session, changeset, row, [it.concept_id for it in edits])
    tidy = [replace(it, after=tidied(it.after)) if it.after else it for it in edits]
    _require_seen(session, tidy, standing)
    acts = []
    for it in tidy:
        before = _read(standing[it.concept_id].base)
        require_to_change(by.actor, before, it.after)
        if it.after is None:
            _require_never_public(session, changeset.scheme, it.concept_id)
        seen = _read(standing[it.concept_id].document)
        change = shown_change(seen, it.after)
        if change != ({}, {}):
            about = About("concept", it.concept_id, changeset.scheme)
            told = ({**change[0], "changeset": changeset.key}, change[1])
            acts.append(
                by.actor.act(f"concept-{_ACTS[it.act]}", about, by.at, change=told, why=it.why)
            )
    if acts:
        _keep(session, changeset, row, tidy, standing, by)
        audit.record(session, *acts)
        changeset.revision += 1
        changeset.changed_at = by.at


_ACTS = {
    "create": "created",
    "edit": "edited",
    "import": "imported",
    "merge": "merged",
    "resolve": "resolved",
    "restore": "restored",
    "retire": "retired",
    "split": "split",
    "undo": "undone",
}
"""What is done to a concept, and how the audit calls it."""


def leave(session: Session, changeset: ChangesetRow, concept_ids: Sequence[str], by: By) -> None:
    """Let the changeset leave these concepts as the draft holds them; ConflictError as `put`."""
    require_editable(changeset)
    found = changesets.changes(session, changeset.key, concept_ids)
    for it in found:
        require_to_change(by.actor, _read(it.before), _read(it.after))
    changesets.drop_changes(session, changeset.key, [it.concept_key for it in found])
    acts = [
        by.actor.act(
            "concept-left",
            About("concept", it.concept_id, changeset.scheme),
            by.at,
            change=shown_change(_read(it.after), _read(it.before)),
        )
        for it in found
    ]
    audit.record(session, *acts)
    changeset.revision += 1
    changeset.changed_at = by.at


def require_editable(changeset: ChangesetRow) -> None:
    """Return where concepts may be changed in it; ConflictError says what to do first."""
    if changeset.state not in (OPEN, SENT_BACK):
        told = "take it back first" if changeset.state == "submitted" else "begin another one"
        message = f"changeset {changeset.key} is {changeset.state}, so nothing in it moves: {told}"
        raise ConflictError(message)


def tidied(concept: Concept) -> Concept:
    """The concept with its texts as they are stored; EditRefusedError for one that is too long."""
    labels = tuple(it._replace(text=normalise_label(it.text)) for it in concept.labels)
    notes = tuple(it._replace(text=normalise_note(it.text)) for it in concept.notes)
    for longest, texts in ((LONGEST_LABEL, labels), (LONGEST_NOTE, notes)):
        for it in texts:
            if len(it.text) > longest:
                message = f"a text in {it.lang} has {len(it.text):,} characters; {longest:,} fit"
                raise EditRefusedError(message)
    return replace(
        concept,
        labels=tuple(it for it in labels if it.text),
        notes=tuple(it for it in notes if it.text),
    )


def _standing(
    session: Session, changeset: ChangesetRow, row: ReleaseRow, ids: Sequence[str]
) -> dict[str, _Standing]:
    changed = {it.concept_id: it for it in changesets.changes(session, changeset.key, ids)}
    held = revisions.documents_of(session, row.key, ids, changeset.scheme)
    return {id: _Standing(changed.get(id), held.get(id)) for id in ids}


def _require_seen(
    session: Session, edits: Sequence[Edit], standing: Mapping[str, _Standing]
) -> None:
    """Return where every edit begins from what there is, or leads to it (RFC 9110 §13.1.1)."""
    moved: list[dict[str, Any]] = []
    for it in edits:
        document = standing[it.concept_id].document
        now = canonical.revision(document).hex() if document else ""
        then = canonical.write(it.after) if it.after else None
        if it.seen not in (ANYTHING, now) and then != document:
            base = _seen(session, it.seen)
            told = conflict_of(_read(base), _read(document), it.after)
            moved.append({**told, "revision": now})
    if moved:
        names = ", ".join(it["notation"] or it["id"] for it in moved[:5])
        more = f" and {len(moved) - 5:,} more" if len(moved) > 5 else ""
        message = f"{names}{more}: changed since you read it; choose field by field, and save again"
        raise ConceptMovedError(message, moved)


def _seen(session: Session, seen: str) -> bytes | None:
    try:
        found = changesets.document(session, bytes.fromhex(seen))
    except ValueError:
        return None
    return found[1] if found else None


def _require_never_public(session: Session, scheme: str, concept_id: str) -> None:
    if drafts.was_public(session, scheme, concept_id):
        message = f"{concept_id[:80]!r} was public, so it stays for ever: retire it instead"
        raise EditRefusedError(message)


def _read(document: bytes | None) -> Concept | None:
    return canonical.read(document) if document else None


def _keep(
    session: Session,
    changeset: ChangesetRow,
    row: ReleaseRow,
    edits: Sequence[Edit],
    standing: Mapping[str, _Standing],
    by: By,
) -> None:
    documents = {
        it.concept_id: (canonical.write(it.after), it.after.status is Status.ACTIVE)
        for it in edits
        if it.after
    }
    stored = revisions.store(session, changeset.scheme, documents)
    bases = _base_keys(session, row, standing)
    few = list(standing) if len(standing) <= revisions.CHUNK else None
    numbers = revisions.concept_keys(session, changeset.scheme, few)
    rows, same = [], []
    for it in edits:
        there, now = standing[it.concept_id], documents.get(it.concept_id)
        if (now[0] if now else None) == there.base:
            same.append(numbers[it.concept_id])
            continue
        authors = there.change.authors if there.change else ()
        rows.append(
            {
                "concept_key": numbers[it.concept_id],
                "base_key": bases.get(it.concept_id),
                "revision_key": stored[it.concept_id].revision_key if now else None,
                "act": there.change.act if there.change and it.act == "edit" else it.act,
                "authors": list(dict.fromkeys((*authors, *it.authors, by.actor.name))),
                "at": by.at,
                "why": it.why or (there.change.why if there.change else ""),
            }
        )
    changesets.put_changes(session, changeset.key, rows)
    changesets.drop_changes(session, changeset.key, same)


def _base_keys(
    session: Session, row: ReleaseRow, standing: Mapping[str, _Standing]
) -> dict[str, int]:
    """Concept → the number of the revision that its change begins from."""
    found = drafts.revision_keys(session, row.key, list(standing))
    for id, it in standing.items():
        if it.change:
            known = changesets.document(session, it.change.base) if it.change.base else None
            if known:
                found[id] = known[0]
            else:
                found.pop(id, None)
    return found
