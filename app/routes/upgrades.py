"""Upgrades of mapping sets for editors: opening, looking, deciding, signing off."""

from __future__ import annotations

from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Query
from starlette.responses import Response

from app.http.acting import Mapping_, Publishing, Reading
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.paging import AskedPage
from app.http.private import private, private_answers
from app.http.upgrade_examples import upgrade_example
from app.http.upgrade_parts import AskedItems, ItemId, UpgradeName, acting, behind, page_of
from app.http.waiting import waited
from app.refusals import PreconditionFailedError
from app.rendering.upgrades import (
    coverage_document,
    events_document,
    item_document,
    upgrade_document,
)
from app.upgrading.deciding import Change, Wish, decide, move
from app.upgrading.finishing import coverage, sign_off, upgrades_of
from app.upgrading.listing import findings_of, items_of, story_of, upgrade_of
from app.upgrading.opening import Asked, open_upgrade
from app.upgrading.records import ItemRecord, UpgradeRecord
from app.wire import upgrade_questions as asked
from app.wire import upgrades as wire
from taxonomy.deciding import Choice, Decision, Target
from taxonomy.mapping import Side

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/upgrades", tags=["upgrades"])

_WRITES = (409, 412, 413, 415, 428)


@router.get(
    "",
    operation_id="upgrades",
    responses=private_answers(wire.UpgradeList, upgrade_example("upgrades")),
)
async def upgrades(app: ServicesOfApp, _: Reading) -> Response:
    """Every upgrade, the newest first."""
    found = await waited(app, upgrades_of, app.parts.engine)
    return private({"items": [upgrade_document(it) for it in found], "total": len(found)})


@router.post(
    "",
    operation_id="open-upgrade",
    responses=private_answers(wire.Upgrade, upgrade_example("upgrade"), 409, 413, 415),
)
async def open_(app: ServicesOfApp, actor: Mapping_, question: asked.OpenQuestion) -> Response:
    """Open the upgrade to a release, or continue it: the same again changes nothing.

    The mapping set is carried to a draft; an open upgrade to an earlier release is superseded.
    """
    scheme, _, version = question.subject.partition("/")
    wanted = Asked(
        scheme=question.scheme,
        version=question.version,
        from_version=question.from_,
        subject=Side(scheme, version) if version else None,
    )
    by = acting(app, actor)

    def opened() -> UpgradeRecord:
        return open_upgrade(app.parts.engine, wanted, by=by.actor, at=by.at).record

    found = await anyio.to_thread.run_sync(opened, limiter=app.loading)
    return private(upgrade_document(found), _etag(found))


@router.get(
    "/{name}",
    operation_id="upgrade",
    responses=private_answers(wire.Upgrade, upgrade_example("upgrade")),
)
async def upgrade(app: ServicesOfApp, _: Reading, name: UpgradeName) -> Response:
    """One upgrade: from where to where, and how much of it is open."""
    found = await waited(app, upgrade_of, app.parts.engine, name)
    return private(upgrade_document(found), _etag(found))


@router.get(
    "/{name}/items",
    operation_id="upgrade-items",
    responses=private_answers(wire.ItemList, upgrade_example("items")),
)
async def items(
    app: ServicesOfApp, _: Reading, name: UpgradeName, wanted: AskedItems, page: AskedPage
) -> Response:
    """The worklist, or a part of it, in the order in which it is worked through."""
    key = (name, repr(wanted))
    after, limit = behind(page, *key), page.limit + 1

    def listed() -> tuple[list[ItemRecord], int]:
        return items_of(app.parts.engine, name, wanted, after=after, limit=limit)

    found, total = await waited(app, listed)
    content = page_of([item_document(it) for it in found], [it.place for it in found], page, *key)
    return private({**content, "total": total})


@router.get(
    "/{name}/items/{id}",
    operation_id="upgrade-item",
    responses=private_answers(wire.ItemStory, upgrade_example("item")),
)
async def item(app: ServicesOfApp, _: Reading, name: UpgradeName, id: ItemId) -> Response:
    """One item: what changed, what is proposed, what is decided, and everything that happened to it."""
    found, events = await waited(app, story_of, app.parts.engine, name, id)
    return private({**item_document(found), "events": events_document(events)}, found.etag)


@router.patch(
    "/{name}/items/{id}",
    operation_id="move-upgrade-item",
    responses=private_answers(wire.Item, upgrade_example("moved"), *_WRITES),
)
async def move_item(
    app: ServicesOfApp,
    actor: Mapping_,
    name: UpgradeName,
    id: ItemId,
    etags: IfMatch,
    question: asked.MoveQuestion,
) -> Response:
    """State, owner and checks of languages of an item, decisions aside."""
    change = Change(state=question.state, owner=question.owner, languages=question.languages)
    by = acting(app, actor)

    def moved() -> ItemRecord:
        return move(app.parts.engine, name, id, change, by, etags=etags)

    found = await waited(app, moved)
    return private(item_document(found), found.etag)


@router.put(
    "/{name}/items/{id}/decision",
    operation_id="decide-upgrade-item",
    responses=private_answers(wire.Item, upgrade_example("moved"), *_WRITES),
)
async def decide_item(
    app: ServicesOfApp,
    actor: Mapping_,
    name: UpgradeName,
    id: ItemId,
    etags: IfMatch,
    question: asked.DecisionQuestion,
) -> Response:
    """Decide an item. Of an editor it is a proposal; of a reviewer it comes true in the draft at once."""
    wish = Wish(id=id, decision=_decision(question), etags=etags)
    (found,) = await waited(app, decide, app.parts.engine, name, [wish], acting(app, actor))
    return private(item_document(found), found.etag)


@router.post(
    "/{name}/decisions",
    operation_id="decide-upgrade-items",
    responses=private_answers(wire.Decisions, upgrade_example("decisions"), 409, 412, 413, 415),
)
async def decide_items(
    app: ServicesOfApp, actor: Mapping_, name: UpgradeName, question: asked.BulkQuestion
) -> Response:
    """One decision for many items, each named with the ETag it was read with: all of them, or none."""
    decision = _decision(question)
    wishes = [Wish(id=it.id, decision=decision, etags=(it.etag,)) for it in question.items]
    found = await waited(app, decide, app.parts.engine, name, wishes, acting(app, actor))
    return private({"items": [item_document(it) for it in found]})


@router.get(
    "/{name}/coverage",
    operation_id="upgrade-coverage",
    responses=private_answers(wire.UpgradeCoverage, upgrade_example("coverage")),
)
async def coverage_(app: ServicesOfApp, _: Reading, name: UpgradeName) -> Response:
    """How far the upgrade is: per kind, owner and language, and the mappings of its draft."""
    found = await waited(app, coverage, app.parts.engine, name)
    return private(coverage_document(found))


@router.get(
    "/{name}/findings",
    operation_id="upgrade-findings",
    responses=private_answers(wire.FindingList, upgrade_example("findings")),
)
async def findings(
    app: ServicesOfApp,
    _: Reading,
    name: UpgradeName,
    page: AskedPage,
    code: Annotated[str | None, Query(description="Only of this code.", max_length=64)] = None,
) -> Response:
    """What is odd about the incoming release, the gravest first."""
    key = (name, "findings", code)
    after, limit = behind(page, *key), page.limit + 1

    def listed() -> list[tuple[int, dict[str, Any]]]:
        return findings_of(app.parts.engine, name, code=code, after=after, limit=limit)

    found = await waited(app, listed)
    return private(page_of([it for _, it in found], [it for it, _ in found], page, *key))


@router.post(
    "/{name}/sign-off",
    operation_id="sign-off-upgrade",
    responses=private_answers(wire.Upgrade, upgrade_example("upgrade"), *_WRITES),
)
async def sign_off_(
    app: ServicesOfApp,
    actor: Publishing,
    name: UpgradeName,
    etags: IfMatch,
    question: asked.SignOffQuestion,
) -> Response:
    """Let the mapping set be published with the items that are open now, and no more."""
    by = acting(app, actor)

    def signed() -> UpgradeRecord:
        known = upgrade_of(app.parts.engine, name)
        if "*" not in etags and _etag(known) not in etags:
            message = f"the upgrade moved: {known.open:,} items are open now; read it again"
            raise PreconditionFailedError(message, {"ETag": _etag(known)})
        return sign_off(app.parts.engine, name, question.reason, by, expected=known.open)

    found = await waited(app, signed)
    return private(upgrade_document(found), _etag(found))


def _etag(it: UpgradeRecord) -> str:
    return f'"{it.status}-{it.items}-{it.done}-{it.sign_off.get("at", "")}"'


def _decision(question: asked.DecisionQuestion) -> Decision:
    return Decision(
        verb=question.decision,
        reason=question.reason.strip(),
        targets=_targets(question.targets),
        choices=tuple(
            Choice(it.mapping, it.decision, _targets(it.targets)) for it in question.choices
        ),
    )


def _targets(told: list[asked.TargetQuestion]) -> tuple[Target, ...]:
    return tuple(Target(it.id, it.predicate) for it in told)
