"""Telling what happened in an upgrade: to its own history, and to the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.auth.roles import About
from app.db import audit, upgrades

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.db.upgrade_tables import UpgradeRow
    from app.db.upgrades import Move

__all__ = ["tell"]


def tell(
    session: Session,
    upgrade: UpgradeRow,
    moves: Sequence[Move],
    actor: Actor,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Write down what the actor did; `before` is item → what was decided there until now."""
    upgrades.tell(session, upgrade, moves)
    about = About("upgrade", upgrade.name, upgrade.scheme)
    audit.record(
        session,
        *(
            actor.act(
                f"upgrade-{it.action}",
                about,
                it.at,
                change=(
                    _item(it, before[it.item_id]) if before and before.get(it.item_id) else None,
                    _item(it, it.detail),
                ),
            )
            for it in moves
        ),
    )


def _item(move: Move, told: Mapping[str, Any]) -> dict[str, Any]:
    return {"item": move.item_id, **told} if move.item_id else dict(told)
