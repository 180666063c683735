"""The examples of upgrades: a halal butcher that was renamed, as the code that answers shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson

from app.db.upgrades import Move
from app.rendering.upgrades import (
    coverage_document,
    events_document,
    item_document,
    plan_document,
    text_document,
    upgrade_document,
)
from app.upgrading.finishing import Coverage
from app.upgrading.records import ItemRecord, UpgradeRecord
from app.upgrading.sweeping import Left, Plan
from app.upgrading.translations import Remark, TextRecord
from taxonomy.currency import End, ItemKind
from taxonomy.deciding import Decision, Verb

__all__ = ["upgrade_example"]

_AT = datetime(2026, 11, 28, 9, 12, 44, tzinfo=UTC)
_HALAL = "http://data.europa.eu/esco/occupation/1"
_ID = "0f3a5b7c9d1e2f4a6b8c"
_CONCEPT = {"id": _HALAL, "labels": {"nl": "halalslager", "en": "halal butcher"}}
_MAPPING = {
    "id": "5c1d2e3f405162738495",
    "subject": {"id": "6b1f0a52", "labels": {"nl": "Slager"}, "notation": "OP-10"},
    "predicate": "skos:narrowMatch",
    "object": _CONCEPT,
}
_TOUCH = {
    "kind": "changed-label",
    "end": "object",
    "scheme": "esco",
    "concept_id": _HALAL,
    "since": "1.1.1",
    "version": "1.2.0",
    "change": "preferred-label-changed",
    "lang": "nl",
    "before": "islamitisch slager",
    "after": "halalslager",
    "alike": 0.4,
}

_UPGRADE = UpgradeRecord(
    name="competent-3.11--esco-1.2.0",
    scheme="esco",
    from_version="1.1.1",
    to_version="1.2.0",
    carried_from="competent-3.11--esco-1.1.1/2",
    status="open",
    superseded_by="",
    items=1,
    done=1,
    sign_off={},
    created_at=_AT,
    created_by="eva",
)
_ITEM = ItemRecord(
    id=_ID,
    place=0,
    kind=ItemKind.LABEL,
    end=End.OBJECT,
    concept_id=_HALAL,
    state="done",
    decision=Decision(verb=Verb.KEEP, reason="the same occupation"),
    proposed_by="eva",
    decided_by="eva",
    decided_at=_AT,
    owner="eva",
    languages={"nl": "done", "fr": "not-needed", "de": "not-needed", "en": "not-needed"},
    detail={
        "concept": _CONCEPT,
        "reason": "renamed in nl (40% of the words stayed); 1 mapping to look at",
        "slight": False,
        "version": "1.2.0",
        "touches": [_TOUCH],
        "mappings": [_MAPPING],
        "proposals": [],
        "links": [],
    },
    revision=2,
    changed_at=_AT,
    changed_by="eva",
)
_TEXT = TextRecord(
    place=0,
    concept_id=_HALAL,
    lang="nl",
    kind="occupation",
    before="islamitisch slager",
    after="halalslager",
    english="halal butcher",
    remark=Remark("comment", "two words in Dutch style guides", "halal-slager"),
    revision=2,
    changed_at=_AT,
    changed_by="eva",
)
_FIGURES = {"items": 1, "done": 1, "open": 0, "percent": 100}
_COVERAGE = Coverage(
    upgrade=_UPGRADE,
    kinds={"changed-label": {**_FIGURES, "states": {"done": 1}, "decisions": {"keep": 1}}},
    languages={"nl": 0, "fr": 0, "de": 0, "en": 0},
    owners={"eva": _FIGURES},
    mappings={"accepted": {"skos:narrowMatch": 1}},
)
_EVENT = Move(_ID, _AT, "eva", "decided", {"decision": "keep", "reason": "the same occupation"})
_FINDING = {
    "severity": "warning",
    "code": "label-doubled",
    "message": "another occupation has this label too",
    "concept": _HALAL,
}
_SHOWN: dict[str, Any] = {
    "upgrade": upgrade_document(_UPGRADE),
    "upgrades": {"items": [upgrade_document(_UPGRADE)], "total": 1},
    "item": {**item_document(_ITEM), "events": events_document([_EVENT])},
    "moved": item_document(_ITEM),
    "adopted": {"item": item_document(_ITEM), "changeset": 12, "notation": "OP-612"},
    "items": {"items": [item_document(_ITEM)], "total": 1},
    "decisions": {"items": [item_document(_ITEM)]},
    "plan": plan_document(
        Plan(decided=((_ITEM, Decision(verb=Verb.KEEP)),), left=(Left(_ITEM, "no-candidate"),))
    ),
    "swept": {"items": [item_document(_ITEM)], "left": 1, "changeset": None},
    "coverage": coverage_document(_COVERAGE),
    "findings": {"items": [_FINDING]},
    "text": text_document(_TEXT),
    "texts": {"items": [text_document(_TEXT)]},
}


def upgrade_example(name: str) -> Any:
    """The example of this operation's answer, as plain JSON values."""
    return orjson.loads(orjson.dumps(_SHOWN[name], option=orjson.OPT_UTC_Z))
