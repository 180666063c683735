"""Accepting changesets: what keeps one from coming true, and all of it or nothing in the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.auth.roles import About, Scope
from app.db import audit, changesets, drafts, proposals, revisions
from app.db.changesets import ACCEPTED, OPEN, SENT_BACK, SUBMITTED
from app.db.session import writing
from app.editing.changesets import held, told
from app.editing.changing import ANYTHING, Edit, put
from app.editing.drafts import basis, opened, require_open
from app.editing.outlooks import looked_ahead, outlook_of
from app.editing.protocols import FOUR_EYES, require_to_accept
from app.editing.records import as_changeset
from app.refusals import RoleRequiredError
from taxonomy import canonical
from taxonomy.editing.errors import EditConflictError, EditRefusedError
from taxonomy.editing.fields import Field
from taxonomy.editing.merging import merge
from taxonomy.errors import ConflictError, InvalidQueryError, NotFoundError
from taxonomy.sentences import sentence
from taxonomy.statistics import active_counts, language_coverage, retired_counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.db.changesets import ChangeRecord
    from app.db.tables import ReleaseRow
    from app.editing.holding import Desk
    from app.editing.outlooks import Outlook
    from app.editing.records import By, ChangesetRecord
    from app.editing.viewing import View
    from taxonomy.model import Concept

__all__ = ["accept", "resolve", "submit"]


def submit(desk: Desk, key: int, by: By, *, etags: tuple[str, ...] = ()) -> ChangesetRecord:
    """The changeset, with those who review.

    ConflictError where it is empty or submitted already, EditRefusedError with findings where checks
    find errors, PreconditionFailedError, NotFoundError.
    """
    by.actor.require(Scope.TRANSLATE)
    outlook_of(desk, key)  # so that it is known when others have to wait
    with writing(desk.engine) as session:
        row = held(session, key, etags)
        if row.state not in (OPEN, SENT_BACK):
            message = sentence(
                "changeset %(number)d is %(state)s: only an open one is submitted",
                number=key,
                state=row.state,
            )
            raise ConflictError(message)
        outlook, _ = looked_ahead(session, desk.drafts, row, basis(session, row.scheme))
        _require_sound(row, outlook)
        row.state, row.submitted_at, row.submitted_by = SUBMITTED, by.at, by.actor.name
        return _noted(session, row, outlook, by, "changeset-submitted")


def accept(desk: Desk, key: int, by: By, *, etags: tuple[str, ...] = ()) -> ChangesetRecord:
    """The changeset, come true in the draft: all of it, or nothing.

    Where one person is enough, an open one is accepted without being submitted. Where there is no
    draft yet, it is opened. EditConflictError where others moved its concepts, EditRefusedError with
    findings, RoleRequiredError, ConflictError, PreconditionFailedError, NotFoundError.
    """
    outlook_of(desk, key)  # as above
    with writing(desk.engine) as session:
        draft = opened(session, changesets.get(session, key).scheme, by)
        row = held(session, key, etags)
        require_open(draft)
        outlook, view = looked_ahead(session, desk.drafts, row, draft)
        _require_state(row, outlook)
        require_to_accept(by.actor, outlook.people, view.touched)
        _require_others_eyes(row, outlook, by)
        _require_sound(row, outlook)
        _require_unmoved(row, outlook)
        _apply(session, draft, row, view)
        row.state, row.decided_at, row.decided_by = ACCEPTED, by.at, by.actor.name
        row.accepted_in = draft.version
        change = {"changeset": row.key, "draft": draft.version}
        acts = [
            by.actor.act(
                "concept-accepted",
                About("concept", id, row.scheme),
                by.at,
                change=({"by": authors}, change),
                why=why,
            )
            for id, authors, why in proposals.acts(session, row.key)
        ]
        audit.record(session, *acts)
        return _noted(session, row, outlook, by, "changeset-accepted")


def resolve(
    engine: Engine, key: int, seen: tuple[str, str], mine: Mapping[str, bool], by: By
) -> ChangesetRecord:
    """The changeset, whose change of a concept begins from what the draft holds now.

    `seen` names the concept, and the revision of the change; `mine` says of each field that both
    sides changed whether ours is kept. InvalidQueryError where
    one is not decided, ConflictError where nothing is in conflict, errors as `put`.
    """
    concept_id, revision = seen
    with writing(engine) as session:
        row = changesets.hold(session, key)
        draft = basis(session, row.scheme)
        theirs = revisions.documents_of(session, draft.key, [concept_id], row.scheme)
        (change,) = changesets.changes(session, key, [concept_id]) or (None,)
        if change is None or change.after is None:
            message = sentence(
                "changeset %(number)d does not change %(concept)r",
                number=key,
                concept=concept_id[:80],
            )
            raise NotFoundError(message)
        if revision not in (ANYTHING, change.revision.hex() if change.revision else ""):
            message = sentence("the change was changed meanwhile: read it again")
            raise ConflictError(message)
        after = _chosen(change, theirs.get(concept_id), mine)
        changesets.drop_changes(session, key, [change.concept_key])
        edit = Edit(
            concept_id=concept_id,
            after=after,
            seen=ANYTHING,
            act="resolve",
            why=change.why,
            authors=change.authors,
        )
        put(session, row, [edit], by)
        row.revision += 1  # `put` does not count where the draft holds what was chosen
        return as_changeset(row, changesets.sizes(session, [key])[key])


def _chosen(change: ChangeRecord, document: bytes | None, mine: Mapping[str, bool]) -> Concept:
    own = canonical.read(change.after or b"")
    if document is None:
        return own
    base = canonical.read(change.before) if change.before else None
    found = merge(base, canonical.read(document), own)
    open_ = [str(it.field) for it in found.conflicts if str(it.field) not in mine]
    if open_:
        message = sentence(
            "say of each field whose words stay: %(fields)s", fields=", ".join(open_)
        )
        raise InvalidQueryError(message)
    return found.chosen([Field.parse(name) for name, kept in mine.items() if kept])


def _require_state(row: ChangesetRow, outlook: Outlook) -> None:
    if row.state == SUBMITTED or (row.state in (OPEN, SENT_BACK) and outlook.people < FOUR_EYES):
        return
    begun = row.state in (OPEN, SENT_BACK)
    message = sentence(
        "changeset %(number)d is %(state)s, and cannot be accepted: %(told)s",
        number=row.key,
        state=row.state,
        told=sentence("submit it first") if begun else sentence("that is over"),
    )
    raise ConflictError(message)


def _require_others_eyes(row: ChangesetRow, outlook: Outlook, by: By) -> None:
    name = by.actor.name.casefold()
    if outlook.people == FOUR_EYES and name in outlook.authors | {row.author.casefold()}:
        message = sentence(
            "four eyes: %(name)s wrote some of changeset %(number)d, so somebody else accepts it (%(change)s)",
            name=by.actor.name,
            number=row.key,
            change=tuple(sorted(outlook.kinds)),
        )
        raise RoleRequiredError(message, ("reviewer",))


def _require_sound(row: ChangesetRow, outlook: Outlook) -> None:
    if not outlook.size:
        message = sentence("changeset %(number)d changes nothing yet", number=row.key)
        raise ConflictError(message)
    if outlook.errors:
        count = len(outlook.errors)
        message = (
            sentence(
                "%(count)d errors keep changeset %(number)d from the draft",
                count=count,
                number=row.key,
            )
            if count > 1
            else sentence("1 error keeps changeset %(number)d from the draft", number=row.key)
        )
        raise EditRefusedError(message, outlook.findings)


def _require_unmoved(row: ChangesetRow, outlook: Outlook) -> None:
    if outlook.conflicts:
        names = ", ".join(it["notation"] or it["id"] for it in outlook.conflicts[:5])
        message = sentence(
            "%(count)d of the concepts of changeset %(number)d moved in the draft (%(names)s): choose field by field, and accept again",
            count=len(outlook.conflicts),
            number=row.key,
            names=names,
        )
        raise EditConflictError(message, outlook.conflicts)


def _apply(session: Session, draft: ReleaseRow, row: ChangesetRow, view: View) -> None:
    """Move the pointers of the draft, and what it says of itself."""
    drafts.take_over(session, draft.key, row.key)
    after = view.held.changed(view.changes)
    digests = {**view.held.revisions, **{id: it.revision for id, it in view.proposals.items()}}
    draft.digest = canonical.release_digest({id: it for id, it in digests.items() if it})
    draft.counts = active_counts(after)
    draft.retired = retired_counts(after)
    draft.languages = language_coverage(draft.scheme, after)


def _noted(
    session: Session, row: ChangesetRow, outlook: Outlook, by: By, act: str
) -> ChangesetRecord:
    row.revision += 1
    row.changed_at = by.at
    after = {"concepts": outlook.size, "people": outlook.people}
    told(
        session,
        row,
        act,
        by,
        why=row.reason,
        after=after | ({"draft": row.accepted_in} if row.accepted_in else {}),
    )
    return as_changeset(row, outlook.size)
