"""Numbers of DigComp written down at digital skills, within one changeset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import Scope
from app.editing.changing import Edit, put
from app.editing.targets import once_within
from app.editing.viewing import viewed
from taxonomy.assigning.columns import TITLE
from taxonomy.editing.errors import EditRefusedError
from taxonomy.model import Framework
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.editing.holding import Desk
    from app.editing.records import By
    from app.editing.targets import Into
    from app.editing.viewing import View
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["Numbering", "numbered", "record_numbers"]

SCHEME = "competent"


class Numbering(NamedTuple):
    """The number that a digital skill is to bear; `seen` is its revision, in hexadecimal, that was looked at."""

    skill: str
    seen: str
    number: str


def record_numbers(  # what one act is told, and nothing else
    desk: Desk,
    into: Into,
    framework: ReleaseIndex,
    wishes: Sequence[Numbering],
    by: By,
    *,
    why: str = "",
) -> int:
    """The number of the changeset, or of a new one, in which the skills bear these numbers of that release.

    All of it or nothing; a form that is sent twice does it once. Errors as `numbered` and `put`:
    ConceptMovedError where a digital skill is not what was seen.
    """
    by.actor.require(Scope.EDIT)

    def act(session: Session, row: ChangesetRow) -> None:
        view = viewed(session, desk.drafts, row)
        seen = {view.get(it.skill).id: it.seen for it in wishes}
        edits = [
            Edit(concept_id=after.id, after=after, seen=seen[after.id], why=why)
            for _, after in numbered(view, framework, wishes)
        ]
        if not edits:
            message = sentence("nothing is otherwise: every digital skill bears what it is to bear")
            raise EditRefusedError(message)
        put(session, row, edits, by)

    return once_within(desk.engine, SCHEME, into, by, act).key


def numbered(
    view: View, framework: ReleaseIndex, wishes: Sequence[Numbering]
) -> list[tuple[Concept, Concept]]:
    """Each digital skill that would bear another number, before and after, in their order.

    ConceptNotFoundError; EditRefusedError for what is no active digital skill, for one that is named
    twice, and for a number that the release does not have.
    """
    known = {it.notation for it in framework.listed(Kind.DIGITAL_COMPETENCE)}
    version = framework.release.version
    pairs: dict[str, tuple[Concept, Concept]] = {}
    for wish in wishes:
        before = view.get(wish.skill)
        if before.kind is not Kind.DIGITAL_SKILL or before.status is not Status.ACTIVE:
            message = sentence(
                "%(concept)s is no active digital skill", concept=before.notation or before.id
            )
            raise EditRefusedError(message)
        if before.id in pairs:
            message = sentence(
                "%(concept)s is named twice: say once which number it bears",
                concept=before.notation or before.id,
            )
            raise EditRefusedError(message)
        if wish.number not in known:
            message = sentence(
                "%(framework)s %(version)s has no competence %(number)r",
                framework=TITLE,
                version=version,
                number=wish.number[:40],
            )
            raise EditRefusedError(message)
        place = Framework(TITLE, version, wish.number)
        pairs[before.id] = before, replace(before, framework=place)
    return [(before, after) for before, after in pairs.values() if before != after]
