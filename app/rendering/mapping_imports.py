"""Files of mappers, and what they would make of a set, as JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.rendering.imports import file_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.filing.mappings import Looked
    from app.filing.records import ImportRecord
    from app.rendering.concepts import Json
    from taxonomy.mapping import Mapping

__all__ = ["mapping_import_document", "plan_items", "plan_summary"]

AT = "/v1/editorial/mapping-imports"


def mapping_import_document(it: ImportRecord, now: datetime) -> Json:
    """What is said of a file of mappings, and where its parts are."""
    told = file_document(it, now)
    del told["scheme"]
    told["mappings"] = told.pop("concepts")
    told["asked"] = it.asked
    told["links"] = {"changes": f"{AT}/{it.key}/changes"}
    if it.result:
        name = it.result["mapping_set"]
        told["result"] = it.result
        told["links"]["review"] = f"/v1/editorial/mapping-reviews/{name}"
    return told


def plan_summary(looked: Looked) -> Json:
    """How much a file would make of its set, counted, and what was noticed on looking its ids up."""
    given, plan = looked.given, looked.plan
    record = plan.record
    return {
        "mapping_set": given.name,
        "subject": given.subject.name,
        "object": given.object.name,
        "edition": record.edition if record else None,
        "status": record.status if record else None,
        "added": len(plan.added),
        "known": plan.known,
        "unlisted": len(plan.unlisted),
        "states": dict(Counter(it.state.value for it in plan.added)),
        "predicates": dict(Counter(it.predicate.value for it in plan.added)),
        "findings": [it.as_dict() for it in looked.findings[:1000]],
    }


def plan_items(mappings: Sequence[Mapping]) -> list[Json]:
    """These mappings of a file as it tells them."""
    return [
        {
            "subject": {"id": it.subject_id, "label": it.subject_label},
            "predicate_id": it.predicate.value,
            "object": {"id": it.object_id, "label": it.object_label},
            "state": it.state.value,
            "source": it.source,
        }
        for it in mappings
    ]
