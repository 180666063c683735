"""What the record says of an upgrade and of its items, as values; a decision as JSON, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.db.upgrades import LANGUAGES
from taxonomy.currency import End, ItemKind
from taxonomy.deciding import Choice, Decision, Target, Verb
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.db.upgrade_tables import UpgradeItemRow, UpgradeRow

__all__ = ["ItemRecord", "UpgradeRecord", "as_item", "as_upgrade", "decision_of", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeRecord:
    """What is said of an upgrade. `items` and `done` count its items; `sign_off` is {} or who signed what."""

    name: str
    scheme: str
    from_version: str
    to_version: str
    carried_from: str
    status: str
    superseded_by: str
    items: int
    done: int
    sign_off: dict[str, Any]
    created_at: datetime
    created_by: str

    @property
    def open(self) -> int:
        """How many items are not decided."""
        return self.items - self.done


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """An item as it stands. `decision` is what is decided, or proposed while it is not done."""

    id: str
    place: int
    kind: ItemKind
    end: End
    concept_id: str
    state: str
    decision: Decision | None
    proposed_by: str
    decided_by: str
    decided_at: datetime | None
    owner: str
    languages: dict[str, str]
    detail: dict[str, Any]
    revision: int
    changed_at: datetime
    changed_by: str

    @property
    def etag(self) -> str:
        """The entity tag of the item (RFC 9110 §8.8.3)."""
        return f'"{self.id}-{self.revision}"'

    @property
    def mappings(self) -> tuple[str, ...]:
        """The ids of the mappings that it is about."""
        return tuple(it["id"] for it in self.detail["mappings"])


def as_upgrade(row: UpgradeRow, items: int, done: int) -> UpgradeRecord:
    """The upgrade as a value."""
    return UpgradeRecord(
        name=row.name,
        scheme=row.scheme,
        from_version=row.from_version,
        to_version=row.to_version,
        carried_from=row.carried_from,
        status=row.status,
        superseded_by=row.superseded_by,
        items=items,
        done=done,
        sign_off=row.sign_off,
        created_at=row.created_at,
        created_by=row.created_by,
    )


def as_item(row: UpgradeItemRow) -> ItemRecord:
    """The item as a value."""
    return ItemRecord(
        id=row.id,
        place=row.place,
        kind=ItemKind(row.kind),
        end=End(row.end),
        concept_id=row.concept_id,
        state=row.state,
        decision=decision_of(row.decision) if row.decision else None,
        proposed_by=row.proposed_by,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        owner=row.owner,
        languages={lang: getattr(row, lang) for lang in LANGUAGES},
        detail=row.detail,
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def plain(decision: Decision) -> dict[str, Any]:
    """The decision as JSON values, without what is empty."""
    told: dict[str, Any] = {"decision": decision.verb.value}
    if decision.reason:
        told["reason"] = decision.reason
    if decision.targets:
        told["targets"] = _targets(decision.targets)
    if decision.choices:
        told["choices"] = [
            {
                "mapping": it.mapping_id,
                "decision": it.verb.value,
                **({"targets": _targets(it.targets)} if it.targets else {}),
            }
            for it in decision.choices
        ]
    return told


def decision_of(told: dict[str, Any]) -> Decision:
    """The decision that `plain` told."""
    return Decision(
        verb=Verb(told["decision"]),
        reason=told.get("reason", ""),
        targets=_read(told.get("targets", ())),
        choices=tuple(
            Choice(it["mapping"], Verb(it["decision"]), _read(it.get("targets", ())))
            for it in told.get("choices", ())
        ),
    )


def _targets(targets: Sequence[Target]) -> list[dict[str, str]]:
    return [
        {"id": it.concept_id, **({"predicate": it.predicate.value} if it.predicate else {})}
        for it in targets
    ]


def _read(told: Sequence[dict[str, str]]) -> tuple[Target, ...]:
    return tuple(
        Target(it["id"], MappingPredicate(it["predicate"]) if it.get("predicate") else None)
        for it in told
    )
