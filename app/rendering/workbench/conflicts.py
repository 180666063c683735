"""A concept that two people changed: each field with its base and both sides, and what is to be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.db import changesets, revisions
from app.db.session import reading
from app.editing.drafts import basis
from app.editing.viewing import view_of
from app.rendering.workbench.naming import name_of, shown_texts
from taxonomy import canonical
from taxonomy.editing.fields import Field, fields_of
from taxonomy.editing.merging import changed_fields, merge
from taxonomy.errors import NotFoundError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.editing.holding import Desk
    from app.editing.viewing import View
    from taxonomy.model import Concept

__all__ = ["ConflictPage", "conflict_page", "meeting"]


class Sides(NamedTuple):
    """A field with its texts: as it was, as others left it, as it is here; whether one must choose."""

    field: Field
    base: Sequence[str]
    theirs: Sequence[str]
    mine: Sequence[str]
    choice: bool


class ConflictPage(NamedTuple):
    """Where two versions of a concept meet. `seen` is the revision of mine, or that it began from."""

    key: int
    concept: Concept
    name: str
    seen: str
    now: str
    sides: Sequence[Sides]
    document: str = ""


def conflict_page(desk: Desk, key: int, concept_id: str, lang: str) -> ConflictPage:
    """What the changeset and the draft make of a concept; NotFoundError where they do not differ."""
    with reading(desk.engine) as session:
        row = changesets.get(session, key)
        (change,) = changesets.changes(session, key, [concept_id]) or (None,)
        draft = basis(session, row.scheme)
        held = revisions.documents_of(session, draft.key, [concept_id], row.scheme)
    now = held.get(concept_id)
    if change is None or change.after is None or now is None:
        message = sentence(
            "changeset %(number)d and the draft do not both change %(concept)r",
            number=key,
            concept=concept_id[:80],
        )
        raise NotFoundError(message)
    base = canonical.read(change.before) if change.before else None
    view = view_of(desk, key)
    mine, theirs = canonical.read(change.after), canonical.read(now)
    return ConflictPage(
        key,
        mine,
        name_of(mine, lang, view.find),
        change.revision.hex() if change.revision else "",
        canonical.revision(now).hex(),
        meeting(base, theirs, mine, view, lang),
    )


def meeting(
    base: Concept | None, theirs: Concept, mine: Concept, view: View, lang: str
) -> list[Sides]:
    """Every field that either side changed, in the order of editors."""
    choices = {it.field for it in merge(base, theirs, mine).conflicts}
    changed = {*changed_fields(base, theirs), *changed_fields(base, mine)}
    was, there, here = (fields_of(it) if it else {} for it in (base, theirs, mine))
    return [
        Sides(
            field,
            shown_texts(was.get(field, ()), lang, view.find),
            shown_texts(there.get(field, ()), lang, view.find),
            shown_texts(here.get(field, ()), lang, view.find),
            field in choices,
        )
        for field in sorted(changed, key=lambda it: it.order)
    ]
