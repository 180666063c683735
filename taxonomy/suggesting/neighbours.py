"""What speaks for a candidate besides labels: codes of ISCO, and mappings that are accepted already."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.vocabulary import Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.suggesting.engine import Found
    from taxonomy.suggesting.values import Accepted, Subject

__all__ = ["Neighbours", "Support"]

_OF_OWN, _OF_NEIGHBOUR, _OF_GROUP, _OF_ISCO = 8.0, 1.0, 0.7, 0.5
"""Log-odds that each kind of support adds: set by hand, the gold files say nothing of neighbours. An
ISCO code counts once for each of its digits that agree."""
_ISCO = "isco-08"


class Support(NamedTuple):
    """Why a neighbour speaks for a concept, and how many log-odds that adds; `sign` as a reason has it."""

    type: str
    text: str
    odds: float
    sign: tuple[str, ...]


class Neighbours:
    """Knows what a subject's neighbours are mapped to, and which groups concepts are in."""

    def __init__(self, index: ReleaseIndex, accepted: Sequence[Accepted]) -> None:
        self._index = index
        self._accepted: defaultdict[str, list[Accepted]] = defaultdict(list)
        for it in accepted:
            self._accepted[it.subject_id].append(it)

    def weighed(self, found: Found, block: Sequence[Subject], concepts: Sequence[Concept]) -> Found:
        """The pairs, with what neighbours add to their log-odds."""
        telling = {n for n, it in enumerate(block) if self._tells(it)}
        if not telling:
            return found
        odds = found.odds.copy()
        for pair, (number, concept) in enumerate(
            zip(found.subjects.tolist(), found.concepts.tolist(), strict=True)
        ):
            if number in telling:
                odds[pair] += sum(it.odds for it in self.support(block[number], concepts[concept]))
        order = np.lexsort((found.concepts, -odds, found.subjects))
        of = {name: it[order] for name, it in found.figures.items()}
        return found._replace(
            subjects=found.subjects[order],
            concepts=found.concepts[order],
            odds=odds[order],
            figures=of,
        )

    def support(self, subject: Subject, concept: Concept) -> list[Support]:
        """All that speaks for the concept as a candidate of the subject, besides labels."""
        found = []
        digits = max((_agreeing(it, self._codes(concept)) for it in subject.isco), default=0)
        if digits:
            group = self._codes(concept)[0][:digits]
            text = f"both stand in ISCO group {group}"
            found.append(Support("isco", text, _OF_ISCO * digits, ("isco", group)))
        groups = set(concept.targets(Predicate.BROADER))
        for neighbour in (subject.id, *subject.broader, *subject.linked):
            for it in self._accepted.get(neighbour, ()):
                odds = self._odds(it, subject, concept, groups)
                if odds:
                    text = f"{neighbour} is mapped to {it.object_id} ({it.predicate})"
                    sign = ("mapping", neighbour, it.object_id, self._named(it.object_id))
                    found.append(Support("mapping", text, odds, sign))
        return found

    def _tells(self, subject: Subject) -> bool:
        near = (subject.id, *subject.broader, *subject.linked)
        return bool(subject.isco) or any(it in self._accepted for it in near)

    def _odds(
        self, accepted: Accepted, subject: Subject, concept: Concept, groups: set[str]
    ) -> float:
        if accepted.object_id == concept.id:
            return _OF_OWN if accepted.subject_id == subject.id else _OF_NEIGHBOUR
        other = self._index.find(accepted.object_id)
        beside = other is not None and groups & set(other.targets(Predicate.BROADER))
        return _OF_GROUP if beside or accepted.object_id in groups else 0.0

    def _named(self, object_id: str) -> str:
        """What the mapped concept is called in English, "" where its release has no such name."""
        found = self._index.find(object_id)
        return (found.pref_label("en") or "") if found else ""

    def _codes(self, concept: Concept) -> list[str]:
        own = [it.value for it in concept.notations if it.system == _ISCO]
        above = [self._index.find(it) for it in concept.targets(Predicate.BROADER)]
        groups = [it for it in (concept, *above) if it and "/isco/" in it.id]
        return own or [it.id.rpartition("/C")[2] for it in groups]


def _agreeing(code: str, codes: Sequence[str]) -> int:
    """How many leading digits of the code agree with the most agreeing of the others."""
    bare = code.upper().removeprefix("C")
    best = 0
    for other in codes:
        same = next(
            (n for n, (a, b) in enumerate(zip(bare, other, strict=False)) if a != b),
            min(len(bare), len(other)),
        )
        best = max(best, same)
    return best
