"""Files of editors, and what they would change, as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from app.editing.conflicts import shown_change

if TYPE_CHECKING:
    from datetime import datetime

    from app.filing.concepts import Looked
    from app.filing.records import ImportRecord
    from app.rendering.concepts import Json
    from taxonomy.model import Concept

__all__ = ["change_items", "changes_summary", "file_document", "import_document", "left_items"]


def import_document(it: ImportRecord, now: datetime) -> Json:
    """What is said of a file, and where its parts are."""
    at = f"/v1/editorial/changesets/imports/{it.key}"
    told = file_document(it, now)
    if it.changeset is not None:
        told["changeset"] = it.changeset
    return {**told, "links": {name: f"{at}/{name}" for name in ("changes", "left")}}


def file_document(it: ImportRecord, now: datetime) -> Json:
    """What is said of every file, whatever it is for."""
    told: Json = {
        "id": it.key,
        "scheme": it.scheme,
        "name": it.name,
        "bytes": it.size,
        "sha256": it.sha256,
        "state": it.state,
        "rows": {"done": it.done, "total": it.total},
        "seconds_left": it.seconds_left(now),
        "concepts": it.concepts,
        "refused": it.refused,
        "findings": list(it.findings),
        "problem": it.problem or None,
        "created_at": it.created_at,
        "expires_at": it.expires_at,
        "etag": it.etag,
    }
    return {name: value for name, value in told.items() if value is not None}


def changes_summary(looked: Looked) -> Json:
    """How much a file would change, counted."""
    found = looked.found
    return {
        "changed": len(found.pairs) - looked.new,
        "new": looked.new,
        "unchanged": found.unchanged,
        "left": len(found.left),
        "kinds": dict(looked.kinds),
    }


def change_items(looked: Looked, start: int, limit: int) -> list[Json]:
    """So many of the concepts that a file would change, from that one on."""
    return [
        _change(looked, before, after)
        for before, after in looked.found.pairs[start : start + limit]
    ]


def left_items(looked: Looked, start: int, limit: int) -> tuple[list[Json], dict[str, int]]:
    """So many findings of what stays, from that one on; and code → how many there are."""
    left = looked.found.left
    shown = replace(looked.found, left=left[start : start + limit])
    codes = dict(sorted(Counter(it.code for it in left).items()))
    return [it.as_record() for it in shown.findings(looked.places)], codes


def _change(looked: Looked, before: Concept | None, after: Concept) -> Json:
    was, becomes = shown_change(before, after)
    place = looked.places.get(after.id)
    told: Json = {
        "concept": {
            "id": after.id,
            "notation": after.notation,
            "kind": after.kind.value,
            "pref_label": after.pref_labels(),
        },
        "act": "changed" if before else "new",
        "fields": [
            {"field": it, "before": was.get(it, []), "after": becomes.get(it, [])}
            for it in dict.fromkeys((*was, *becomes))
        ],
    }
    if place:
        told["place"] = {"sheet": place.sheet, "row": place.row}
    return told
