"""Merging concepts and splitting one, within a changeset: looked at first, then done by the same functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from app.db import changesets
from app.db.session import writing
from app.editing.acts import edits_of
from app.editing.changing import put
from app.editing.viewing import viewed
from taxonomy import canonical
from taxonomy.editing.beginning import created, next_notations
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.items import lost
from taxonomy.editing.joining import Choice, choices, merged_into
from taxonomy.editing.splitting import Part, split_into
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.editing.holding import Desk, Drafts
    from app.editing.records import By
    from app.editing.viewing import View
    from taxonomy.editing.fields import Field
    from taxonomy.editing.items import Item, Lost
    from taxonomy.findings import Finding
    from taxonomy.model import Concept, Label, Notation, Note
    from taxonomy.vocabulary import Predicate

__all__ = [
    "MOST_PARTS",
    "Joint",
    "Merger",
    "Piece",
    "Split",
    "choices_of",
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
    """Which concept stays, which end in its favour, of which fields another one's words stay, what is left out.

    Concepts are named by id or notation, but those of `without` by id. `seen` is id → the revision
    that was looked at; what is not named there may have moved.
    """

    survivor: str
    others: Sequence[str]
    taken: Mapping[Field, str] = field(default_factory=dict)
    without: frozenset[Item] = frozenset()
    seen: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one of the new concepts is called and takes over.

    `users` are named by id or notation. None stands for all users, codes, or collections of the whole.
    """

    labels: tuple[Label, ...]
    notes: tuple[Note, ...] = ()
    links: frozenset[tuple[Predicate, str]] = frozenset()
    notations: tuple[Notation, ...] | None = None
    collections: tuple[str, ...] | None = None
    users: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What a concept becomes; `seen` is the revision of it that was looked at."""

    concept: str
    pieces: Sequence[Piece]
    seen: str
    why: str = ""


class Joint(NamedTuple):
    """What a merger or a split leads to.

    `changed` is id → concept of all that changes, `first` the ids that it is about, `lost` what of
    them goes nowhere.
    """

    changed: Mapping[str, Concept]
    first: Sequence[str]
    lost: Sequence[Lost]

    def findings(self, view: View) -> list[Finding]:
        """What checks find of what changes, and elsewhere because of it."""
        return view.held.findings_of({**view.changes, **self.changed})


def choices_of(view: View, asked: Merger) -> list[Item]:
    """What goes on in the merger unless it is left out; errors as `merged`."""
    kept, gone, taken = _meant(view, asked)
    return choices(kept, gone, view.known, taken)


def merged(view: View, asked: Merger) -> Joint:
    """What the merger would lead to; EditRefusedError, ConceptNotFoundError."""
    kept, gone, taken = _meant(view, asked)
    known = view.known
    changed = merged_into(kept, gone, known, Choice(taken=taken, without=asked.without))
    ended = {it.id: it for it in gone}
    first = [kept.id, *ended]
    told = lost({kept.id: kept, **ended}, [kept.id], known, {**known, **changed})
    return Joint(changed, first, told)


def merge(desk: Desk, key: int, asked: Merger, by: By) -> Joint:
    """What the changeset changes to merge the concepts; errors as `merged` and `put`."""
    with writing(desk.engine) as session:
        return merged_in(session, desk.drafts, changesets.hold(session, key), asked, by)


def merged_in(session: Session, shelf: Drafts, row: ChangesetRow, asked: Merger, by: By) -> Joint:
    """As `merge`, within a transaction."""
    found = merged(viewed(session, shelf, row), asked)
    acts = dict.fromkeys(found.first, "merge")
    put(session, row, edits_of(found.changed, acts, asked.why, asked.seen), by)
    return found


def split_up(view: View, asked: Split, promised: Iterable[str] = ()) -> Joint:
    """What the split would lead to, first the whole and its parts; EditRefusedError, ConceptNotFoundError.

    `promised` are codes that other changesets gave away.
    """
    whole = view.get(asked.concept)
    if not 2 <= len(asked.pieces) <= MOST_PARTS:
        message = sentence(
            "%(concept)s is split into 2 to %(most)s concepts",
            concept=whole.notation or whole.id,
            most=MOST_PARTS,
        )
        raise EditRefusedError(message)
    known = view.known
    codes = next_notations([whole.kind] * len(asked.pieces), known.values(), promised)
    parts = [
        _part(view, whole, piece, code) for piece, code in zip(asked.pieces, codes, strict=True)
    ]
    changed = split_into(whole, parts, known)
    heirs = [it.made.id for it in parts]
    told = lost({whole.id: whole}, heirs, known, {**known, **changed})
    return Joint(changed, [whole.id, *heirs], told)


def split(desk: Desk, key: int, asked: Split, by: By) -> Joint:
    """What the changeset changes to split a concept; errors as `split_up` and `put`."""
    with writing(desk.engine) as session:
        return split_in(session, desk.drafts, changesets.hold(session, key), asked, by)


def split_in(session: Session, shelf: Drafts, row: ChangesetRow, asked: Split, by: By) -> Joint:
    """As `split`, within a transaction."""
    view = viewed(session, shelf, row)
    promised = [canonical.read(it).notation for it in changesets.promised(session, row.scheme)]
    found = split_up(view, asked, promised)
    whole, *parts = found.first
    acts = {**dict.fromkeys(parts, "create"), whole: "split"}
    put(session, row, edits_of(found.changed, acts, asked.why, {whole: asked.seen}), by)
    return found


def _meant(view: View, asked: Merger) -> tuple[Concept, list[Concept], dict[Field, str]]:
    """The concept that stays, those that end, and field → id of whose words stay."""
    kept = view.get(asked.survivor)
    gone = {it.id: it for it in map(view.get, asked.others)}
    if not gone or kept.id in gone:
        message = sentence(
            "%(concept)s is merged with at least one other concept",
            concept=kept.notation or kept.id,
        )
        raise EditRefusedError(message)
    return kept, [*gone.values()], {at: view.get(it).id for at, it in asked.taken.items()}


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
        notations=whole.notations if piece.notations is None else piece.notations,
        collections=whole.collections if piece.collections is None else piece.collections,
        users=frozenset(users),
    )
