"""What the editor of a concept is shown with, whatever led there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.editing.changesets import changeset_of
from app.mapping_review.uses import mapped_in
from app.rendering.workbench.changesets import open_of
from app.routes.workbench.changing import SCHEME
from taxonomy.editing.ending import HEIRS

if TYPE_CHECKING:
    from app.routes.workbench.asking import Screen

__all__ = ["shared_of"]


def shared_of(screen: Screen, changeset: int, concept_id: str) -> dict[str, Any]:
    """What stands around the concept: what it is mapped to, its changeset, those one may choose, nothing that went wrong."""
    desk = screen.app.desk
    return {
        "open": open_of(desk, screen.actor),
        "current": changeset_of(desk.engine, changeset) if changeset else None,
        "changeset": changeset,
        "reasons": list(HEIRS),
        "mapped": mapped_in(desk.engine, concept_id),
        "scheme": SCHEME,
        "done": "",
        "flaws": {},
        "typed": {},
        "error": None,
    }
