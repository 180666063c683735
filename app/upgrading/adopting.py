"""Adopting what is new in an incoming release: a concept of ours, or a name of one, in a changeset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from app.auth.roles import LANGUAGES, Scope
from app.db import changesets, mapping_sets, upgrades
from app.db.session import writing
from app.editing.acts import Beginning, begun_in
from app.editing.changesets import Purpose, begun
from app.editing.changing import ANYTHING, Edit, put
from app.editing.records import By as Editor
from app.editing.viewing import viewed
from app.upgrading.deciding import Wish, decided
from app.upgrading.showing import concepts_of
from taxonomy import canonical
from taxonomy.currency import ItemKind
from taxonomy.deciding import Decision, Verb
from taxonomy.editing.beginning import created, next_notation
from taxonomy.errors import InvalidQueryError
from taxonomy.mapping import Side
from taxonomy.model import Label
from taxonomy.vocabulary import Kind, LabelType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.db.upgrade_tables import UpgradeItemRow, UpgradeRow
    from app.editing.holding import Desk, Drafts
    from app.upgrading.deciding import By
    from app.upgrading.records import ItemRecord
    from taxonomy.model import Concept

__all__ = ["KINDS", "Adopted", "Adoption", "adopt", "adopted_many"]

KINDS = {
    Kind.OCCUPATION: Kind.PROFILE,
    Kind.SKILL: Kind.SKILL,
    Kind.KNOWLEDGE: Kind.KNOWLEDGE,
}
"""What a concept of ESCO becomes with us, where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """How: as a new concept of this kind, or as another name of ours (by id or code)."""

    kind: Kind | None = None
    concept: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """The item as it stands, and the number of the changeset that holds the concept, by its code."""

    item: ItemRecord
    changeset: int
    notation: str


def adopt(
    desk: Desk, name: str, id: str, how: Adoption, by: By, *, etags: tuple[str, ...] = ()
) -> Adopted:
    """Decide that the new concept is adopted, and begin a changeset with it, both or neither.

    A new concept bears the preferred labels of the incoming one; an existing one gets them as
    alternative labels. The changeset is its author's to go on with. Errors as `decide`, and as
    those of changesets; InvalidQueryError for an item of another kind.
    """
    by.actor.require(Scope.EDIT)
    editor = Editor(by.actor, by.at)
    with writing(desk.engine) as session:
        upgrade = upgrades.get(session, name)
        concept = _incoming(session, upgrade, upgrades.item(session, upgrade, id))
        title = next(iter(_preferred(concept)), concept.id)
        why = f"{concept.scheme} {upgrade.to_version}: {concept.id}"
        ours = mapping_sets.of_number(session, upgrade.set_key).subject_scheme
        row = begun(session, ours, Purpose(f"{upgrade.name}: {title}"[:400], how.reason), editor)
        if how.concept:
            known = viewed(session, desk.drafts, row).get(how.concept)
            after = _with_names(known, concept)
            put(
                session,
                row,
                [Edit(concept_id=known.id, after=after, seen=ANYTHING, why=why)],
                editor,
            )
            notation = known.notation
        else:
            kind = how.kind or KINDS.get(concept.kind, Kind.SKILL)
            new = Beginning(kind=kind, id=str(uuid4()), labels=_names(concept), why=why)
            notation = begun_in(session, desk.drafts, row, new, editor).notation
        reason = f"{notation}, changeset {row.key}" + (f": {how.reason}" if how.reason else "")
        wish = Wish(id=id, decision=Decision(verb=Verb.ADOPT, reason=reason), etags=etags)
        (item,) = decided(session, name, [wish], by)
        return Adopted(item=item, changeset=row.key, notation=notation)


def adopted_many(
    session: Session,
    drafts: Drafts,
    upgrade: UpgradeRow,
    ids: Sequence[str],
    told: Editor,
    reason: str,
) -> tuple[ChangesetRow, dict[str, str]]:
    """A changeset with a new concept for each of these concepts of the incoming release, and concept id → code.

    InvalidQueryError where one of them is no concept there.
    """
    ours = mapping_sets.of_number(session, upgrade.set_key).subject_scheme
    side = Side(upgrade.scheme, upgrade.to_version)
    held = concepts_of(session, side, ids)
    lost = [it for it in ids if it not in held]
    if lost:
        message = f"{lost[0][:200]} is no concept of {side.name}"
        raise InvalidQueryError(message)
    title = f"{side.scheme} {side.version}: {len(ids):,} new concepts"
    row = begun(session, ours, Purpose(title, reason), told)
    taxonomy = viewed(session, drafts, row).held.taxonomy
    promised = [canonical.read(it).notation for it in changesets.promised(session, ours)]
    notations, edits = dict[str, str](), list[Edit]()
    for id in ids:
        concept = held[id]
        kind = KINDS.get(concept.kind, Kind.SKILL)
        notations[id] = next_notation(kind, taxonomy, promised)
        promised.append(notations[id])
        made = replace(created(ours, kind, str(uuid4()), notations[id]), labels=_names(concept))
        why = f"{side.name}: {id}"
        edits.append(Edit(concept_id=made.id, after=made, act="create", why=why))
    put(session, row, edits, told)
    return row, notations


def _names(concept: Concept) -> tuple[Label, ...]:
    """What a new concept of ours is called: the preferred labels of the incoming one."""
    return tuple(
        Label(lang, LabelType.PREFERRED, text)
        for lang, text in concept.pref_labels().items()
        if lang in LANGUAGES
    )


def _incoming(session: Session, upgrade: UpgradeRow, item: UpgradeItemRow) -> Concept:
    """The concept of the incoming release that the item is about."""
    if item.kind != ItemKind.NEW:
        message = f"only what is new is adopted as a concept, and this is {item.kind}"
        raise InvalidQueryError(message)
    side = Side(upgrade.scheme, upgrade.to_version)
    found = concepts_of(session, side, [item.concept_id]).get(item.concept_id)
    if found is None:
        message = f"{item.concept_id} is no concept of {side.name}"
        raise InvalidQueryError(message)
    return found


def _preferred(concept: Concept) -> list[str]:
    labels = concept.pref_labels()
    return [labels[it] for it in LANGUAGES if it in labels]


def _with_names(known: Concept, incoming: Concept) -> Concept:
    """Ours with the names of the incoming one that it does not bear yet."""
    held = {(it.lang, it.text.casefold()) for it in known.labels}
    fresh = [
        Label(lang, LabelType.ALTERNATIVE, text)
        for lang, text in incoming.pref_labels().items()
        if lang in LANGUAGES and (lang, text.casefold()) not in held
    ]
    return replace(known, labels=(*known.labels, *fresh))
