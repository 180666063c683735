"""Deciding many items of an upgrade at once: first looked at, then done as it was seen, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from app.auth.roles import Scope
from app.db import upgrades
from app.db.session import reading, writing
from app.db.upgrades import ItemFilter
from app.editing.records import By as Editor
from app.refusals import PreconditionFailedError
from app.upgrading.adopting import adopted_many
from app.upgrading.deciding import Wish, decided
from app.upgrading.records import as_item, plain
from taxonomy.currency import Fix, ItemKind
from taxonomy.deciding import VERBS, Decision, Target, Verb
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.text import normalise_note
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.upgrade_tables import UpgradeRow
    from app.editing.holding import Desk
    from app.upgrading.deciding import By
    from app.upgrading.records import ItemRecord

__all__ = ["LEAST", "Left", "Plan", "Sweep", "Swept", "plan", "sweep"]

LEAST = 0.5
"""A candidate that is less likely than this is not taken by the dozen."""
MOST_AT_ONCE = 2_000
_WITH_REASON = (Verb.REJECT, Verb.DISMISS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """One decision, with one reason, for all open items that are `wanted`.

    `remap` and `map` take what is proposed for each: its best successor or likest concept, its
    likeliest candidate where that is at least as likely as `at_least` (0–1).
    """

    verb: Verb
    reason: str = ""
    wanted: ItemFilter = field(default_factory=ItemFilter)
    at_least: float = LEAST


class Left(NamedTuple):
    """An item that stays as it is, and why: `unfit` for its kind, or `no-candidate`."""

    item: ItemRecord
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a sweep would decide of which items, and those it leaves; `etag` names exactly that."""

    decided: tuple[tuple[ItemRecord, Decision], ...]
    left: tuple[Left, ...]

    @property
    def etag(self) -> str:
        """The entity tag of the items with what would become of each (RFC 9110 §8.8.3)."""
        told = [(it.etag, plain(decision)) for it, decision in self.decided]
        return f'"{hashlib.sha256(orjson.dumps(told)).hexdigest()[:16]}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """The items as they stand, those that were left, and the changeset with what was adopted, or 0."""

    items: tuple[ItemRecord, ...]
    left: tuple[Left, ...]
    changeset: int


def plan(engine: Engine, name: str, asked: Sweep) -> Plan:
    """What the sweep would do; writes nothing. NotFoundError, InvalidQueryError without a reason where one is needed."""
    with reading(engine) as session:
        return _planned(session, upgrades.get(session, name), asked)


def sweep(desk: Desk, name: str, asked: Sweep, by: By, etags: tuple[str, ...]) -> Swept:
    """All of what `plan` said, or nothing: PreconditionFailedError where that is something else by now.

    What is new and adopted becomes concepts of ours in one changeset of whoever acts. Errors as
    `decide` and those of changesets.
    """
    by.actor.require(Scope.MAP)
    with writing(desk.engine) as session:
        upgrade = upgrades.hold(session, name)
        made = _planned(session, upgrade, asked)
        if "*" not in etags and made.etag not in etags:
            message = sentence(
                "the items are other ones by now than those that were looked at: look again"
            )
            raise PreconditionFailedError(message, {"ETag": made.etag})
        if not made.decided:
            message = sentence("nothing in the list can be decided so")
            raise InvalidQueryError(message)
        wishes, changeset = _wishes(session, desk, upgrade, made, by)
        items = decided(session, name, wishes, by)
        return Swept(items=tuple(items), left=made.left, changeset=changeset)


def _wishes(
    session: Session, desk: Desk, upgrade: UpgradeRow, made: Plan, by: By
) -> tuple[list[Wish], int]:
    new = [it for it, told in made.decided if told.verb is Verb.ADOPT and it.kind is ItemKind.NEW]
    told = {it.id: decision for it, decision in made.decided}
    changeset = 0
    if new:
        by.actor.require(Scope.EDIT)
        reason = next(iter(told.values())).reason
        ids = [it.concept_id for it in new]
        editor = Editor(by.actor, by.at)
        row, notations = adopted_many(session, desk.drafts, upgrade, ids, editor, reason)
        changeset = row.key
        for it in new:
            said = f"{notations[it.concept_id]}, changeset {row.key}"
            told[it.id] = replace(told[it.id], reason=f"{said}: {reason}" if reason else said)
    return [Wish(id=id, decision=decision) for id, decision in told.items()], changeset


def _planned(session: Session, upgrade: UpgradeRow, asked: Sweep) -> Plan:
    reason = normalise_note(asked.reason)
    if asked.verb in _WITH_REASON and not reason:
        message = sentence("%(verb)s needs a reason", verb=asked.verb)
        raise InvalidQueryError(message)
    wanted = replace(asked.wanted, undone=True)
    rows = upgrades.items(session, upgrade, wanted, limit=MOST_AT_ONCE)
    fitting, left = [], []
    for it in map(as_item, rows):
        decision = _decision(it, replace(asked, reason=reason))
        if isinstance(decision, str):
            left.append(Left(it, decision))
        else:
            fitting.append((it, decision))
    return Plan(decided=tuple(fitting), left=tuple(left))


def _decision(item: ItemRecord, asked: Sweep) -> Decision | str:
    """What the item would be decided, or why it is left."""
    if asked.verb not in VERBS[item.kind]:
        return "unfit"
    if asked.verb not in (Verb.MAP, Verb.REMAP):
        return Decision(verb=asked.verb, reason=asked.reason)
    best = _candidate(item, asked) if asked.verb is Verb.MAP else _proposal(item, asked)
    if best is None:
        return "no-candidate"
    return Decision(verb=asked.verb, reason=asked.reason, targets=(best,))


def _candidate(item: ItemRecord, asked: Sweep) -> Target | None:
    found: list[dict[str, Any]] = item.detail.get("candidates", [])
    if not found or found[0]["confidence"] < asked.at_least:
        return None
    return Target(found[0]["id"], MappingPredicate(found[0]["predicate"]))


def _proposal(item: ItemRecord, asked: Sweep) -> Target | None:
    """The best of what is proposed instead of the concept; the same again is nothing to map to."""
    found = [it for it in item.detail["proposals"] if it["fix"] != Fix.LOOK_AGAIN]
    found.sort(key=lambda it: -it["score"])
    if not found or found[0]["score"] < 100 * asked.at_least:
        return None
    return Target(found[0]["id"])
