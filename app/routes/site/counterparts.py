"""What pages read of mapping sets: which ones tell of a release, their content, and the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio.to_thread

from app.rendering.pages.mapped import Chosen, chosen
from taxonomy.errors import ReleaseNotFoundError

if TYPE_CHECKING:
    from app.rendering.pages.names import Reader
    from app.routes.site.asking import OnView
    from taxonomy.mapping import MappingSet

__all__ = ["content", "other", "sets"]


def sets(asked: OnView) -> list[Chosen]:
    """For each other scheme the set that tells of the release on view."""
    records = asked.served.services.mappings.newest_first()
    return chosen(records, asked.served.scheme, asked.served.version)


async def content(asked: OnView, choice: Chosen) -> MappingSet:
    """The mappings of a set; from memory, and in a thread where the set is not there yet."""
    shelf, limiter = asked.served.services.mappings, asked.served.services.loading
    held = shelf.held(choice.record, turned=choice.turned)
    if held is not None:
        return held

    def load() -> MappingSet:
        return shelf.content(choice.record, turned=choice.turned)

    return await anyio.to_thread.run_sync(load, limiter=limiter)


def other(asked: OnView, choice: Chosen) -> Reader | None:
    """Who reads the current release of the other scheme."""
    try:
        index = asked.served.services.library.find(choice.other, "current")
    except ReleaseNotFoundError:
        return None
    return asked.reader_of(index, "current") if index else None
