"""Upgrades, their items and wordings as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.upgrading.records import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.db.upgrades import Move
    from app.rendering.concepts import Json
    from app.upgrading.finishing import Coverage
    from app.upgrading.records import ItemRecord, UpgradeRecord
    from app.upgrading.sweeping import Plan
    from app.upgrading.translations import TextRecord

__all__ = [
    "coverage_document",
    "events_document",
    "item_document",
    "plan_document",
    "text_document",
    "upgrade_document",
]


def upgrade_document(upgrade: UpgradeRecord) -> Json:
    """What is said of an upgrade, and where its parts are."""
    at = f"/v1/editorial/upgrades/{upgrade.name}"
    told: Json = {
        "name": upgrade.name,
        "scheme": upgrade.scheme,
        "from": upgrade.from_version,
        "to": upgrade.to_version,
        "carried_from": upgrade.carried_from,
        "status": upgrade.status,
        "items": upgrade.items,
        "done": upgrade.done,
        "open": upgrade.open,
        "created_at": upgrade.created_at,
        "created_by": upgrade.created_by,
        "links": {name: f"{at}/{name}" for name in ("items", "coverage", "findings", "texts")},
    }
    if upgrade.superseded_by:
        told["superseded_by"] = upgrade.superseded_by
    if upgrade.sign_off:
        told["sign_off"] = upgrade.sign_off
    return told


def item_document(item: ItemRecord) -> Json:
    """An item whole: what changed, what is proposed, where it stands. `etag` is for If-Match."""
    detail = item.detail
    told: Json = {
        "id": item.id,
        "etag": item.etag,
        "kind": item.kind.value,
        "end": item.end.value,
        "state": item.state,
        "concept": detail["concept"],
        "reason": detail["reason"],
        "slight": detail["slight"],
        "version": detail["version"],
        "touches": detail["touches"],
        "mappings": detail["mappings"],
        "proposals": detail["proposals"],
        "links": detail["links"],
        "candidates": detail.get("candidates", []),
        "owner": item.owner,
        "languages": item.languages,
        "changed_at": item.changed_at,
        "changed_by": item.changed_by,
    }
    if item.decision:
        told["decision"] = plain(item.decision)
    for name in ("proposed_by", "decided_by", "decided_at"):
        if getattr(item, name):
            told[name] = getattr(item, name)
    if detail.get("inherited"):
        told["inherited"] = True
    return told


def plan_document(found: Plan) -> Json:
    """What a sweep would decide of which items, and those that it leaves."""
    items = [
        {
            "id": it.id,
            "kind": it.kind.value,
            "concept": it.detail["concept"],
            "decision": plain(decision),
        }
        for it, decision in found.decided
    ]
    left = [{"id": it.item.id, "why": it.why} for it in found.left]
    return {"items": items, "left": left, "total": len(items)}


def events_document(moves: Iterable[Move]) -> list[Json]:
    """What happened, oldest first."""
    return [
        {"at": it.at, "actor": it.actor, "action": it.action, "detail": it.detail} for it in moves
    ]


def coverage_document(found: Coverage) -> Json:
    """The figures of an upgrade."""
    upgrade = found.upgrade
    percent = 100 * upgrade.done // upgrade.items if upgrade.items else 100
    told: Json = {
        "upgrade": upgrade.name,
        "items": upgrade.items,
        "done": upgrade.done,
        "open": upgrade.open,
        "percent": percent,
        "kinds": found.kinds,
        "owners": found.owners,
        "languages": found.languages,
        "mappings": found.mappings,
    }
    if upgrade.sign_off:
        told["sign_off"] = upgrade.sign_off
    return told


def text_document(text: TextRecord) -> Json:
    """A wording, and what is said of it."""
    told: dict[str, Any] = {
        "number": text.place,
        "etag": text.etag,
        "concept": text.concept_id,
        "language": text.lang,
        "kind": text.kind,
        "before": text.before,
        "text": text.after,
        "english": text.english,
        "state": text.remark.state,
        "comment": text.remark.comment,
        "proposal": text.remark.proposal,
    }
    if text.changed_by:
        told |= {"changed_by": text.changed_by, "changed_at": text.changed_at}
    return told
