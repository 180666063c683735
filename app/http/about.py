"""What an answer says of the release that it is of."""

from __future__ import annotations

from dataclasses import dataclass

from taxonomy.model import Release

__all__ = ["About"]


@dataclass(frozen=True, slots=True)
class About:
    """The release an answer is of, the version as asked, whether this URL answers the same for ever."""

    release: Release
    asked_version: str
    immutable: bool
