"""Merging concepts and splitting one, within a changeset: looked at first, then done by the same functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from app.db import changesets
from app.db.session import writing
from app.editing.acts import edits_of
from app.editing.changing import put
from app.editing.viewing import viewed
from taxonomy import canonical
from taxonomy.editing.beginning import created, next_notation
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.joining import Part, merged_into, split_into

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.editing.holding import Desk, Drafts
    from app.editing.records import By
    from app.editing.viewing import View
    from taxonomy.editing.fields import Field
    from taxonomy.model import Concept, Label, Note
    from taxonomy.vocabulary import Predicate

__all__ = [
    "MOST_PARTS",
    "Merger",
    "Piece",
    "Split",
    "merge",
    "merged",
    "merged_in",
    "split",
    "split_in",
    "split_up",
]

MOST_PARTS = 12
"""Into so many concepts one may be split."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """Which concept stays, which end in its favour, and of which fields another one's words stay.

    Concepts are named by id or notation. `seen` is id → the revision that was looked at; what is not
    named there may have moved.
    """

    survivor: str
    others: Sequence[str]
    taken: Mapping[Field, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one of the new concepts is called and takes over; `users` are named by id or notation, None: all."""

    labels: tuple[Label, ...]
    notes: tuple[Note, ...] = ()
    links: frozenset[tuple[Predicate, str]] = frozenset()
    users: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What a concept becomes; `seen` is the revision of it that was looked at."""

    concept: str
    pieces: Sequence[Piece]
    seen: str
    why: str = ""


def merged(view: View, asked: Merger) -> dict[str, Concept]:
    """Id → concept of all that the merger would change; EditRefusedError, ConceptNotFoundError."""
    kept = view.get(asked.survivor)
    gone = {it.id: it for it in map(view.get, asked.others)}
    if not gone or kept.id in gone:
        message = f"{kept.notation or kept.id} is merged with at least one other concept"
        raise EditRefusedError(message)
    taken = {at: view.get(it).id for at, it in asked.taken.items()}
    return merged_into(kept, list(gone.values()), view.known, taken)


def merge(desk: Desk, key: int, asked: Merger, by: By) -> list[str]:
    """The ids of what the changeset changes to merge the concepts; errors as `merged` and `put`."""
    with writing(desk.engine) as session:
        return merged_in(session, desk.drafts, changesets.hold(session, key), asked, by)


def merged_in(
    session: Session, shelf: Drafts, row: ChangesetRow, asked: Merger, by: By
) -> list[str]:
    """As `merge`, within a transaction."""
    view = viewed(session, shelf, row)
    changed = merged(view, asked)
    named = [view.get(it).id for it in (asked.survivor, *asked.others)]
    acts = dict.fromkeys(named, "merge")
    put(session, row, edits_of(changed, acts, asked.why, asked.seen), by)
    return sorted(changed)


def split_up(
    view: View, asked: Split, promised: Iterable[str] = ()
) -> tuple[dict[str, Concept], list[str]]:
    """Id → concept of all that the split would change, and the ids of the parts.

    `promised` are codes that other changesets gave away. EditRefusedError, ConceptNotFoundError.
    """
    whole = view.get(asked.concept)
    if not 2 <= len(asked.pieces) <= MOST_PARTS:
        message = f"{whole.notation or whole.id} is split into 2 to {MOST_PARTS} concepts"
        raise EditRefusedError(message)
    given, parts = list(promised), []
    for piece in asked.pieces:
        code = next_notation(whole.kind, view.known.values(), given)
        given.append(code)
        parts.append(_part(view, whole, piece, code))
    return split_into(whole, parts, view.known), [it.made.id for it in parts]


def split(desk: Desk, key: int, asked: Split, by: By) -> dict[str, Concept]:
    """Id → concept of all that the changeset changes to split one; errors as `split_up` and `put`."""
    with writing(desk.engine) as session:
        return split_in(session, desk.drafts, changesets.hold(session, key), asked, by)


def split_in(
    session: Session, shelf: Drafts, row: ChangesetRow, asked: Split, by: By
) -> dict[str, Concept]:
    """As `split`, within a transaction."""
    view = viewed(session, shelf, row)
    promised = [canonical.read(it).notation for it in changesets.promised(session, row.scheme)]
    changed, parts = split_up(view, asked, promised)
    whole = view.get(asked.concept).id
    acts = {**dict.fromkeys(parts, "create"), whole: "split"}
    put(session, row, edits_of(changed, acts, asked.why, {whole: asked.seen}), by)
    return changed


def _part(view: View, whole: Concept, piece: Piece, code: str) -> Part:
    users = (
        {it.id for it in view.known.values() if any(one.target == whole.id for one in it.links)}
        if piece.users is None
        else {view.get(it).id for it in piece.users}
    )
    return Part(
        made=created(whole.scheme, whole.kind, str(uuid4()), code),
        labels=piece.labels,
        notes=piece.notes,
        links=piece.links,
        users=frozenset(users),
    )
