"""The routers of the public site, in the order in which a path is looked up."""

from __future__ import annotations

from app.routes.site import (
    browsing,
    changes,
    comparing,
    concepts,
    feedback,
    home,
    machines,
    pictures,
    searching,
)

__all__ = ["ROUTERS"]

ROUTERS = (
    concepts.router,
    machines.router,
    feedback.router,
    changes.router,
    comparing.router,
    pictures.router,
    searching.router,
    browsing.router,
    home.router,
)
