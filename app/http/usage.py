"""Which releases are asked for, and which retired concepts: who publishes sees what is still in use."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from app.library import ALIASES
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import Scope

    from app.http.about import About
    from taxonomy.model import Concept

__all__ = [
    "MOST_SHOWN",
    "Asked",
    "Retired",
    "Usage",
    "Use",
    "note_concepts",
    "note_release",
    "use_of",
]

MOST_SHOWN = 100
MOST_COUNTED = 2_000
"""Retired concepts that are counted one by one; when there are more, the least asked half goes."""
_RELEASE, _RETIRED = "used_release", "used_retired"


class Asked(NamedTuple):
    """A release, and how it was asked for: `pinned`, or the alias that stood for it."""

    scheme: str
    version: str
    asked: str


class Retired(NamedTuple):
    """A retired concept in a release."""

    scheme: str
    version: str
    id: str
    notation: str


class Use(NamedTuple):
    """What one answer is of: a release, and the concepts in it that are retired."""

    asked: Asked
    retired: tuple[Retired, ...] = ()


class Usage:
    """Counts of this worker since it started; for the event loop's thread only.

    There are only releases that exist among them, so what is counted is bounded, and no client.
    """

    def __init__(self) -> None:
        self.releases: dict[Asked, int] = {}
        self.retired: dict[tuple[str, str], int] = {}
        """Scheme and version → how often a concept was asked for that is retired there."""
        self._concepts: Counter[Retired] = Counter()

    def count(self, use: Use) -> None:
        """Count one answer."""
        self.releases[use.asked] = self.releases.get(use.asked, 0) + 1
        for it in use.retired:
            self._count_retired(it)

    def most_asked(self) -> list[tuple[Retired, int]]:
        """The retired concepts asked for most, the most asked first, at most a hundred."""
        return self._concepts.most_common(MOST_SHOWN)

    def _count_retired(self, concept: Retired) -> None:
        release = (concept.scheme, concept.version)
        self.retired[release] = self.retired.get(release, 0) + 1
        self._concepts[concept] += 1
        if len(self._concepts) > MOST_COUNTED:
            self._concepts = Counter(dict(self._concepts.most_common(MOST_COUNTED // 2)))


def note_release(scope: Scope, about: About) -> None:
    """Note which release the answer to this request is of."""
    asked = about.asked_version if about.asked_version in ALIASES else "pinned"
    scope[_RELEASE] = Asked(about.release.scheme, about.release.version, asked)


def note_concepts(scope: Scope, version: str, concepts: Iterable[Concept]) -> None:
    """Note that the answer is of these concepts, of those that are retired in this release."""
    scope[_RETIRED] = tuple(
        Retired(it.scheme, version, it.id, it.notation)
        for it in concepts
        if it.status is Status.RETIRED
    )


def use_of(scope: Scope) -> Use | None:
    """What was noted; None where the answer is of no release."""
    asked = scope.get(_RELEASE)
    return Use(asked, scope.get(_RETIRED, ())) if asked else None
