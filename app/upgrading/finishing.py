"""How far an upgrade is, and who answers for what is open where its set is published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.auth.roles import Scope
from app.db import mapping_sets, upgrades
from app.db.session import reading, writing
from app.db.upgrades import DONE, LANGUAGES, OPEN, Move
from app.upgrading.records import as_upgrade
from app.upgrading.telling import tell
from taxonomy.currency import ItemKind
from taxonomy.errors import ConflictError, InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.text import normalise_note

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.upgrade_tables import UpgradeRow
    from app.upgrading.deciding import By
    from app.upgrading.records import UpgradeRecord

__all__ = ["Coverage", "coverage", "described", "sign_off", "upgrades_of"]

LONGEST_REASON = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The figures of an upgrade. `kinds`: kind → items, done, open, percent and each decision's count.

    `percent` are whole and rounded down: 100 means that nothing is open. `languages` count the open
    checks, `mappings` those of the draft by state and predicate.
    """

    upgrade: UpgradeRecord
    kinds: dict[str, dict[str, Any]]
    languages: dict[str, int]
    owners: dict[str, dict[str, int]]
    mappings: dict[str, dict[str, int]]


def coverage(engine: Engine, name: str) -> Coverage:
    """How far the upgrade is; NotFoundError."""
    with reading(engine) as session:
        row = upgrades.get(session, name)
        items = upgrades.items(session, row)
        draft = mapping_sets.as_record(mapping_sets.of_number(session, row.set_key))
        kinds = {}
        for kind in ItemKind:
            of_kind = [it for it in items if it.kind == kind]
            done = [it for it in of_kind if it.state == DONE]
            kinds[kind.value] = {
                **_figures(len(of_kind), len(done)),
                "states": dict(Counter(it.state for it in of_kind)),
                "decisions": dict(Counter(it.verb for it in done)),
            }
        owners = {
            owner: _figures(
                sum(it.owner == owner for it in items),
                sum(it.owner == owner and it.state == DONE for it in items),
            )
            for owner in sorted({it.owner for it in items})
        }
        languages = {lang: sum(getattr(it, lang) == OPEN for it in items) for lang in LANGUAGES}
        done_all = sum(it.state == DONE for it in items)
        return Coverage(
            upgrade=as_upgrade(row, len(items), done_all),
            kinds=kinds,
            languages=languages,
            owners=owners,
            mappings=draft.counts,
        )


def upgrades_of(engine: Engine) -> list[UpgradeRecord]:
    """Every upgrade, the newest first."""
    with reading(engine) as session:
        return [described(session, it) for it in upgrades.every(session)]


def described(session: Session, row: UpgradeRow) -> UpgradeRecord:
    """The upgrade with its counts."""
    items = upgrades.counted(session, row)
    return as_upgrade(row, items, items - upgrades.open_items(session, row))


def sign_off(
    engine: Engine, name: str, reason: str, by: By, *, expected: int | None = None
) -> UpgradeRecord:
    """The upgrade, whose set may be published with as many open items as there are now.

    The signature holds for no more than that. `expected` is the count that the publisher saw:
    ConflictError where it is another one by now. InvalidQueryError without a reason, NotFoundError.
    """
    by.actor.require(Scope.PUBLISH)
    why = normalise_note(reason)
    if not 0 < len(why) <= LONGEST_REASON:
        message = sentence(
            "a sign-off needs a reason of at most %(most)s characters", most=LONGEST_REASON
        )
        raise InvalidQueryError(message)
    with writing(engine) as session:
        row = upgrades.hold(session, name)
        if row.status != OPEN:
            message = sentence(
                "the upgrade %(upgrade)s is %(status)s: there is nothing to sign off",
                upgrade=name,
                status=row.status,
            )
            raise ConflictError(message)
        open_ = upgrades.open_items(session, row)
        if expected is not None and expected != open_:
            message = sentence(
                "%(open)s items are open by now, and not %(expected)s: look again",
                open=open_,
                expected=expected,
            )
            raise ConflictError(message)
        at = by.at.isoformat()
        row.sign_off = {"by": by.actor.name, "at": at, "reason": why, "open": open_}
        told = {"open": open_, "reason": why}
        tell(session, row, [Move("", by.at, by.actor.name, "signed-off", told)], by.actor)
        return described(session, row)


def _figures(items: int, done: int) -> dict[str, int]:
    percent = 100 * done // items if items else 100
    return {"items": items, "done": done, "open": items - done, "percent": percent}
