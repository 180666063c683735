"""What people write first to match: sets of ids, a dict of IDF, a loop over all profiles."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.matching.demands import Demands

__all__ = ["NaiveSets"]


class NaiveSets(NamedTuple):
    names: list[str]
    essential: list[set[str]]
    optional: list[set[str]]
    idf: dict[str, float]

    @classmethod
    def of(cls, demands: Demands) -> NaiveSets:
        names = [it.id for it in demands.profiles]
        essential: list[set[str]] = [set() for _ in names]
        optional: list[set[str]] = [set() for _ in names]
        owners, columns = demands.rows.owners().tolist(), demands.rows.columns.tolist()
        for owner, column, own in zip(owners, columns, demands.essential.tolist(), strict=True):
            (essential if own else optional)[owner].add(demands.competences[column].id)
        asking = Counter(it for own in (*essential, *optional) for it in own)
        idf = {it: 1 + math.log(len(names) / count) for it, count in asking.items()}
        return cls(names, essential, optional, idf)

    def match(self, asked: Sequence[str], limit: int) -> list[dict[str, Any]]:
        """The cosine of every profile, and what hits, is missing and is left over of the best."""
        question = set(asked)
        length = math.sqrt(sum(self.idf.get(it, 1) ** 2 for it in question))
        scored = []
        for place, essential in enumerate(self.essential):
            optional = self.optional[place]
            total = sum(2 * self.idf[it] ** 2 for it in question & essential)
            total += sum(self.idf[it] ** 2 for it in question & optional)
            if total:
                size = sum((2 * self.idf[it]) ** 2 for it in essential)
                size += sum(self.idf[it] ** 2 for it in optional)
                scored.append((100 * total / math.sqrt(size) / length, -place))
        return [
            {
                "id": self.names[-place],
                "score": score,
                "hits": sorted(question & (self.essential[-place] | self.optional[-place])),
                "missing_essential": sorted(self.essential[-place] - question),
                "missing_optional": sorted(self.optional[-place] - question),
                "surplus": sorted(question - self.essential[-place] - self.optional[-place]),
            }
            for score, place in heapq.nlargest(limit, scored)
        ]
