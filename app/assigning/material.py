"""What the matrix of digital skills is made from: a draft or release, ESCO, DigComp, mappings."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.mapping_shelf import Wanted
from taxonomy.assigning.columns import DIGCOMP, Column, best_framework, columns
from taxonomy.assigning.evidence import KINDS, Evidence, Found
from taxonomy.assigning.neighbours import Neighbour, Neighbours
from taxonomy.errors import TaxonomyError
from taxonomy.matching.demands import Counted
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.db.mapping_sets import SetRecord
    from app.library import Library
    from app.mapping_shelf import MappingShelf
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import MappingSet
    from taxonomy.model import Concept, Release

__all__ = ["Assigner", "Assigners", "Sources", "mapped_to_esco", "served"]

ESCO = "esco"


class Sources(NamedTuple):
    """What beside Competent is served to find evidence in; None for what is not there."""

    framework: ReleaseIndex | None
    esco: ReleaseIndex | None
    mappings: MappingSet | None
    record: SetRecord | None


class Assigner:
    """All that is known of the digital skills of one draft or release."""

    def __init__(
        self,
        index: ReleaseIndex,
        sources: Sources,
        columns: Sequence[Column],
        evidence: Evidence,
    ) -> None:
        self.index = index
        self.sources = sources
        self.columns = columns
        self.evidence = evidence
        self._counted = Counted(index.taxonomy.by_id, KINDS)
        self._near = Neighbours(index.listed(Kind.PROFILE), self._counted)
        self._found: dict[str, tuple[Concept, Found]] = {}

    def found(self, profile: Concept) -> Found:
        """What speaks for each digital skill of the profile, as it is given."""
        known = self._found.get(profile.id)
        if known is None or known[0] is not profile:
            told = self.evidence.of(profile, self._counted, self.index.taxonomy.by_id)
            known = self._found[profile.id] = profile, told
        return known[1]

    def neighbours(self, profile: Concept) -> Sequence[Neighbour]:
        """The profiles most alike to it, in the draft or release."""
        return self._near.of(profile.id)

    @property
    def framework(self) -> Release | None:
        """The release of DigComp whose numbers are shown."""
        return self.sources.framework.release if self.sources.framework else None


@dataclass(frozen=True, slots=True)
class _Known:
    """What was made last, and from what: it holds while nothing of that is another."""

    made_of: tuple[object, ...]
    columns: Sequence[Column]
    evidence: Evidence
    sources: Sources


class Assigners:
    """Hands out what is known of a draft or release; making it takes a while, so call it in a thread."""

    def __init__(self, library: Library, shelf: MappingShelf) -> None:
        self._library = library
        self._shelf = shelf
        self._lock = threading.Lock()
        self._known: _Known | None = None
        self._last: Assigner | None = None

    def get(self, index: ReleaseIndex) -> Assigner:
        """What is known; neighbours anew where the draft moved, the rest where one of its sources did."""
        with self._lock:
            known, last = self._of_sources(index), self._last
            if last is None or last.index is not index or last.evidence is not known.evidence:
                last = Assigner(index, known.sources, known.columns, known.evidence)
                self._last = last
            return last

    def _of_sources(self, index: ReleaseIndex) -> _Known:
        skills = tuple(index.listed(Kind.DIGITAL_SKILL))
        made_of = (
            index.release.version,
            skills,
            self._library.generation,
            self._shelf.generation,
        )
        if self._known is None or self._known.made_of != made_of:
            record, mappings = mapped_to_esco(self._shelf, index)
            esco = served(self._library, *mappings.object) if mappings else None
            frameworks = [
                found
                for it in self._library.releases(DIGCOMP)
                if (found := served(self._library, DIGCOMP, it.version))
            ]
            sources = Sources(best_framework(skills, frameworks), esco, mappings, record)
            told = columns(index, sources.framework, esco, mappings)
            self._known = _Known(made_of, told, Evidence(told, esco, mappings), sources)
        return self._known


def mapped_to_esco(
    shelf: MappingShelf, index: ReleaseIndex
) -> tuple[SetRecord | None, MappingSet | None]:
    """The published mappings from this release, or the last one before it that has any, to the newest ESCO."""
    ours = Wanted(index.release.scheme, index.release.version, newest=True)
    try:
        found = shelf.get(ours, Wanted(ESCO))
    except TaxonomyError:  # without a mapping there is no evidence, and all else goes on
        return None, None
    return found.record, found.content


def served(library: Library, scheme: str, version: str) -> ReleaseIndex | None:
    """The release, loaded where needed; None where it is not served."""
    try:
        return library.get(scheme, version)
    except TaxonomyError:
        return None
