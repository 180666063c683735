"""What editors do to competence sets within a changeset: begin, name, fill, and assign to profiles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.auth.roles import Scope
from app.db import changesets
from app.db.session import writing
from app.editing.acts import MOST_AT_ONCE, Beginning, begun_in
from app.editing.changesets import Purpose, begun
from app.editing.changing import ANYTHING, Edit, put, tidied
from app.editing.drafts import basis
from app.editing.viewing import View, viewed
from taxonomy import canonical
from taxonomy.checks.fitting import fits
from taxonomy.editing.bulk import with_link, without_link
from taxonomy.editing.errors import EditRefusedError
from taxonomy.errors import ConceptNotFoundError
from taxonomy.model import Label, Link, Note
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.editing.holding import Desk
    from app.editing.records import By
    from taxonomy.model import Concept

__all__ = ["Assignment", "SetChange", "Target", "assign", "assigned", "begin_set", "change_set"]

SCHEME = "competent"
_LONGEST_TITLE = 200
"""Characters of a changeset's title that is taken from the set; a longer label is refused by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The changeset that takes the change, None for a new one under this title, and why.

    `once` marks the form that was sent: sent twice, it does everything once.
    """

    key: int | None = None
    title: str = ""
    why: str = ""
    once: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChange:
    """What becomes of a set: texts by language ("" takes one away), members to add and to remove.

    Members are named by id or code.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    disambiguators: Mapping[str, str] = field(default_factory=dict)
    add: Sequence[str] = ()
    remove: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Profiles, by id or code, that are to carry a set, and those that are to carry it no more.

    `seen` names the revisions that were looked at; a profile that is not in it may be as it is.
    """

    add: Sequence[str] = ()
    remove: Sequence[str] = ()
    seen: Mapping[str, str] = field(default_factory=dict)


def begin_set(
    desk: Desk, target: Target, id: str, change: SetChange, profiles: Sequence[str], by: By
) -> tuple[int, Concept]:
    """The changeset with a new set of that id, its names, members and profiles, and the set: all or nothing.

    Where it is there already, because the form was sent twice, nothing more is done.
    Errors as `put`, NotFoundError; EditRefusedError for a set without a short label, for what no
    member can be, and for profiles that are none.
    """
    by.actor.require(Scope.EDIT)
    labels = {lang: text for lang, text in change.labels.items() if text.strip()}
    if not labels:
        message = sentence("a set needs a short label in at least one language")
        raise EditRefusedError(message)
    with writing(desk.engine) as session:
        row = (
            _begun(session, target, next(iter(labels.values())), by)
            if target.key is None
            else changesets.hold(session, target.key)
        )
        known = viewed(session, desk.drafts, row).find(id)
        if known is not None:
            return row.key, known
        named = tuple(Label(lang, LabelType.PREFERRED, text) for lang, text in labels.items())
        new = Beginning(kind=Kind.COMPETENCE_SET, id=id, labels=named, why=target.why)
        made = begun_in(session, desk.drafts, row, new, by)
        view = viewed(session, desk.drafts, row)
        after = _changed(view, view.get(made.id), replace(change, labels={}))
        pairs = assigned(view, after, Assignment(add=profiles))
        edits = [_edit(after, ANYTHING, target), *_edits(pairs, {}, target)]
        put(session, row, edits, by)
        return row.key, after


def change_set(
    desk: Desk, target: Target, ended: tuple[str, str], change: SetChange, by: By
) -> tuple[int, Concept]:
    """The changeset with the set (id or code, and the revision that was seen) as it is to be, and the set.

    Errors as `put`, ConceptNotFoundError, NotFoundError, EditRefusedError.
    """
    by.actor.require(Scope.EDIT)
    reference, seen = ended
    with writing(desk.engine) as session:
        row, view, before = _opened(session, desk, target, reference, by)
        after = _changed(view, before, change)
        if tidied(after) == before and seen in (ANYTHING, _revision(before)):
            message = sentence("nothing of %(concept)s would be otherwise", concept=before.notation)
            raise EditRefusedError(message)
        put(session, row, [_edit(after, seen, target)], by)
        return row.key, after


def assign(
    desk: Desk, target: Target, reference: str, assignment: Assignment, by: By
) -> tuple[int, list[Concept]]:
    """The changeset in which these profiles carry the set, or carry it no more; and those that it changes.

    ConceptMovedError where one of them was changed since it was seen; errors as `change_set`.
    """
    by.actor.require(Scope.EDIT)
    with writing(desk.engine) as session:
        row, view, set_ = _opened(session, desk, target, reference, by)
        pairs = assigned(view, set_, assignment)
        if not pairs and not _sent_again(target, row):
            message = sentence(
                "no profile would be otherwise: name those that are to carry %(concept)s, or to lose it",
                concept=set_.notation,
            )
            raise EditRefusedError(message)
        put(session, row, _edits(pairs, assignment.seen, target), by)
        return row.key, [after for _, after in pairs]


def assigned(view: View, set_: Concept, assignment: Assignment) -> list[tuple[Concept, Concept]]:
    """Each profile that the assignment changes, before and after.

    ConceptNotFoundError; EditRefusedError for what is no active profile, and for too many at once.
    """
    adding = _found(view, assignment.add, {Kind.PROFILE})
    removing = _found(view, assignment.remove, {Kind.PROFILE})
    both = [it.notation for it in adding if it in removing]
    if both:
        message = sentence(
            "%(concept)s cannot be given the set and lose it at once", concept=both[0]
        )
        raise EditRefusedError(message)
    if len(adding) + len(removing) > MOST_AT_ONCE:
        message = sentence(
            "%(count)s profiles at once: %(most)s go",
            count=len(adding) + len(removing),
            most=MOST_AT_ONCE,
        )
        raise EditRefusedError(message)
    changed = with_link(adding, Predicate.COMPETENCE_SET, set_.id)
    changed |= without_link(removing, Predicate.COMPETENCE_SET, set_.id)
    return [(it, changed[it.id]) for it in (*adding, *removing) if it.id in changed]


def _opened(
    session: Session, desk: Desk, target: Target, reference: str, by: By
) -> tuple[ChangesetRow, View, Concept]:
    """The changeset, held to be changed, what its editors see, and the set; a new one is called as the set is."""
    if target.key is not None:
        row = changesets.hold(session, target.key)
        view = viewed(session, desk.drafts, row)
        return row, view, _set(view, reference)
    draft = View(desk.drafts.held(session, basis(session, SCHEME)), {})
    row = _begun(session, target, _name(_set(draft, reference)), by)
    view = viewed(session, desk.drafts, row)
    return row, view, _set(view, reference)


def _begun(session: Session, target: Target, title: str, by: By) -> ChangesetRow:
    named = target.title.strip() or title[:_LONGEST_TITLE]
    return begun(session, SCHEME, Purpose(named, target.why, once=target.once), by)


def _set(view: View, reference: str) -> Concept:
    found = view.get(reference)
    if found.kind is not Kind.COMPETENCE_SET:
        message = sentence("%(reference)r is no competence set", reference=reference[:200])
        raise ConceptNotFoundError(message)
    if found.status is Status.RETIRED:
        message = sentence("%(concept)s is retired: bring it back first", concept=found.notation)
        raise EditRefusedError(message)
    return found


def _changed(view: View, set_: Concept, change: SetChange) -> Concept:
    """The set as it is to be."""
    kept = {it for it in set_.targets(Predicate.MEMBER) if it not in _ids(view, change.remove)}
    kinds = {it for it in Kind if fits(Kind.COMPETENCE_SET, Predicate.MEMBER, it)}
    added = [it.id for it in _found(view, change.add, kinds) if it.id not in kept]
    links = [it for it in set_.links if it.predicate is not Predicate.MEMBER or it.target in kept]
    return replace(
        set_,
        labels=_labels(set_, change.labels),
        notes=_notes(set_, change.disambiguators),
        links=(*links, *(Link(Predicate.MEMBER, it) for it in added)),
    )


def _labels(set_: Concept, texts: Mapping[str, str]) -> tuple[Label, ...]:
    """A label keeps its id where the source gives it one."""
    kept, known = [], {}
    for it in set_.labels:
        if it.type is LabelType.PREFERRED and it.lang in texts:
            known[it.lang] = it
        else:
            kept.append(it)
    for lang, text in texts.items():
        if text.strip():
            new = Label(lang, LabelType.PREFERRED, text)
            kept.append(known.get(lang, new)._replace(text=text))
    return tuple(kept)


def _notes(set_: Concept, texts: Mapping[str, str]) -> tuple[Note, ...]:
    kept = [
        it for it in set_.notes if it.type is not NoteType.DISAMBIGUATOR or it.lang not in texts
    ]
    told = [(lang, text) for lang, text in texts.items() if text.strip()]
    return (*kept, *(Note(lang, NoteType.DISAMBIGUATOR, text) for lang, text in told))


def _not_taken(concept: Concept, name: str) -> str:
    if concept.status is Status.RETIRED:
        return sentence("%(concept)s cannot be taken: it is retired", concept=name)
    return sentence(
        "%(concept)s cannot be taken: it is a %(kind)s", concept=name, kind=concept.kind
    )


def _ids(view: View, references: Iterable[str]) -> set[str]:
    """The ids that are meant; what nobody knows may be an id that leads nowhere, and can be removed."""
    return {found.id if (found := view.find(it)) else it for it in references}


def _found(view: View, references: Sequence[str], kinds: set[Kind]) -> list[Concept]:
    """The active concepts of these ids or codes, each once; ConceptNotFoundError, EditRefusedError."""
    found = []
    for it in dict.fromkeys(references):
        concept = view.get(it)
        if concept.kind not in kinds or concept.status is Status.RETIRED:
            raise EditRefusedError(_not_taken(concept, concept.notation or concept.id))
        found.append(concept)
    return list({it.id: it for it in found}.values())


def _edits(
    pairs: Iterable[tuple[Concept, Concept]], seen: Mapping[str, str], target: Target
) -> list[Edit]:
    return [_edit(after, seen.get(after.id, ANYTHING), target) for _, after in pairs]


def _edit(after: Concept, seen: str, target: Target) -> Edit:
    return Edit(concept_id=after.id, after=after, seen=seen, why=target.why)


def _sent_again(target: Target, row: ChangesetRow) -> bool:
    """Whether the form that begins the changeset was sent before, and has done what it does."""
    return target.key is None and bool(target.once) and row.revision > 1


def _revision(concept: Concept) -> str:
    return canonical.revision(canonical.write(concept)).hex()


def _name(set_: Concept) -> str:
    """What a changeset about the set is called."""
    return f"{set_.notation} {next(iter(set_.pref_labels().values()), '')}".strip()
