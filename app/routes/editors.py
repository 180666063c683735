"""The routes for editors of the draft, and for those who translate it."""

from __future__ import annotations

from app.routes import (
    campaigns,
    changeset_concepts,
    changeset_joining,
    changesets,
    digital_skills,
    drafts,
    mentions,
    translation_packages,
    translations,
)

__all__ = ["ROUTERS"]

ROUTERS = (
    mentions.router,
    drafts.router,
    changesets.router,
    changeset_concepts.router,
    digital_skills.router,
    changeset_joining.router,
    translation_packages.router,  # before the one of a unit, whose path would match too
    translations.router,
    campaigns.router,
)
"""In the order in which they are asked."""
