"""Moving the items of an upgrade: who looks at what, what is proposed, and what is decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.auth.roles import Scope
from app.db import upgrades
from app.db.session import writing
from app.db.upgrades import DONE, LANGUAGES, OPEN, ItemFilter, Move
from app.refusals import PreconditionFailedError
from app.upgrading.applying import opened_draft
from app.upgrading.records import as_item, decision_of, plain
from app.upgrading.resolving import end_of_targets, resolved
from app.upgrading.showing import NOT_NEEDED
from app.upgrading.telling import tell
from taxonomy.currency import End, ItemKind
from taxonomy.deciding import Review, Verb, complaints
from taxonomy.errors import ConflictError, InvalidQueryError, SourceRefusedError
from taxonomy.findings import Finding, Severity
from taxonomy.sentences import Value, sentence
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.db.upgrade_tables import UpgradeItemRow, UpgradeRow
    from app.upgrading.applying import Draft
    from app.upgrading.records import ItemRecord
    from taxonomy.deciding import Decision

__all__ = ["By", "Change", "Wish", "decide", "decided", "move"]

INVESTIGATE, SEEN = "investigate", "seen"
STATES = (OPEN, SEEN, INVESTIGATE)
"""The states of an item that is not decided; `done` is reached by deciding only."""
LONGEST_OWNER = 200


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, when, and how many people a decision needs (COMPETENT_REVIEWERS)."""

    actor: Actor
    at: datetime
    reviewers: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What of an item is to be otherwise, decisions aside; None leaves it."""

    state: str | None = None
    owner: str | None = None
    languages: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A decision for an item; `etags` is what the header If-Match named, () where anything will do."""

    id: str
    decision: Decision
    etags: tuple[str, ...] = ()


def move(
    engine: Engine, name: str, id: str, change: Change, by: By, *, etags: tuple[str, ...] = ()
) -> ItemRecord:
    """The item after the change, which is an event; nothing is one where it is so already.

    NotFoundError, InvalidQueryError, ConflictError where the upgrade has ended or the item is
    decided, PreconditionFailedError where somebody changed it since.
    """
    by.actor.require(Scope.MAP)
    with writing(engine) as session:
        upgrade = _open(session, name)
        row = upgrades.item(session, upgrade, id)
        _require_same(row, etags)
        told = _changed(row, change)
        if told:
            _note(row, by)
            action = "moved" if "state" in told else "assigned" if "owner" in told else "checked"
            tell(session, upgrade, [Move(id, by.at, by.actor.name, action, told)], by.actor)
        return as_item(row)


def decide(engine: Engine, name: str, wishes: Sequence[Wish], by: By) -> list[ItemRecord]:
    """The items after all of the decisions, or after none: SourceRefusedError tells what is wrong, by id.

    Of an editor a decision is a proposal. Of a reviewer it comes true in the draft of the mapping
    set, in the same transaction, at once, or where two are asked for when another one proposed it.
    NotFoundError for a single item, PreconditionFailedError, ConflictError.
    """
    with writing(engine) as session:
        return decided(session, name, wishes, by)


def decided(session: Session, name: str, wishes: Sequence[Wish], by: By) -> list[ItemRecord]:
    """As `decide`, within a transaction."""
    by.actor.require(Scope.MAP)
    upgrade = _open(session, name)
    draft = opened_draft(session, upgrade)
    rows = _rows(session, upgrade, wishes)
    for wish in wishes:
        if wish.id in rows:
            _require_same(rows[wish.id], wish.etags)
    wishes = _resolved(session, draft, wishes, rows)
    found = list(_findings(wishes, rows, draft))
    if found:
        message = sentence("%(count)d decisions do not fit, so none was recorded", count=len(found))
        raise SourceRefusedError(message, found)
    before = {it.id: dict(rows[it.id].decision) for it in wishes}
    told = [_decided(draft, rows[it.id], it.decision, by) for it in wishes]
    draft.keep(by.at)
    tell(session, upgrade, [it for it in told if it], by.actor, before)
    return [as_item(rows[it.id]) for it in wishes]


def _open(session: Session, name: str) -> UpgradeRow:
    upgrade = upgrades.hold(session, name)
    if upgrade.status != OPEN:
        status: Value = upgrade.status
        if upgrade.superseded_by:
            status = sentence("%(status)s by %(other)s", status=status, other=upgrade.superseded_by)
        message = sentence(
            "the upgrade %(upgrade)s is %(status)s: nothing moves in it any more",
            upgrade=name,
            status=status,
        )
        raise ConflictError(message)
    return upgrade


def _require_same(row: UpgradeItemRow, etags: tuple[str, ...]) -> None:
    """Return where If-Match names the item as it is (RFC 9110 §13.1.1)."""
    now = as_item(row).etag
    if etags and "*" not in etags and now not in etags:
        message = sentence(
            "the item was changed by %(name)s on %(at)s: read it again",
            name=row.changed_by,
            at=row.changed_at,
        )
        raise PreconditionFailedError(message, {"ETag": now})


def _rows(
    session: Session, upgrade: UpgradeRow, wishes: Sequence[Wish]
) -> dict[str, UpgradeItemRow]:
    if len(wishes) == 1:
        return {wishes[0].id: upgrades.item(session, upgrade, wishes[0].id)}
    ids = frozenset(it.id for it in wishes)
    if not ids:
        message = sentence("there is nothing to decide: name items")
        raise InvalidQueryError(message)
    return {it.id: it for it in upgrades.items(session, upgrade, ItemFilter(ids=ids))}


def _resolved(
    session: Session, draft: Draft, wishes: Sequence[Wish], rows: Mapping[str, UpgradeItemRow]
) -> list[Wish]:
    """The wishes, with the ids of concepts where codes were given."""
    known = [it for it in wishes if it.id in rows]
    told = resolved(session, draft.row, [(End(rows[it.id].end), it.decision) for it in known])
    named = [replace(it, decision=decision) for it, decision in zip(known, told, strict=True)]
    return [*named, *(it for it in wishes if it.id not in rows)]


def _findings(
    wishes: Sequence[Wish], rows: Mapping[str, UpgradeItemRow], draft: Draft
) -> Iterator[Finding]:
    """What is wrong with the wishes, all of it."""
    seen = set[str]()
    for wish in wishes:
        if wish.id in seen:
            yield _finding("item-twice", wish.id, sentence("the item stands there twice"))
        seen.add(wish.id)
        row = rows.get(wish.id)
        if row is None:
            yield _finding("item-unknown", wish.id, sentence("the upgrade has no such item"))
            continue
        mappings = [it["id"] for it in row.detail["mappings"]]
        for it in complaints(wish.decision, ItemKind(row.kind), mappings):
            yield _finding("decision-unfit", wish.id, it)
    targets = {end: _targets(wishes, rows, end) for end in End}
    unknown = {end: set(draft.unknown(end, ids)) for end, ids in targets.items()}
    for end, ids in targets.items():
        for concept_id in sorted(unknown[end]):
            side = getattr(draft.content, end.value)
            message = sentence(
                "%(concept)r is no active concept of %(release)s",
                concept=concept_id[:200],
                release=side.name,
            )
            yield _finding("target-unknown", ids[concept_id], message)


def _targets(
    wishes: Sequence[Wish], rows: Mapping[str, UpgradeItemRow], end: End
) -> dict[str, str]:
    """Concept id → the item that wants to map to it, of the targets at that end."""
    found: dict[str, str] = {}
    for wish in wishes:
        if wish.id not in rows:
            continue
        at = end_of_targets(End(rows[wish.id].end), wish.decision)
        lists = [wish.decision.targets, *(it.targets for it in wish.decision.choices)]
        if at is end:
            found |= {target.concept_id: wish.id for targets in lists for target in targets}
    return found


def _finding(code: str, id: str, message: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, message=message, concept=id, field="item")


def _decided(draft: Draft, row: UpgradeItemRow, decision: Decision, by: By) -> Move | None:
    """The event of the decision, None where it was so already."""
    known = decision_of(row.decision) if row.decision else None
    decides = by.actor.may(Scope.REVIEW) and _is_second(row, decision, known, by)
    if known == decision and (row.state == DONE or not decides):
        return None
    if not decides:
        if row.state == DONE and not by.actor.may(Scope.REVIEW):
            message = sentence("item %(id)s is decided: a reviewer may decide it anew", id=row.id)
            raise ConflictError(message)
        row.state, row.proposed_by = INVESTIGATE, by.actor.name
        return _written(row, decision, by, "proposed")
    author = row.proposed_by if known == decision and row.proposed_by else by.actor.name
    draft.take(row, decision, Review(by.actor.name, by.at.date(), author), by.at)
    row.state, row.decided_by, row.decided_at = DONE, by.actor.name, by.at
    row.proposed_by = author
    if Verb.ADOPT in decision.verbs:
        for lang in LANGUAGES:
            if getattr(row, lang) == NOT_NEEDED:
                setattr(row, lang, OPEN)
    return _written(row, decision, by, "decided")


def _is_second(row: UpgradeItemRow, decision: Decision, known: Decision | None, by: By) -> bool:
    """Whether enough people are of that opinion."""
    if by.reviewers == 1:
        return True
    other = row.proposed_by.casefold() not in ("", by.actor.name.casefold())
    return known == decision and other


def _written(row: UpgradeItemRow, decision: Decision, by: By, action: str) -> Move:
    row.verb, row.decision = decision.verb.value, plain(decision)
    _note(row, by)
    return Move(row.id, by.at, by.actor.name, action, row.decision)


def _changed(row: UpgradeItemRow, change: Change) -> dict[str, Any]:
    """What became otherwise."""
    told: dict[str, Any] = {}
    if change.state is not None and change.state != row.state:
        if change.state not in STATES:
            message = sentence(
                "state: %(words)s; an item is done when it is decided", words=", ".join(STATES)
            )
            raise InvalidQueryError(message)
        if row.state == DONE:
            message = sentence(
                "item %(id)s is decided: decide it anew where that was wrong", id=row.id
            )
            raise ConflictError(message)
        row.state = told["state"] = change.state
    owner = None if change.owner is None else normalise_label(change.owner)
    if owner is not None and owner != row.owner:
        if len(owner) > LONGEST_OWNER:
            message = sentence("owner: at most %(most)s characters", most=LONGEST_OWNER)
            raise InvalidQueryError(message)
        row.owner = told["owner"] = owner
    return told | _checked(row, change.languages or {})


def _checked(row: UpgradeItemRow, languages: Mapping[str, str]) -> dict[str, Any]:
    changed = {}
    for lang, state in languages.items():
        if lang not in LANGUAGES or state not in (NOT_NEEDED, OPEN, DONE):
            message = sentence(
                "languages: %(lang)s, each not-needed, open or done", lang=tuple(LANGUAGES)
            )
            raise InvalidQueryError(message)
        if getattr(row, lang) != state:
            setattr(row, lang, state)
            changed[lang] = state
    return {"languages": changed} if changed else {}


def _note(row: UpgradeItemRow, by: By) -> None:
    row.revision += 1
    row.changed_at, row.changed_by = by.at, by.actor.name
