"""The examples of drafts and changesets: a butcher who gets another name, as the code that answers shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import orjson

from app.db.changesets import ChangeRecord, Comment
from app.editing.outlooks import Outlook
from app.editing.protocols import DEFAULTS
from app.editing.records import ChangesetRecord, DraftRecord, Origin
from app.editing.undoing import State
from app.rendering.changesets import (
    change_document,
    changeset_document,
    comments_document,
    concept_document,
    draft_document,
    listed_document,
    outlook_document,
    rewording_document,
    states_document,
)
from app.rendering.releases import release_summary
from taxonomy import canonical
from taxonomy.findings import Finding, Severity
from taxonomy.model import Concept, Label, Release
from taxonomy.vocabulary import Kind, LabelType, ReleaseStatus

__all__ = ["changeset_example"]

_AT = datetime(2026, 11, 28, 9, 12, 44, tzinfo=UTC)
_BEFORE = Concept(
    scheme="competent",
    id="6b1f0a52-0d61-4d8b-9f0e-2f7a1c3f1a10",
    kind=Kind.PROFILE,
    notation="OP-10",
    labels=(
        Label("nl", LabelType.PREFERRED, "Slager"),
        Label("fr", LabelType.PREFERRED, "Boucher"),
    ),
)
_AFTER = replace(
    _BEFORE, labels=(*_BEFORE.labels[:1], Label("nl", LabelType.PREFERRED, "Vleesbewerker"))
)
_OLD, _NEW = canonical.write(_BEFORE), canonical.write(_AFTER)
_DRAFT = DraftRecord(
    scheme="competent",
    version="3.12",
    digest="sha256:" + "0" * 64,
    frozen=False,
    sample=False,
    opened_at=_AT,
    opened_by="Eva Peeters",
    notes={"nl": "Nieuwe namen in de voeding."},
    planned_for=date(2026, 12, 15),
    revision=1,
)
_CANDIDATE = Release(
    scheme="competent",
    version="3.12",
    status=ReleaseStatus.CANDIDATE,
    digest="sha256:" + "0" * 64,
    published_at=_AT,
    previous="3.11",
    counts={"profile": 608},
    planned_for=date(2026, 12, 20),
)
_CHANGESET = ChangesetRecord(
    key=12,
    scheme="competent",
    title="Words of butchers",
    reason="The sector asked for it.",
    origin=Origin.EDITING,
    author="Eva Peeters",
    organisation="VDAB",
    state="submitted",
    undoes=None,
    size=1,
    revision=3,
    created_at=_AT,
    changed_at=_AT,
    submitted_at=_AT,
    submitted_by="Eva Peeters",
    decided_at=None,
    decided_by="",
    accepted_in="",
)
_CHANGE = ChangeRecord(
    concept_id=_BEFORE.id,
    concept_key=1,
    act="edit",
    authors=("Eva Peeters",),
    at=_AT,
    why="shorter",
    base=canonical.revision(_OLD),
    revision=canonical.revision(_NEW),
    before=_OLD,
    after=_NEW,
)
_FINDING = Finding(
    severity=Severity.WARNING,
    code="profile-title-missing",
    message="OP-10 has no title in fr",
    concept=_BEFORE.id,
    field="pref_label",
    lang="fr",
)
_STATE = State(
    revision=canonical.revision(_NEW).hex(),
    releases=("3.12",),
    changeset=12,
    state="accepted",
    title="Words of butchers",
    authors=("Eva Peeters",),
    at=_AT,
    why="shorter",
)
_NAME = {"group": "label", "name": "alternative", "value": "Beenhouwer", "lang": "nl"}
_LINK = {"group": "link", "name": "optionalCompetence", "value": "c1", "lang": ""}
_SHOWN: dict[str, Any] = {
    "draft": draft_document(_DRAFT),
    "protocols": {"scheme": "competent", "people": DEFAULTS},
    "readiness": {
        "version": "3.12",
        "since": _AT,
        "findings": {"error": 0, "warning": 14, "info": 3},
        "translations": [
            {"lang": "fr", "total": 8200, "approved_percent": 99.2, "states": {"approved": 8134}}
        ],
        "gaps": [
            {"gap": "isco", "kind": "profile", "total": 608, "lacking": 1, "concepts": ["op-10"]}
        ],
        "plans": [
            {
                "version": "3.12",
                "status": "candidate",
                "candidate_since": "2026-11-17",
                "planned_for": "2026-12-15",
                "planned_by": "Paula Claes",
                "days_left": 17,
                "days_passed": 11,
                "due": False,
            }
        ],
        "deadlines": [
            {"what": "release", "name": "3.12", "title": "3.12", "day": "2026-12-15", "days": 17}
        ],
        "people": [
            {
                "actor": "Eva Peeters",
                "organisation": "VDAB",
                "acts": {"concept-edited": 12},
                "total": 12,
            }
        ],
    },
    "release": release_summary(_CANDIDATE),
    "changeset": changeset_document(_CHANGESET),
    "changesets": {
        "items": [changeset_document(_CHANGESET)],
        "states": {"open": 0, "submitted": 1, "sent-back": 0, "accepted": 0, "discarded": 0},
    },
    "changes": {"items": [change_document(_CHANGE)], "total": 1},
    "comments": {"items": comments_document([Comment(_AT, "Otto Maes", "Why?", _BEFORE.id)])},
    "outlook": outlook_document(
        Outlook(size=1, findings=(_FINDING,), people=2, kinds=frozenset({"label-nl"}))
    ),
    "concept": concept_document(_AFTER),
    "draft-concepts": {"items": [listed_document(_AFTER)], "total": 1},
    "states": {"items": states_document([_STATE])},
    "rewordings": rewording_document([(_BEFORE, _AFTER)], 1, applied=False),
    "many": rewording_document([(_BEFORE, _AFTER)], 1, applied=False)
    | {"chosen": 2, "following": 0},
    "merged": rewording_document([(_BEFORE, _AFTER)], 1, applied=False)
    | {"lost": [{**_LINK, "because": "weaker"}], "findings": [], "choices": [_NAME]},
    "split": rewording_document([(_BEFORE, _AFTER)], 1, applied=False)
    | {"lost": [{**_NAME, "because": "left"}], "findings": []},
}


def changeset_example(name: str) -> Any:
    """The example of this operation's answer, as plain JSON values."""
    return orjson.loads(orjson.dumps(_SHOWN[name], option=orjson.OPT_UTC_Z))
