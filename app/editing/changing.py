"""Changing concepts within a changeset: who has seen what, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import About
from app.db import audit, changesets, drafts, revisions
from app.db.changesets import OPEN, SENT_BACK
from app.editing.conflicts import shown_change
from app.editing.drafts import basis
from app.editing.protocols import require_to_change
from app.editing.standing import base_keys, require_seen, standings
from taxonomy import canonical
from taxonomy.editing.errors import EditRefusedError
from taxonomy.errors import ConflictError
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE, normalise_label, normalise_note
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.audit import Act
    from app.db.changeset_tables import ChangesetRow
    from app.db.revisions import StoredPointer
    from app.editing.records import By
    from app.editing.standing import Standing
    from taxonomy.model import Concept

__all__ = [
    "ANYTHING",
    "Edit",
    "Prepared",
    "Rows",
    "keep",
    "leave",
    "prepared",
    "put",
    "require_editable",
    "rows_of",
    "tidied",
]

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

    def fits(self, now: str) -> bool:
        """Whether the edit begins from what there is now."""
        return self.seen in (ANYTHING, now)


class Prepared(NamedTuple):
    """Edits that may be kept while the draft has that digest: what becomes of which concept, and what is told.

    `documents` are those that are new to the changeset, with whether their concepts are active;
    `acts` are of the edits that change something, and lack the number of the changeset.
    """

    scheme: str
    digest: str
    edits: Sequence[Edit]
    standing: Mapping[str, Standing]
    documents: Mapping[str, tuple[bytes, bool]]
    acts: Sequence[Act]


class Rows(NamedTuple):
    """What the record is to hold of edits: rows of changes, and the concepts (by number) whose changes end."""

    changes: Sequence[Mapping[str, object]]
    ended: Sequence[int]


def put(session: Session, changeset: ChangesetRow, edits: Sequence[Edit], by: By) -> None:
    """Keep the edits in the changeset, all of them or none; one that changes nothing is no change.

    ConflictError where the changeset is not being edited, errors as `prepared`.
    """
    require_editable(changeset)
    made = prepared(session, changeset.scheme, edits, by, into=changeset.key)
    if made.acts:
        stored = revisions.store(session, made.scheme, made.documents)
        keep(session, changeset, made.acts, rows_of(session, made, stored, by), by)


def prepared(
    session: Session, scheme: str, edits: Sequence[Edit], by: By, *, into: int | None = None
) -> Prepared:
    """The edits as they may be kept in that changeset, or in a new one; nothing is written.

    ConceptMovedError where a concept was changed since it was seen, RoleRequiredError,
    EditRefusedError for what no concept can be.
    """
    draft = basis(session, scheme)
    standing = standings(session, draft, into, [it.concept_id for it in edits])
    tidy = [replace(it, after=tidied(it.after)) if it.after else it for it in edits]
    require_seen(session, tidy, standing)
    documents, acts = {}, []
    for it in tidy:
        there = standing[it.concept_id]
        before = _read(there.base)
        require_to_change(by.actor, before, it.after)
        if it.after is None:
            _require_never_public(session, scheme, it.concept_id)
        else:
            document = canonical.write(it.after)
            if document != there.base:
                documents[it.concept_id] = document, it.after.status is Status.ACTIVE
        seen = before if there.change is None else _read(there.document)
        change = shown_change(seen, it.after)
        if change != ({}, {}):
            about = About("concept", it.concept_id, scheme)
            acts.append(
                by.actor.act(f"concept-{_ACTS[it.act]}", about, by.at, change=change, why=it.why)
            )
    return Prepared(scheme, draft.digest, tidy, standing, documents, acts)


def rows_of(session: Session, made: Prepared, stored: Mapping[str, StoredPointer], by: By) -> Rows:
    """What is to be written of the edits, whose documents are stored there; nothing is written."""
    bases = base_keys(session, basis(session, made.scheme), made.standing)
    gone = [it.concept_id for it in made.edits if it.after is None]
    numbers = revisions.concept_keys(session, made.scheme, gone) if gone else {}
    rows: list[dict[str, object]] = []
    for it in made.edits:
        there, now = made.standing[it.concept_id], stored.get(it.concept_id)
        if now is None and (it.after or there.base is None):
            continue  # it stays as it was before the changeset
        authors = there.change.authors if there.change else ()
        rows.append(
            {
                "concept_key": now.concept_key if now else numbers[it.concept_id],
                "base_key": bases.get(it.concept_id),
                "revision_key": now.revision_key if now else None,
                "act": there.change.act if there.change and it.act == "edit" else it.act,
                "authors": list(dict.fromkeys((*authors, *it.authors, by.actor.name))),
                "at": by.at,
                "why": it.why or (there.change.why if there.change else ""),
            }
        )
    ended = [it.change.concept_key for it in made.standing.values() if it.change]
    return Rows(rows, ended)


def keep(
    session: Session, changeset: ChangesetRow, acts: Sequence[Act], rows: Rows, by: By
) -> None:
    """Write edits into the changeset, and what was done into the audit."""
    for it in acts:
        it.before["changeset"] = changeset.key
    changesets.drop_changes(session, changeset.key, rows.ended)
    changesets.add_changes(session, changeset.key, rows.changes)
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
        told = (
            sentence("take it back first")
            if changeset.state == "submitted"
            else sentence("begin another one")
        )
        message = sentence(
            "changeset %(number)d is %(state)s, so nothing in it moves: %(told)s",
            number=changeset.key,
            state=changeset.state,
            told=told,
        )
        raise ConflictError(message)


def tidied(concept: Concept) -> Concept:
    """The concept with its texts as they are stored; EditRefusedError for one that is too long."""
    labels = tuple(it._replace(text=normalise_label(it.text)) for it in concept.labels)
    notes = tuple(it._replace(text=normalise_note(it.text)) for it in concept.notes)
    for longest, texts in ((LONGEST_LABEL, labels), (LONGEST_NOTE, notes)):
        for it in texts:
            if len(it.text) > longest:
                message = sentence(
                    "a text in %(lang)s has %(count)s characters; %(most)s fit",
                    lang=it.lang,
                    count=len(it.text),
                    most=longest,
                )
                raise EditRefusedError(message)
    return replace(
        concept,
        labels=tuple(it for it in labels if it.text),
        notes=tuple(it for it in notes if it.text),
    )


def _require_never_public(session: Session, scheme: str, concept_id: str) -> None:
    if drafts.was_public(session, scheme, concept_id):
        message = sentence(
            "%(concept)r was public, so it stays for ever: retire it instead",
            concept=concept_id[:80],
        )
        raise EditRefusedError(message)


def _read(document: bytes | None) -> Concept | None:
    return canonical.read(document) if document else None
