"""What a newer upgrade takes over from the one that it supersedes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.db import upgrades
from app.db.upgrade_tables import UpgradeItemRow
from app.db.upgrades import DONE
from taxonomy.currency import End, ItemKind
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.upgrade_tables import UpgradeRow
    from taxonomy.currency import Carried

__all__ = ["inherited"]

_WORK = (
    *("state", "verb", "decision", "proposed_by", "decided_by", "decided_at", "applied", "owner"),
    *("nl", "fr", "de", "en", "changed_at", "changed_by"),
)
_WHOLE = ("id", "kind", "end", "concept_id", "detail", *_WORK)


def inherited(
    session: Session,
    upgrade: UpgradeRow,
    before: UpgradeRow,
    rows: list[UpgradeItemRow],
    carried: Carried,
) -> int:
    """How many items were added to `rows` from the upgrade before; the same ones keep their work.

    Decided ones come along, so that the record of the decisions is whole; open ones as far as they
    still are a question: a stale mapping that changed again stands in an item of its own already.
    """
    fresh = {it.id: it for it in rows}
    taken = 0
    for old in upgrades.items(session, before):
        same = fresh.get(old.id)
        if same is not None:
            for name in _WORK:
                setattr(same, name, getattr(old, name))
        elif old.state == DONE or _asks_still(old, fresh.values(), carried):
            rows.append(_copy(old, upgrade))
            taken += 1
    return taken


def _copy(old: UpgradeItemRow, upgrade: UpgradeRow) -> UpgradeItemRow:
    values: dict[str, Any] = {name: getattr(old, name) for name in _WHOLE}
    values["detail"] = {**old.detail, "inherited": True}
    return UpgradeItemRow(upgrade_key=upgrade.key, revision=1, **values)


def _asks_still(old: UpgradeItemRow, fresh: Any, carried: Carried) -> bool:
    """Whether an open item is still a question in the newer release."""
    if any((it.kind, it.concept_id) == (old.kind, old.concept_id) for it in fresh):
        return False
    end = End(old.end)
    if old.kind == ItemKind.NEW:
        return any(it.id == old.concept_id for it in carried.unmapped.get(end, ()))
    if old.kind == ItemKind.LINKED:
        after = next((it.after for it in carried.moved if it.end is end), None)
        concept = after.taxonomy.by_id.get(old.concept_id) if after else None
        return concept is not None and concept.status is Status.ACTIVE
    return False
