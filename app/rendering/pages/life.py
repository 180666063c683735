"""The life of a concept as a line of releases."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.archive import day_of
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus, Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept, Lifespan, Release

__all__ = ["Life", "Moment", "State", "life"]


class State(StrEnum):
    """What a concept was in a release."""

    BEFORE = "before"
    ACTIVE = "active"
    RETIRED = "retired"


class Moment(NamedTuple):
    """A release, and what the concept was in it."""

    version: str
    day: date | None
    state: State


class Life(NamedTuple):
    """The releases up to the one on view, oldest first."""

    span: Lifespan
    moments: Sequence[Moment]


def life(index: ReleaseIndex, concept: Concept, releases: Sequence[Release]) -> Life:
    """A concept through the releases of its scheme, given oldest version first.

    Samples only count among samples; withdrawn ones and candidates tell nothing but of themselves.
    """
    own = index.release
    span = index.lifespan(concept.id)
    line = [it for it in releases if _counts(it, own)]
    moments = [Moment(it.version, day_of(it), _state(it.version, span, concept)) for it in line]
    return Life(span, moments)


def _counts(release: Release, own: Release) -> bool:
    if release.version == own.version:
        return True
    earlier = Version.parse(release.version) < Version.parse(own.version)
    published = release.status is ReleaseStatus.PUBLISHED
    return earlier and published and release.sample is own.sample


def _state(version: str, span: Lifespan, concept: Concept) -> State:
    at = Version.parse(version)
    if at < Version.parse(span.first):
        return State.BEFORE
    if concept.status is Status.ACTIVE:
        return State.ACTIVE
    gone = span.retired_since and at >= Version.parse(span.retired_since)
    return State.RETIRED if gone or span.last_active is None else State.ACTIVE
