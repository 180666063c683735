"""Upgrades in the record: their worklists, events, findings and wordings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, insert, select

from app.db.mapping_tables import MappingSetRow
from app.db.upgrade_tables import (
    UpgradeEventRow,
    UpgradeFindingRow,
    UpgradeItemRow,
    UpgradeRow,
    UpgradeTextRow,
)
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

__all__ = [
    "DONE",
    "LANGUAGES",
    "OPEN",
    "PUBLISHED",
    "SUPERSEDED",
    "ItemFilter",
    "Move",
    "add",
    "add_reports",
    "counted",
    "events",
    "every",
    "findings",
    "get",
    "hold",
    "item",
    "items",
    "of_set",
    "open_items",
    "tell",
    "texts",
]

OPEN, SUPERSEDED, PUBLISHED, DONE = "open", "superseded", "published", "done"
LANGUAGES = ("nl", "fr", "de", "en")
"""The languages that a changed text is checked in."""
_AT_ONCE = 500


class Move(NamedTuple):
    """Something that happened to an item, or with "" to the upgrade itself."""

    item_id: str
    at: datetime
    actor: str
    action: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """Which items: those of a kind, in a state, of an owner, with an open check of a language; or by id.

    `undone`: those that nobody has decided.
    """

    kind: str | None = None
    state: str | None = None
    owner: str | None = None
    language: str | None = None
    undone: bool = False
    ids: frozenset[str] = field(default=frozenset())

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a row must fulfil."""
        found: list[ColumnElement[bool]] = []
        for name in ("kind", "state", "owner"):
            wanted = getattr(self, name)
            if wanted is not None:
                found.append(getattr(UpgradeItemRow, name) == wanted)
        if self.undone:
            found.append(UpgradeItemRow.state != DONE)
        if self.language is not None:
            found.append(getattr(UpgradeItemRow, self.language) == OPEN)
        return found


def every(session: Session) -> list[UpgradeRow]:
    """All upgrades, the newest first."""
    order = (UpgradeRow.created_at.desc(), UpgradeRow.key.desc())
    return list(session.scalars(select(UpgradeRow).order_by(*order)))


def get(session: Session, name: str) -> UpgradeRow:
    """The upgrade of that mapping set; NotFoundError names those that there are."""
    return _there(session, name, session.scalars(_named(name)).one_or_none())


def hold(session: Session, name: str) -> UpgradeRow:
    """As `get`; no other writer changes the upgrade, its items or its draft meanwhile."""
    query = _named(name).with_for_update()
    return _there(session, name, session.scalars(query).one_or_none())


def of_set(session: Session, set_key: int) -> UpgradeRow | None:
    """The upgrade whose draft this is, or None."""
    query = select(UpgradeRow).where(UpgradeRow.set_key == set_key)
    return session.scalars(query.order_by(UpgradeRow.key.desc()).limit(1)).one_or_none()


def add(session: Session, rows: Iterable[Any]) -> None:
    """Keep these rows."""
    session.add_all(rows)
    session.flush()


def add_reports(
    session: Session,
    upgrade: UpgradeRow,
    findings: Sequence[dict[str, Any]],
    texts: Sequence[dict[str, Any]],
) -> None:
    """Keep what is odd about the incoming release, and the wordings that are to be read, in their order."""
    found = [{"code": it["code"], "content": it} for it in findings]
    for table, rows in ((UpgradeFindingRow, found), (UpgradeTextRow, texts)):
        placed = [
            {"upgrade_key": upgrade.key, "place": place, **it} for place, it in enumerate(rows)
        ]
        if placed:
            session.connection().execute(insert(table), placed)


def item(session: Session, upgrade: UpgradeRow, id: str) -> UpgradeItemRow:
    """The item of that id; NotFoundError."""
    query = select(UpgradeItemRow).where(
        UpgradeItemRow.upgrade_key == upgrade.key, UpgradeItemRow.id == id
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        message = f"the upgrade {upgrade.name} has no item {id[:80]!r}"
        raise NotFoundError(message)
    return found


def items(
    session: Session,
    upgrade: UpgradeRow,
    wanted: ItemFilter | None = None,
    *,
    after: int = -1,
    limit: int | None = None,
) -> list[UpgradeItemRow]:
    """The items behind that place, in order; those of `wanted.ids` where it names some."""
    chosen = wanted or ItemFilter()
    query = (
        select(UpgradeItemRow)
        .where(UpgradeItemRow.upgrade_key == upgrade.key, UpgradeItemRow.place > after)
        .where(*chosen.conditions())
        .order_by(UpgradeItemRow.place)
    )
    if not chosen.ids:
        return list(session.scalars(query.limit(limit) if limit else query))
    ids = sorted(chosen.ids)
    parts = [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
    return [
        it for part in parts for it in session.scalars(query.where(UpgradeItemRow.id.in_(part)))
    ]


def open_items(session: Session, upgrade: UpgradeRow) -> int:
    """How many items are not decided."""
    return counted(session, upgrade) - counted(session, upgrade, ItemFilter(state=DONE))


def counted(session: Session, upgrade: UpgradeRow, wanted: ItemFilter | None = None) -> int:
    """How many items there are of these."""
    query = select(func.count()).select_from(UpgradeItemRow)
    conditions = (wanted or ItemFilter()).conditions()
    return session.scalars(
        query.where(UpgradeItemRow.upgrade_key == upgrade.key, *conditions)
    ).one()


def tell(session: Session, upgrade: UpgradeRow, moves: Sequence[Move]) -> None:
    """Write down what happened."""
    rows = [{"upgrade_key": upgrade.key, **it._asdict()} for it in moves]
    if rows:
        session.flush()
        session.connection().execute(insert(UpgradeEventRow), rows)


def events(session: Session, upgrade: UpgradeRow, item_id: str | None = None) -> list[Move]:
    """Everything that happened to the upgrade (or to one item; "" for the upgrade itself), oldest first."""
    query = select(UpgradeEventRow).where(UpgradeEventRow.upgrade_key == upgrade.key)
    if item_id is not None:
        query = query.where(UpgradeEventRow.item_id == item_id)
    rows = session.scalars(query.order_by(UpgradeEventRow.key))
    return [Move(it.item_id, it.at, it.actor, it.action, it.detail) for it in rows]


def findings(
    session: Session, upgrade: UpgradeRow, *, code: str | None = None, after: int = -1, limit: int
) -> list[tuple[int, dict[str, Any]]]:
    """Place and content of the findings about the incoming release behind that place."""
    row = UpgradeFindingRow
    query = select(row.place, row.content).where(row.upgrade_key == upgrade.key, row.place > after)
    if code is not None:
        query = query.where(row.code == code)
    return [(it[0], it[1]) for it in session.execute(query.order_by(row.place).limit(limit))]


def texts(
    session: Session,
    upgrade: UpgradeRow,
    *,
    lang: str | None = None,
    state: str | None = None,
    after: int = -1,
    limit: int | None = None,
) -> list[UpgradeTextRow]:
    """The wordings behind that place, in order."""
    row = UpgradeTextRow
    query = select(row).where(row.upgrade_key == upgrade.key, row.place > after)
    if lang is not None:
        query = query.where(row.lang == lang)
    if state is not None:
        query = query.where(row.state == state)
    query = query.order_by(row.place)
    return list(session.scalars(query.limit(limit) if limit else query))


def _named(name: str) -> Any:
    return select(UpgradeRow).where(UpgradeRow.name == name)


def _there(session: Session, name: str, found: UpgradeRow | None) -> UpgradeRow:
    if found is None:
        names = session.scalars(
            select(UpgradeRow.name)
            .join(MappingSetRow, MappingSetRow.key == UpgradeRow.set_key)
            .order_by(UpgradeRow.name)
            .limit(20)
        )
        there = ", ".join(names) or "none yet"
        message = f"there is no upgrade {name[:200]!r}; there are: {there}"
        raise NotFoundError(message)
    return found
