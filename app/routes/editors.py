"""The routes for editors of the draft."""

from __future__ import annotations

from app.routes import changeset_concepts, changesets, drafts

__all__ = ["ROUTERS"]

ROUTERS = (drafts.router, changesets.router, changeset_concepts.router)
"""In the order in which they are asked."""
