"""The bodies of answers to editors: who they are."""

from __future__ import annotations

from app.wire.body import Wire

__all__ = ["Me"]


class Me(Wire):
    """Whose key was sent, and what it allows."""

    name: str
    organisation: str
    roles: list[str]
    scopes: list[str]
    languages: dict[str, list[str]]
