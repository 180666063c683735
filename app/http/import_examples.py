"""The examples of files that editors send: a table of words for butchers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from app.filing.concepts import Looked
from app.filing.records import ImportRecord
from app.rendering.imports import change_items, changes_summary, import_document, left_items
from taxonomy.editing.fields import Field
from taxonomy.editing.taking import Incoming, Left
from taxonomy.findings import Place
from taxonomy.model import Concept, Label
from taxonomy.vocabulary import Kind, LabelType

__all__ = ["MAPPINGS_FILE", "import_example"]

_AT = datetime(2026, 11, 28, 9, 12, 44, tzinfo=UTC)
_RECORD = ImportRecord(
    key=3,
    scheme="competent",
    name="words-of-butchers.xlsx",
    size=48_213,
    sha256="0" * 64,
    owner="Eva Peeters",
    organisation="VDAB",
    state="read",
    done=312,
    total=312,
    concepts=312,
    refused=0,
    findings=(),
    problem={},
    asked={},
    changeset=None,
    result={},
    revision=3,
    created_at=_AT,
    began_at=_AT,
    beat_at=_AT,
    expires_at=_AT + timedelta(days=14),
)
MAPPINGS_FILE = replace(
    _RECORD,
    key=4,
    scheme="",
    name="BE_occupations.csv",
    size=1_204_118,
    done=3_785,
    total=3_785,
    concepts=1_893,
    asked={"subject": "competent/3.8"},
)
"""A file of mappings that was read."""
_SAW = Concept(
    scheme="competent",
    id="6b1f0a52-0d61-4d8b-9f0e-2f7a1c3f1a10",
    kind=Kind.SKILL,
    notation="SK-12",
    labels=(Label("nl", LabelType.PREFERRED, "Zagen"),),
)
_SAWN = replace(_SAW, labels=(*_SAW.labels, Label("en", LabelType.PREFERRED, "Saw")))
_LEFT = Left(
    _SAW,
    Field("label", "preferred", "nl"),
    "approved-text",
    _SAW.labels,
    (Label("nl", LabelType.PREFERRED, "Verzagen"),),
)
_LOOKED = Looked(
    _RECORD,
    Incoming(((_SAW, _SAWN),), (_LEFT,), 310),
    {_SAW.id: Place("words-of-butchers.xlsx", "skill", 17)},
    0,
    {"label-en": 1},
)
_LEFT_ITEMS, _CODES = left_items(_LOOKED, 0, 1)
_SHOWN: dict[str, Any] = {
    "import": import_document(_RECORD, _AT),
    "imports": {"items": [import_document(_RECORD, _AT)]},
    "changes": {"items": change_items(_LOOKED, 0, 1), **changes_summary(_LOOKED)},
    "left": {"items": _LEFT_ITEMS, "codes": _CODES},
}


def import_example(name: str) -> Any:
    """The example of this operation's answer, as plain JSON values."""
    return orjson.loads(orjson.dumps(_SHOWN[name], option=orjson.OPT_UTC_Z))
