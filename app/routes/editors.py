"""The routes for editors of the draft, for those who translate it, and for those who map it."""

from __future__ import annotations

from app.routes import (
    campaigns,
    changeset_concepts,
    changeset_joining,
    changesets,
    dashboard,
    digital_skills,
    draft_concepts,
    drafts,
    editorial_sets,
    imports,
    many_concepts,
    mapping_imports,
    mapping_publication,
    mapping_reviews,
    mapping_runs,
    mentions,
    people,
    releasing,
    translation_packages,
    translation_spelling,
    translations,
    upgrade_adoptions,
    upgrade_sweeps,
    upgrade_texts,
    upgrades,
)

__all__ = ["ROUTERS"]

ROUTERS = (
    dashboard.router,
    mentions.router,
    people.router,
    drafts.router,
    draft_concepts.router,
    releasing.router,
    imports.router,  # before the one of a changeset, whose path would match too
    changesets.router,
    changeset_concepts.router,
    many_concepts.router,
    digital_skills.router,
    changeset_joining.router,
    translation_packages.router,  # before the one of a unit, whose path would match too
    translation_spelling.router,
    translations.router,
    campaigns.router,
    upgrades.router,
    upgrade_texts.router,
    upgrade_adoptions.router,
    upgrade_sweeps.router,
    mapping_reviews.router,
    mapping_publication.router,
    mapping_runs.router,
    mapping_imports.router,
    editorial_sets.router,
)
"""In the order in which they are asked."""
