"""Long work on mappings as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.mapping_runs.records import RunRecord
    from app.rendering.concepts import Json

__all__ = ["run_document"]


def run_document(it: RunRecord) -> Json:
    """The run, and where it leads."""
    room = "upgrades" if it.kind == "upgrade" else "mapping-reviews"
    return {
        "number": it.key,
        "kind": it.kind.value,
        "set": it.name,
        "asked": it.asked,
        "state": it.state,
        "alive": it.alive,
        "stopping": it.stopping,
        "done": it.done,
        "total": it.total,
        "seconds_left": it.seconds_left,
        "result": it.result,
        "error": it.error,
        "started_by": it.started_by,
        "organisation": it.organisation,
        "started_at": it.started_at,
        "ended_at": it.ended_at,
        "links": {
            "self": f"/v1/editorial/mapping-runs/{it.key}",
            "about": f"/v1/editorial/{room}/{it.name}",
        },
    }
