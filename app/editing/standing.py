"""What there is of concepts that are about to change: in the draft, and in the changeset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.db import changesets, drafts, revisions
from app.editing.conflicts import conflict_of
from app.refusals import ConceptMovedError
from taxonomy import canonical
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.changesets import ChangeRecord
    from app.db.tables import ReleaseRow
    from app.editing.changing import Edit
    from taxonomy.model import Concept

__all__ = ["Standing", "base_keys", "require_seen", "standings"]


@dataclass(frozen=True, slots=True)
class Standing:
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


def standings(
    session: Session, draft: ReleaseRow, changeset: int | None, ids: Sequence[str]
) -> dict[str, Standing]:
    """Concept id → what there is of it, seen from that changeset, or from a new one."""
    found = changesets.changes(session, changeset, ids) if changeset else []
    changed = {it.concept_id: it for it in found}
    held = revisions.documents_of(session, draft.key, ids, draft.scheme)
    return {id: Standing(changed.get(id), held.get(id)) for id in ids}


def require_seen(session: Session, edits: Sequence[Edit], standing: Mapping[str, Standing]) -> None:
    """Return where every edit begins from what there is, or leads to it (RFC 9110 §13.1.1).

    ConceptMovedError with both versions of each other one.
    """
    moved: list[dict[str, Any]] = []
    for it in edits:
        document = standing[it.concept_id].document
        now = canonical.revision(document).hex() if document else ""
        if not it.fits(now) and (canonical.write(it.after) if it.after else None) != document:
            base = _seen(session, it.seen)
            told = conflict_of(_read(base), _read(document), it.after)
            moved.append({**told, "revision": now})
    if moved:
        names = ", ".join(it["notation"] or it["id"] for it in moved[:5])
        if len(moved) > 5:
            names = sentence("%(names)s and %(more)s more", names=names, more=len(moved) - 5)
        message = sentence(
            "%(names)s: changed since you read it; choose field by field, and save again",
            names=names,
        )
        raise ConceptMovedError(message, moved)


def base_keys(
    session: Session, draft: ReleaseRow, standing: Mapping[str, Standing]
) -> dict[str, int]:
    """Concept → the number of the revision that its change begins from, where it begins from one."""
    changes = {id: it.change for id, it in standing.items() if it.change}
    known = revisions.keys_of(session, {it.base for it in changes.values() if it.base})
    held = [id for id in standing if id not in changes]
    return drafts.revision_keys(session, draft.key, held) | {
        id: known[it.base] for id, it in changes.items() if it.base
    }


def _seen(session: Session, seen: str) -> bytes | None:
    try:
        found = changesets.document(session, bytes.fromhex(seen))
    except ValueError:
        return None
    return found[1] if found else None


def _read(document: bytes | None) -> Concept | None:
    return canonical.read(document) if document else None
