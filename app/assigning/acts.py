"""Digital skills given to profiles and taken from them, many at once, within one changeset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from app.assigning.showing import require_profile
from app.auth.roles import Scope
from app.db import changesets
from app.db.session import reading
from app.editing.acts import MOST_AT_ONCE
from app.editing.changing import Edit, put
from app.editing.targets import once_within
from app.editing.viewing import viewed
from taxonomy.editing.errors import EditRefusedError
from taxonomy.model import Link
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.editing.holding import Desk
    from app.editing.records import By
    from app.editing.targets import Into
    from app.editing.viewing import View
    from taxonomy.model import Concept

__all__ = ["Wish", "assign", "preview", "wished"]

SCHEME = "competent"


class Wish(NamedTuple):
    """The digital skills that a profile is to get and to lose, all named by id or notation.

    `seen` is the revision of the profile, in hexadecimal, that was looked at.
    """

    profile: str
    seen: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def preview(desk: Desk, key: int, wishes: Sequence[Wish]) -> list[tuple[Concept, Concept]]:
    """Each profile that the wishes would change in that changeset, before and after; errors as `wished`."""
    with reading(desk.engine) as session:
        return wished(viewed(session, desk.drafts, changesets.get(session, key)), wishes)


def assign(desk: Desk, into: Into, wishes: Sequence[Wish], by: By, *, why: str = "") -> int:
    """The number of the changeset, or of a new one for that purpose, that does this: all of it or nothing.

    A form that is sent twice does it once. Errors as `wished` and `put`: ConceptMovedError where a
    profile is not what was seen; EditRefusedError where nothing would change.
    """
    by.actor.require(Scope.EDIT)

    def act(session: Session, row: ChangesetRow) -> None:
        view = viewed(session, desk.drafts, row)
        seen = {require_profile(view, it.profile).id: it.seen for it in wishes}
        edits = [
            Edit(concept_id=after.id, after=after, seen=seen[after.id], why=why)
            for _, after in wished(view, wishes)
        ]
        if not edits:
            message = sentence("nothing is otherwise: every profile has what it is to have")
            raise EditRefusedError(message)
        put(session, row, edits, by)

    return once_within(desk.engine, SCHEME, into, by, act).key


def wished(view: View, wishes: Sequence[Wish]) -> list[tuple[Concept, Concept]]:
    """Each profile that the wishes change, before and after, in their order.

    ConceptNotFoundError, InvalidQueryError for what is no active profile, EditRefusedError for what is
    no active digital skill, for a profile that is named twice, and for more than one edit may change.
    """
    if len(wishes) > MOST_AT_ONCE:
        message = sentence(
            "%(count)s profiles at once: %(most)s go, or a file",
            count=len(wishes),
            most=MOST_AT_ONCE,
        )
        raise EditRefusedError(message)
    pairs: dict[str, tuple[Concept, Concept]] = {}
    for wish in wishes:
        before = require_profile(view, wish.profile)
        if before.id in pairs:
            message = sentence(
                "%(concept)s is named twice: say once what it is to have",
                concept=before.notation or before.id,
            )
            raise EditRefusedError(message)
        pairs[before.id] = before, _changed(view, before, wish)
    return [(before, after) for before, after in pairs.values() if before != after]


def _changed(view: View, profile: Concept, wish: Wish) -> Concept:
    gone = {found.id if (found := view.find(it)) else it for it in wish.remove}
    kept = [
        it
        for it in profile.links
        if it.predicate is not Predicate.DIGITAL_SKILL or it.target not in gone
    ]
    has = {it.target for it in kept if it.predicate is Predicate.DIGITAL_SKILL}
    more = {_skill(view, it).id for it in wish.add} - has
    new = [Link(Predicate.DIGITAL_SKILL, it) for it in more]
    return (
        replace(profile, links=(*kept, *new)) if new or len(kept) < len(profile.links) else profile
    )


def _skill(view: View, reference: str) -> Concept:
    found = view.get(reference)
    if found.kind is not Kind.DIGITAL_SKILL or found.status is not Status.ACTIVE:
        message = sentence(
            "%(concept)s is no active digital skill, so no profile gets it",
            concept=found.notation or found.id,
        )
        raise EditRefusedError(message)
    return found
