"""Into which changeset the form of a concept goes: the one that it names, or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.editing.changesets import Purpose
from taxonomy.errors import NotFoundError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from app.editing.targets import Into
    from app.routes.workbench.asking import Screen

__all__ = ["SCHEME", "changeset_named", "into"]

SCHEME = "competent"


def into(screen: Screen, name: str) -> Into:
    """The changeset that the form names, or what a new one under the title that it says is for."""
    named = changeset_named(screen)
    if named is not None:
        return named
    title = screen.sent("title").strip() or name
    return Purpose(title, screen.sent("why"), once=screen.sent("once"))


def changeset_named(screen: Screen) -> int | None:
    """The changeset that the form names, None where it asks for a new one; NotFoundError for what is none."""
    sent = screen.sent("changeset")
    if sent in ("", "0", "new"):
        return None
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        message = sentence("there is no changeset %(number)r", number=sent[:40])
        raise NotFoundError(message)
    return int(sent)
