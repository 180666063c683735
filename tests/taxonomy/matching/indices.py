"""Releases for the tests of matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.index import ReleaseIndex
from taxonomy.model import Release
from taxonomy.vocabulary import ReleaseStatus
from tests.build import taxonomy

if TYPE_CHECKING:
    from taxonomy.model import Concept

__all__ = ["indexed"]


def indexed(*concepts: Concept, scheme: str = "competent") -> ReleaseIndex:
    """The index of release 1.0 of these concepts."""
    release = Release(
        scheme=scheme, version="1.0", status=ReleaseStatus.PUBLISHED, digest="sha256:0"
    )
    return ReleaseIndex.build(release, taxonomy(*concepts), {})
