"""The routers of the workbench, in the order in which a path is looked up."""

from __future__ import annotations

from app.routes.workbench import (
    audit,
    changesets,
    concepts,
    dashboard,
    mapping,
    people,
    release,
    signing_in,
)

__all__ = ["ROUTERS"]

ROUTERS = (
    dashboard.router,
    signing_in.router,
    people.router,
    audit.router,
    mapping.router,
    changesets.router,
    concepts.router,
    release.router,
)
