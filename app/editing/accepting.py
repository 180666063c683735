"""Accepting changesets: what keeps one from coming true, and all of it or nothing in the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.auth.roles import About, Scope
from app.db import audit, changesets, drafts, revisions
from app.db.changesets import ACCEPTED, OPEN, SENT_BACK, SUBMITTED
from app.db.revisions import StoredPointer
from app.db.session import reading, writing
from app.editing.changesets import held, told
from app.editing.changing import ANYTHING, Edit, put
from app.editing.conflicts import conflict_of
from app.editing.drafts import basis, opened, require_open
from app.editing.frozen import frozen_findings
from app.editing.protocols import FOUR_EYES, needed, require_to_accept
from app.editing.records import as_changeset
from app.refusals import RoleRequiredError
from taxonomy import canonical
from taxonomy.editing.errors import EditConflictError, EditRefusedError
from taxonomy.editing.fields import Field
from taxonomy.editing.merging import merge
from taxonomy.errors import ConflictError, InvalidQueryError, NotFoundError
from taxonomy.findings import Severity
from taxonomy.statistics import active_counts, language_coverage, retired_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.db.changesets import ChangeRecord
    from app.db.tables import ReleaseRow
    from app.editing.holding import Desk, Drafts, Held
    from app.editing.records import By, ChangesetRecord
    from taxonomy.findings import Finding
    from taxonomy.model import Concept

__all__ = ["Outlook", "accept", "conflicts_of", "outlook_of", "resolve", "submit"]

_Pair = tuple["Concept | None", "Concept | None"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of a changeset: its pairs, findings, conflicts, and how many people it needs for what."""

    changes: tuple[ChangeRecord, ...]
    pairs: tuple[_Pair, ...]
    findings: tuple[Finding, ...]
    conflicts: tuple[dict[str, Any], ...]
    people: int
    kinds: frozenset[str]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block it."""
        return tuple(it for it in self.findings if it.severity is Severity.ERROR)

    @property
    def authors(self) -> frozenset[str]:
        """Who made the changes, in lower case."""
        return frozenset(name.casefold() for it in self.changes for name in it.authors)


def outlook_of(desk: Desk, key: int) -> Outlook:
    """What would become of the changeset now; NotFoundError."""
    with reading(desk.engine) as session:
        row = changesets.get(session, key)
        return _outlook(session, desk.drafts, row, basis(session, row.scheme))


def submit(desk: Desk, key: int, by: By, *, etags: tuple[str, ...] = ()) -> ChangesetRecord:
    """The changeset, with those who review.

    ConflictError where it is empty or submitted already, EditRefusedError with findings where checks
    find errors, PreconditionFailedError, NotFoundError.
    """
    by.actor.require(Scope.TRANSLATE)
    with writing(desk.engine) as session:
        row = held(session, key, etags)
        if row.state not in (OPEN, SENT_BACK):
            message = f"changeset {key} is {row.state}: only an open one is submitted"
            raise ConflictError(message)
        outlook = _outlook(session, desk.drafts, row, basis(session, row.scheme))
        _require_sound(row, outlook)
        row.state, row.submitted_at, row.submitted_by = SUBMITTED, by.at, by.actor.name
        return _noted(session, row, outlook, by, "changeset-submitted")


def accept(desk: Desk, key: int, by: By, *, etags: tuple[str, ...] = ()) -> ChangesetRecord:
    """The changeset, come true in the draft: all of it, or nothing.

    Where one person is enough, an open one is accepted without being submitted. Where there is no
    draft yet, it is opened. EditConflictError where others moved its concepts, EditRefusedError with
    findings, RoleRequiredError, ConflictError, PreconditionFailedError, NotFoundError.
    """
    with writing(desk.engine) as session:
        draft = opened(session, changesets.get(session, key).scheme, by)
        row = held(session, key, etags)
        require_open(draft)
        outlook = _outlook(session, desk.drafts, row, draft)
        _require_state(row, outlook)
        require_to_accept(by.actor, outlook.people, outlook.pairs)
        _require_others_eyes(row, outlook, by)
        _require_sound(row, outlook)
        _require_unmoved(row, outlook)
        _apply(session, draft, desk.drafts.held(session, draft), outlook)
        row.state, row.decided_at, row.decided_by = ACCEPTED, by.at, by.actor.name
        row.accepted_in = draft.version
        acts = [
            by.actor.act(
                "concept-accepted",
                About("concept", it.concept_id, row.scheme),
                by.at,
                change=({"by": list(it.authors)}, {"changeset": row.key, "draft": draft.version}),
                why=it.why,
            )
            for it in outlook.changes
        ]
        audit.record(session, *acts)
        return _noted(session, row, outlook, by, "changeset-accepted")


def conflicts_of(engine: Engine, key: int) -> list[dict[str, Any]]:
    """The concepts of the changeset that others moved meanwhile, both versions field by field."""
    with reading(engine) as session:
        row = changesets.get(session, key)
        return _conflicts(
            session, row, basis(session, row.scheme), changesets.changes(session, key)
        )


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
            message = f"changeset {key} does not change {concept_id[:80]!r}"
            raise NotFoundError(message)
        if revision not in (ANYTHING, change.revision.hex() if change.revision else ""):
            message = "the change was changed meanwhile: read it again"
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
        return as_changeset(row, changesets.sizes(session, [key])[key])


def _chosen(change: ChangeRecord, document: bytes | None, mine: Mapping[str, bool]) -> Concept:
    own = canonical.read(change.after or b"")
    if document is None:
        return own
    base = canonical.read(change.before) if change.before else None
    found = merge(base, canonical.read(document), own)
    open_ = [str(it.field) for it in found.conflicts if str(it.field) not in mine]
    if open_:
        message = f"say of each field whose words stay: {', '.join(open_)}"
        raise InvalidQueryError(message)
    return found.chosen([Field.parse(name) for name, kept in mine.items() if kept])


def _outlook(session: Session, shelf: Drafts, row: ChangesetRow, draft: ReleaseRow) -> Outlook:
    changes = changesets.changes(session, row.key)
    pairs = [(_read(it.before), _read(it.after)) for it in changes]
    people, kinds = needed(session, row.scheme, pairs)
    undecided = row.state in (OPEN, SENT_BACK, SUBMITTED)
    after = dict(zip([it.concept_id for it in changes], [it for _, it in pairs], strict=True))
    found = shelf.held(session, draft).findings_of(after) if undecided and after else []
    if undecided:
        found += frozen_findings(session, row.scheme, pairs)
    conflicts = _conflicts(session, row, draft, changes) if undecided else []
    return Outlook(
        *(tuple(changes), tuple(pairs), tuple(found), tuple(conflicts)), people, frozenset(kinds)
    )


def _conflicts(
    session: Session, row: ChangesetRow, draft: ReleaseRow, changes: Sequence[ChangeRecord]
) -> list[dict[str, Any]]:
    moved = changesets.moved(session, row.key, draft.key)
    return [
        {
            **conflict_of(_read(it.before), _read(moved[it.concept_id][1]), _read(it.after)),
            "revision": it.revision.hex() if it.revision else "",
        }
        for it in changes
        if it.concept_id in moved and moved[it.concept_id][0] != it.revision
    ]


def _read(document: bytes | None) -> Concept | None:
    return canonical.read(document) if document else None


def _require_state(row: ChangesetRow, outlook: Outlook) -> None:
    if row.state == SUBMITTED or (row.state in (OPEN, SENT_BACK) and outlook.people < FOUR_EYES):
        return
    told_ = "submit it first" if row.state in (OPEN, SENT_BACK) else "that is over"
    message = f"changeset {row.key} is {row.state}, and cannot be accepted: {told_}"
    raise ConflictError(message)


def _require_others_eyes(row: ChangesetRow, outlook: Outlook, by: By) -> None:
    name = by.actor.name.casefold()
    if outlook.people == FOUR_EYES and name in outlook.authors | {row.author.casefold()}:
        kinds = ", ".join(sorted(outlook.kinds))
        message = (
            f"four eyes: {by.actor.name} wrote some of changeset {row.key}, so somebody else accepts "
            f"it ({kinds})"
        )
        raise RoleRequiredError(message, ("reviewer",))


def _require_sound(row: ChangesetRow, outlook: Outlook) -> None:
    if not outlook.changes:
        message = f"changeset {row.key} changes nothing yet"
        raise ConflictError(message)
    if outlook.errors:
        count = len(outlook.errors)
        message = (
            f"{count} error{'s keep' if count > 1 else ' keeps'} changeset {row.key} from the draft"
        )
        raise EditRefusedError(message, outlook.findings)


def _require_unmoved(row: ChangesetRow, outlook: Outlook) -> None:
    if outlook.conflicts:
        names = ", ".join(it["notation"] or it["id"] for it in outlook.conflicts[:5])
        message = (
            f"{len(outlook.conflicts)} of the concepts of changeset {row.key} moved in the draft "
            f"({names}): choose field by field, and accept again"
        )
        raise EditConflictError(message, outlook.conflicts)


def _apply(session: Session, draft: ReleaseRow, now: Held, outlook: Outlook) -> None:
    """Move the pointers of the draft, and what it says of itself."""
    documents = {it.concept_id: it.after for it in outlook.changes}
    after = now.changed({id: _read(it) for id, it in documents.items()})
    stored = revisions.store(
        session,
        draft.scheme,
        {
            id: (document, after.by_id[id].status.value == "active")
            for id, document in documents.items()
            if document
        },
    )
    numbers = [it.concept_key for it in outlook.changes]
    drafts.move(session, draft.key, numbers, [StoredPointer(*it) for it in stored.values()])
    digests = {**now.revisions}
    for it in outlook.changes:
        digests.pop(it.concept_id, None)
        if it.revision:
            digests[it.concept_id] = it.revision
    draft.digest = canonical.release_digest(digests)
    draft.counts = active_counts(after)
    draft.retired = retired_counts(after)
    draft.languages = language_coverage(draft.scheme, after)


def _noted(
    session: Session, row: ChangesetRow, outlook: Outlook, by: By, act: str
) -> ChangesetRecord:
    row.revision += 1
    row.changed_at = by.at
    after = {"concepts": len(outlook.changes), "people": outlook.people}
    told(
        session,
        row,
        act,
        by,
        why=row.reason,
        after=after | ({"draft": row.accepted_in} if row.accepted_in else {}),
    )
    return as_changeset(row, len(outlook.changes))
