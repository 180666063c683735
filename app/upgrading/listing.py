"""Looking at an upgrade: its items page by page, one of them with what happened to it, the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.db import upgrades
from app.db.session import reading
from app.db.upgrades import OPEN, ItemFilter, Move
from app.upgrading.finishing import described
from app.upgrading.records import as_item
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.upgrading.records import ItemRecord, UpgradeRecord

__all__ = ["findings_of", "items_of", "newest_open", "story_of", "upgrade_of"]


def newest_open(engine: Engine) -> str:
    """The name of the newest upgrade that is open, or NotFoundError."""
    with reading(engine) as session:
        found = next((it.name for it in upgrades.every(session) if it.status == OPEN), None)
    if found is None:
        message = "no upgrade is open: competent upgrade esco VERSION opens one"
        raise NotFoundError(message)
    return found


def upgrade_of(engine: Engine, name: str) -> UpgradeRecord:
    """The upgrade; NotFoundError names those that there are."""
    with reading(engine) as session:
        return described(session, upgrades.get(session, name))


def items_of(
    engine: Engine,
    name: str,
    wanted: ItemFilter | None = None,
    *,
    after: int = -1,
    limit: int | None = None,
) -> tuple[list[ItemRecord], int]:
    """The items behind that place, in order, and how many there are of these in all; NotFoundError."""
    with reading(engine) as session:
        upgrade = upgrades.get(session, name)
        rows = upgrades.items(session, upgrade, wanted, after=after, limit=limit)
        return [as_item(it) for it in rows], upgrades.counted(session, upgrade, wanted)


def story_of(engine: Engine, name: str, id: str) -> tuple[ItemRecord, list[Move]]:
    """One item, and all that happened to it, oldest first; NotFoundError."""
    with reading(engine) as session:
        upgrade = upgrades.get(session, name)
        item = as_item(upgrades.item(session, upgrade, id))
        return item, upgrades.events(session, upgrade, id)


def findings_of(
    engine: Engine, name: str, *, code: str | None = None, after: int = -1, limit: int = 100
) -> list[tuple[int, dict[str, Any]]]:
    """Place and content of what is odd about the incoming release, behind that place; NotFoundError."""
    with reading(engine) as session:
        upgrade = upgrades.get(session, name)
        return upgrades.findings(session, upgrade, code=code, after=after, limit=limit)
