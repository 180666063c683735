"""Packages of translations that go out to be worked on elsewhere and come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.reviewing.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.findings import Finding
    from taxonomy.reviewing.units import Unit

__all__ = ["Package", "ReadPackage", "Returned", "Segment"]


class Segment(NamedTuple):
    """A unit as it goes out: `text` is what is to be read or bettered, `remarks` tell its story."""

    unit: Unit
    label: str
    state: State
    text: str
    source_then: str
    remarks: tuple[str, ...]
    seen: str


class Package(NamedTuple):
    """Units of one language of a release, and the moment of the package (ISO 8601)."""

    release: str
    source_lang: str
    lang: str
    made_at: str
    segments: Sequence[Segment]


class Returned(NamedTuple):
    """A unit as it came back; `seen` is the entity tag that went out with it, "" where the tool dropped it.

    `ready` says whether whoever translated it says that it is ready for review.
    """

    row: int
    unit_id: str
    source: str
    text: str
    ready: bool
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPackage:
    """What a file says: of which release and language it is, its units, and what is wrong in it."""

    release: str
    lang: str
    items: tuple[Returned, ...]
    findings: tuple[Finding, ...] = field(default=())
