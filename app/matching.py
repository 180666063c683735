"""The matchers of the served releases, and the ids of other schemes in them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from taxonomy.errors import NoMappingPathError
from taxonomy.mapping import Side
from taxonomy.matching.demands import Demands
from taxonomy.matching.matcher import Matcher
from taxonomy.matching.understanding import Code, Foreign, Remark, strangers
from taxonomy.schemes import SCHEMES
from taxonomy.translation import Question
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from app.library import Library
    from app.translating import Translators
    from taxonomy.index import ReleaseIndex
    from taxonomy.translation import Translated
    from taxonomy.vocabulary import Kind

__all__ = ["Matchers"]

_Kinds = frozenset["Kind"]
_ALONE = Question(cardinality=False)
"""Each id by itself: whether others lead to the same concept is not asked."""
_KEPT = 4
"""Choices of kinds of which a release keeps the matcher."""


@dataclass(frozen=True, slots=True)
class Matchers:
    """Keeps the matchers of each release that is in memory; they go when its index goes."""

    library: Library
    translators: Translators
    _kept: WeakKeyDictionary[ReleaseIndex, dict[_Kinds, Matcher]] = field(
        default_factory=WeakKeyDictionary
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, index: ReleaseIndex, kinds: _Kinds) -> Matcher:
        """The matcher of a release, made where needed: that takes a while, so call it in a thread.

        NothingToMatchError where it has no profiles.
        """
        with self._lock:
            kept = self._kept.setdefault(index, {})
            found = kept.pop(kinds, None) or Matcher(Demands.of(index, kinds))
            kept[kinds] = found
            while len(kept) > _KEPT:
                del kept[next(iter(kept))]
            return found

    def foreign(self, asked: Iterable[str], index: ReleaseIndex) -> Mapping[str, Foreign]:
        """What the ids that this release does not know are in it, where another scheme knows them."""
        unknown = strangers(asked, index)
        found: dict[str, list[tuple[str, Foreign]]] = {}
        for scheme in SCHEMES:
            current = self.library.current(scheme) if unknown else None
            if current and scheme != index.release.scheme:
                here = self.library.get(scheme, current.version)
                ids = [it for it in unknown if here.find(it)]
                for one, foreign in self._translated(ids, here, index):
                    found.setdefault(one, []).append((scheme, foreign))
        return {asked: _one_of(ways) for asked, ways in found.items()}

    def _translated(
        self, ids: Sequence[str], start: ReleaseIndex, end: ReleaseIndex
    ) -> Iterable[tuple[str, Foreign]]:
        if not ids:
            return []
        here, there = (Side(it.release.scheme, it.release.version) for it in (start, end))
        try:
            items = self.translators.get(here, there).translate(ids, here, there, _ALONE).items
        except NoMappingPathError as error:
            why = Remark(Code.NO_MAPPING, error.detail)
            return [(it, Foreign(why=why)) for it in ids]
        return [(it.asked, _foreign(it, start, end)) for it in items]


def _foreign(translated: Translated, start: ReleaseIndex, end: ReleaseIndex) -> Foreign:
    """What is only related is no competence that somebody who has the other one has."""
    by_id = end.taxonomy.by_id
    arrivals = tuple(
        it
        for it in translated.targets
        if it.predicate is not MappingPredicate.RELATED and it.id in by_id
    )
    text = f"is of {start.release.name}, and no mapping leads from it to {end.release.name}"
    return Foreign(arrivals, None if arrivals else Remark(Code.NO_MAPPING, text))


def _one_of(ways: Collection[tuple[str, Foreign]]) -> Foreign:
    """The scheme that leads anywhere; where several do, nobody knows which one is meant."""
    leading = [(scheme, it) for scheme, it in ways if it.arrivals]
    if len(leading) > 1:
        names = " or ".join(scheme for scheme, _ in leading)
        return Foreign(why=Remark(Code.AMBIGUOUS, f"may be an id of {names}: write it as a URI"))
    return leading[0][1] if leading else next(it for _, it in ways)
