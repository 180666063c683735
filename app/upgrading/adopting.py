"""Adopting what is new in an incoming release in a changeset: a concept of ours, a name of one, links of profiles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from app.auth.roles import LANGUAGES, Scope
from app.db import mapping_sets, upgrades
from app.db.session import writing
from app.editing.acts import Beginning, begun_in
from app.editing.changesets import Purpose, begun
from app.editing.changing import ANYTHING, Edit, put
from app.editing.records import By as Editor
from app.editing.viewing import viewed
from app.upgrading.deciding import Wish, decided
from app.upgrading.linking import Codes, linked, names_of
from app.upgrading.showing import concepts_of
from taxonomy.currency import ItemKind
from taxonomy.deciding import Decision, Verb
from taxonomy.editing.beginning import created
from taxonomy.errors import InvalidQueryError
from taxonomy.mapping import Side
from taxonomy.model import Label
from taxonomy.sentences import sentence
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
    """How: as a new concept of this kind, or as another name of ours (by id or code).

    Of newly linked skills: these, by their ids; all of them where none is named.
    """

    kind: Kind | None = None
    concept: str = ""
    skills: tuple[str, ...] = ()
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
    """Decide that the item is adopted, and begin a changeset with what that makes, both or neither.

    A new concept bears the preferred labels of the incoming one; an existing one gets them as
    alternative labels. Of newly linked skills, profiles of ours get the competences (`linked`). The
    changeset is its author's to go on with. Errors as `decide`, and as those of changesets;
    InvalidQueryError for an item of another kind.
    """
    by.actor.require(Scope.EDIT)
    editor = Editor(by.actor, by.at)
    with writing(desk.engine) as session:
        upgrade = upgrades.get(session, name)
        item = upgrades.item(session, upgrade, id)
        concept = _incoming(session, upgrade, item)
        title = next(iter(_preferred(concept)), concept.id)
        ours = mapping_sets.of_number(session, upgrade.set_key).subject_scheme
        row = begun(session, ours, Purpose(f"{upgrade.name}: {title}"[:400], how.reason), editor)
        if item.kind == ItemKind.LINKED:
            made = linked(session, desk.drafts, upgrade, item, row, how.skills)
            put(session, row, made.edits, editor)
            notation = (*made.profiles, *made.begun)[0]
            told = ", ".join((*made.profiles, *made.begun)[:20])
        else:
            why = f"{concept.scheme} {upgrade.to_version}: {concept.id}"
            told = notation = _adopted(session, desk.drafts, row, (concept, how, why), editor)
        reason = f"{told}, changeset {row.key}" + (f": {how.reason}" if how.reason else "")
        wish = Wish(id=id, decision=Decision(verb=Verb.ADOPT, reason=reason), etags=etags)
        (decision,) = decided(session, name, [wish], by)
        return Adopted(item=decision, changeset=row.key, notation=notation)


def _adopted(
    session: Session,
    drafts: Drafts,
    row: ChangesetRow,
    adopted: tuple[Concept, Adoption, str],
    editor: Editor,
) -> str:
    """The code of the concept that the changeset begins, or of ours that gets the names."""
    concept, how, why = adopted
    if not how.concept:
        kind = how.kind or KINDS.get(concept.kind, Kind.SKILL)
        new = Beginning(kind=kind, id=str(uuid4()), labels=names_of(concept), why=why)
        return begun_in(session, drafts, row, new, editor).notation
    known = viewed(session, drafts, row).get(how.concept)
    edit = Edit(concept_id=known.id, after=_with_names(known, concept), seen=ANYTHING, why=why)
    put(session, row, [edit], editor)
    return known.notation


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
        message = sentence(
            "%(concept)s is no concept of %(release)s", concept=lost[0][:200], release=side.name
        )
        raise InvalidQueryError(message)
    title = f"{side.scheme} {side.version}: {len(ids):,} new concepts"
    row = begun(session, ours, Purpose(title, reason), told)
    codes = Codes.of(session, ours, viewed(session, drafts, row))
    notations, edits = dict[str, str](), list[Edit]()
    for id in ids:
        concept = held[id]
        kind = KINDS.get(concept.kind, Kind.SKILL)
        notations[id] = codes.next(kind)
        made = replace(created(ours, kind, str(uuid4()), notations[id]), labels=names_of(concept))
        why = f"{side.name}: {id}"
        edits.append(Edit(concept_id=made.id, after=made, act="create", why=why))
    put(session, row, edits, told)
    return row, notations


def _incoming(session: Session, upgrade: UpgradeRow, item: UpgradeItemRow) -> Concept:
    """The concept of the incoming release that the item is about."""
    if item.kind not in (ItemKind.NEW, ItemKind.LINKED):
        message = sentence(
            "only what is new, or newly linked, is adopted, and this is %(item)s", item=item.kind
        )
        raise InvalidQueryError(message)
    side = Side(upgrade.scheme, upgrade.to_version)
    found = concepts_of(session, side, [item.concept_id]).get(item.concept_id)
    if found is None:
        message = sentence(
            "%(concept)s is no concept of %(release)s", concept=item.concept_id, release=side.name
        )
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
