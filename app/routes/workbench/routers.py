"""The routers of the workbench, in the order in which a path is looked up."""

from __future__ import annotations

from app.routes.workbench import (
    audit,
    campaigns,
    changesets,
    competence_sets,
    concept_saving,
    concepts,
    dashboard,
    digital_skills,
    files,
    frameworks,
    many,
    many_translations,
    mapping,
    mapping_files,
    mapping_publication,
    mapping_runs,
    mentions,
    merging,
    people,
    preview,
    protocols,
    release,
    rewording,
    signing_in,
    splitting,
    translating,
    upgrade_sweeps,
    upgrade_texts,
    upgrades,
)

__all__ = ["ROUTERS"]

ROUTERS = (
    dashboard.router,
    signing_in.router,
    people.router,
    campaigns.router,  # before the one of a queue, whose path would match too
    many_translations.router,
    translating.router,
    audit.router,
    mentions.router,
    mapping_files.router,  # these before the one of sets, whose path would match too
    mapping_runs.router,
    mapping.router,
    files.router,
    mapping_publication.router,
    changesets.router,
    merging.router,
    splitting.router,
    preview.router,
    protocols.router,
    concepts.router,
    digital_skills.router,
    frameworks.router,
    concept_saving.router,
    competence_sets.router,
    release.router,
    rewording.router,
    many.router,
    upgrades.router,
    upgrade_sweeps.router,
    upgrade_texts.router,
)
